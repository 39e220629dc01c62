// Sequences in which every server of Marathon shows an older state of the app than the one that is known.
#include "tests/webhook/scaler/verifying.hpp"

namespace mesoscale::webhook {
namespace {

TEST_F(sequence, an_older_state_of_the_app_is_never_the_base_of_a_step) {
  w.marathon.has_times = true;
  w.receive(0, of({F("a", 0)}));
  w.until(599);
  ASSERT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 8}}));
  w.marathon.shown = fake_marathon::app{4, 1, {}};
  w.until(700);
  EXPECT_EQ(w.effects.size(), 2U) << "4 + 2 would take two instances away";
  EXPECT_EQ(last_reason(), "marathon_unavailable");
  w.marathon.shown.reset();
  w.until(800);
  ASSERT_EQ(w.effects.size(), 3U);
  EXPECT_EQ(w.effects.back().to, 10);
}

TEST_F(sequence, an_older_version_with_the_known_count_is_a_base_like_any_other) {
  w.marathon.has_times = true;
  w.receive(0, of({F("a", 0)}));
  w.until(299);
  w.marathon.shown = fake_marathon::app{6, 1, {}};
  w.until(300);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 8}}));
}

TEST_F(sequence, what_every_server_shows_for_five_minutes_is_believed_and_counts_as_somebody_elses_change) {
  w.marathon.has_times = true;
  w.receive(0, of({F("a", 0)}));
  w.until(599);
  w.marathon.shown = fake_marathon::app{4, 1, {}};
  w.until(899);
  EXPECT_EQ(last_reason(), "marathon_unavailable");
  w.until(1000);
  EXPECT_EQ(last_reason(), "manual_hold");
  EXPECT_EQ(w.effects.size(), 2U);
}

TEST_F(sequence, a_silence_begins_the_five_minutes_anew) {
  w.marathon.has_times = true;
  w.receive(0, of({F("a", 0)}));
  w.until(599);
  w.marathon.shown = fake_marathon::app{4, 1, {}};
  w.until(660);
  w.marathon.is_down = true;
  w.until(1100);
  w.marathon.is_down = false;
  w.until(1390);
  EXPECT_EQ(last_reason(), "marathon_unavailable") << "another election, as far as anybody can tell";
  w.until(1600);
  EXPECT_EQ(last_reason(), "manual_hold");
  EXPECT_EQ(w.effects.size(), 2U);
}

TEST_F(sequence, an_answer_that_is_lost_does_not_begin_the_five_minutes_anew) {
  w.marathon.has_times = true;
  w.receive(0, of({F("a", 0)}));
  w.until(599);
  w.marathon.shown = fake_marathon::app{4, 1, {}};
  w.until(700);
  w.marathon.is_down = true;
  w.until(760);
  w.marathon.is_down = false;
  w.until(1000);
  EXPECT_EQ(last_reason(), "manual_hold");
}

TEST_F(sequence, an_older_state_does_not_tell_what_became_of_a_put) {
  w.marathon.has_times = true;
  w.marathon.apps["/web"].version = 5;
  w.marathon.faults = {fault::kill_after};
  w.marathon.shown.reset();
  w.marathon.on_put = [this](const std::string&, std::int64_t) {
    w.marathon.shown = fake_marathon::app{9, 3, {}};
  };
  w.receive(0, of({F("a", 0)}));
  w.until(60);
  EXPECT_EQ(w.decisions().front().outcome, "open") << "9 is not what somebody made of it since";
  w.marathon.shown.reset();
  w.until(200);
  EXPECT_EQ(w.decisions().front().outcome, "accepted");
  EXPECT_EQ(w.marathon.puts_seen, 1);
}

TEST_F(verifying, an_older_state_of_the_app_is_not_somebody_elses_change) {
  with();
  w->marathon.has_times = true;
  web().version = 5;
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  w->marathon.shown = fake_marathon::app{3, 2, {}};
  w->until(60);
  EXPECT_EQ(found(), (verdicts{verdict::waiting}));
}

TEST_F(verifying, the_state_before_a_change_that_is_shown_through_an_election_tells_that_it_was_lost) {
  with();
  w->marathon.has_times = true;
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  web() = {4, 1, {}};
  w->until(34);
  EXPECT_EQ(found(), (verdicts{verdict::waiting})) << "first seen at second 5";
  w->until(40);
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::vanished, verdict::waiting}));
  EXPECT_EQ(web().instances, 6);
}

TEST_F(verifying,
       a_server_without_its_leader_that_shows_the_state_before_a_change_does_not_make_it_happen_twice) {
  with();
  w->marathon.has_times = true;
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  w->marathon.shown = fake_marathon::app{4, 1, {}};
  w->until(20);
  w->marathon.is_down = true;
  w->until(26);
  w->marathon.is_down = false;
  w->until(50);
  EXPECT_EQ(found(), (verdicts{verdict::waiting})) << "through the silence nobody knows what it showed";
  w->marathon.shown.reset();
  web().deployments.clear();
  web().running.reset();
  w->until(60);
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::reached}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
}

}  // namespace
}  // namespace mesoscale::webhook
