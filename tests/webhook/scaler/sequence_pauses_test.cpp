// Sequences about when Marathon is asked again after a refusal, and how long news settle, whatever comes in meanwhile.
#include "tests/webhook/scaler/verifying.hpp"

namespace mesoscale::webhook {
namespace {

TEST_F(sequence, what_is_forbidden_is_tried_each_five_minutes_however_often_the_alert_comes) {
  w.marathon.faults = {fault::forbidden};
  w.receive(0, of({F("a", 0)}));
  for (int t = 10; t < 300; t += 10) w.receive(t, of({F("a", 0)}));
  EXPECT_EQ(w.marathon.puts_seen, 1);
  w.until(300);
  EXPECT_EQ(w.effects, (effects{{300, "/web", 6}}));
}

TEST_F(sequence, too_many_deployments_double_the_pause_from_five_seconds_to_a_minute) {
  w.marathon.faults = std::deque<fault>(6, fault::too_many);
  w.receive(0, of({F("a", 0)}));
  // 5, 10, 20, 40, 60, 60 seconds.
  int seen = 1;
  for (const int t : {5, 15, 35, 75, 135, 195}) {
    w.until(t - 1);
    EXPECT_EQ(w.marathon.puts_seen, seen) << t;
    w.until(t);
    EXPECT_EQ(w.marathon.puts_seen, ++seen) << t;
  }
  EXPECT_EQ(w.effects, (effects{{195, "/web", 6}}));
}

TEST_F(sequence, after_a_success_the_pauses_begin_anew) {
  w.marathon.faults = {fault::too_many, fault::too_many, fault::none, fault::too_many};
  w.receive(0, of({F("a", 0)}));
  w.until(300);
  ASSERT_EQ(w.effects, (effects{{15, "/web", 6}}));
  w.until(319);
  EXPECT_EQ(w.marathon.puts_seen, 4);
  w.until(320);
  EXPECT_EQ(w.effects, (effects{{15, "/web", 6}, {320, "/web", 8}}));
}

TEST_F(verifying, a_tick_does_not_decide_on_news_before_they_have_settled) {
  with("", "2s");
  web().instances = 2;
  w->receive(0, of({F("z", 0, "Cold")}));
  w->receive(31, of({F("a", 31)}));
  w->until(40);
  EXPECT_EQ(w->effects, (effects{{33, "/web", 4}})) << "the open alert is looked at in second 32";
}

TEST_F(verifying, further_news_do_not_put_a_decision_off) {
  with("", "2s");
  for (int t = 0; t < 6; ++t) w->receive(t, of({F("a" + std::to_string(t), t)}));
  EXPECT_EQ(w->effects, (effects{{2, "/web", 6}}));
}

}  // namespace
}  // namespace mesoscale::webhook
