// Sequences of notifications and what must come of them, with a clock that is set. The names S01 to S31 are those of the
// table of sequences that the behaviour was specified by.
#include "tests/webhook/scaler/sequence.hpp"

namespace mesoscale::webhook {
namespace {

TEST_F(sequence, s01_a_firing_alert_makes_one_put) {
  w.receive(0, of({F("a", 0)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
}

TEST_F(sequence, s02_the_copy_of_a_second_alertmanager_changes_nothing) {
  w.receive(0, of({F("a", 0)}));
  w.receive(1, of({F("a", 0)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
}

TEST_F(sequence, s03_an_earlier_start_from_a_peer_is_the_same_episode) {
  w.receive(0, of({F("a", 0)}));
  w.receive(3, of({F("a", -7)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  EXPECT_EQ(w.log().alerts(1).value()[0].state.starts_at, world::at(-7));
}

TEST_F(sequence, s04_a_repeated_notification_is_no_new_step) {
  w.receive(0, of({F("a", 0)}));
  w.receive(240, of({F("a", 0)}));
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
}

TEST_F(sequence, s05_an_alert_that_keeps_firing_steps_again_after_repeat_every) {
  w.receive(0, of({F("a", 0)}));
  w.until(300);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 8}}));
}

TEST_F(sequence, s06_at_the_maximum_a_step_is_dropped) {
  w.receive(0, of({F("a", 0)}));
  w.until(900);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 8}, {600, "/web", 10}}));
  EXPECT_EQ(last_reason(), "at_max");
  EXPECT_EQ(w.decisions().front().action, "none");
}

TEST_F(sequence, s07_three_alerts_of_one_app_are_one_activation) {
  w.receive(0, of({F("a", 0), F("b", 0), F("c", 0)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
}

class sequence_per_alert : public sequence {
 protected:
  sequence_per_alert() : sequence(", per: alert") {}
};

TEST_F(sequence_per_alert, s08_three_alerts_are_three_steps_in_one_put) {
  w.receive(0, of({F("a", 0), F("b", 0), F("c", 0)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 10}}));
  EXPECT_EQ(w.decisions().front().causes.size(), 3u);
}

TEST_F(sequence, s09_a_second_activation_waits_for_the_cooldown) {
  w.receive(0, of({F("a", 0)}));
  w.receive(60, of({R("a", 0, 50)}));
  w.receive(70, of({F("a", 65)}));
  EXPECT_EQ(last_reason(), "cooldown");
  w.until(300);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 8}}));
}

TEST_F(sequence, s10_a_stale_copy_after_the_end_is_only_suspect) {
  w.receive(0, of({F("a", 0)}));
  w.receive(60, of({R("a", 0, 50)}));
  w.receive(80, of({F("a", 0)}));
  w.until(2000);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  EXPECT_TRUE(w.log().alerts(1).value()[0].state.suspect);
}

TEST_F(sequence, s11_a_reopened_alert_gives_no_step_and_vetoes_scaling_down) {
  w.receive(0, of({F("a", 0)}));
  w.receive(60, of({R("a", 0, 50)}));
  w.receive(200, of({F("a", 0)}));
  w.receive(400, of({F("z", 390, "Cold")}));
  w.until(2000);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  EXPECT_EQ(last_reason(), "vetoed");
}

TEST_F(sequence, s12_the_end_of_an_unknown_alert_changes_nothing) {
  w.receive(0, of({R("a", -100, -10)}));
  w.until(1000);
  EXPECT_TRUE(w.effects.empty());
  EXPECT_EQ(w.last_report.changes, (std::vector<alert_change>{alert_change::recorded_closed}));
}

TEST_F(sequence, s13_the_end_of_an_older_episode_leaves_the_alert_open) {
  w.receive(0, of({F("a", 0)}));
  w.receive(60, of({R("a", -500, -300)}));
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  EXPECT_EQ(w.log().open_alerts().value(), 1);
}

}  // namespace
}  // namespace mesoscale::webhook
