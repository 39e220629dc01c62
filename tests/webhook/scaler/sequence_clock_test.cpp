// Sequences in which the wall clock is set while the program runs. The time of the tests goes on evenly.
#include "tests/webhook/scaler/verifying.hpp"

namespace mesoscale::webhook {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(clocks, a_clock_that_is_set_neither_ends_a_cooldown_nor_prolongs_it) {
  for (const hours set : {hours(1), hours(-1)}) {
    world w(rules_with(""));
    w.marathon.apps["/web"].instances = 4;
    w.receive(0, of({F("a", 0)}));
    w.clock_set = set;
    w.until(300);
    EXPECT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 8}})) << set.count();
  }
}

TEST_F(verifying, a_schedule_follows_the_clock_that_is_set) {
  // The tests begin at 08:00.
  with("  schedules: [{name: nine, cron: \"0 9 * * *\", duration: 30m, min_instances: 8}]\n");
  w->receive(0, of({F("a", 0)}));
  w->until(40);
  EXPECT_EQ(w->effects.size(), 1U);
  w->clock_set = hours(1);
  w->until(80);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 8);
}

TEST_F(verifying, the_end_of_a_pause_follows_the_clock_that_is_set) {
  with();
  const pause everything{"", "", direction::none, world::at(1'800), "maintenance"};
  ASSERT_TRUE(w->log().add_pause(everything, world::at(0)).ok());
  w->receive(0, of({F("a", 0)}));
  w->until(40);
  EXPECT_TRUE(w->effects.empty());
  w->clock_set = hours(1);
  w->until(80);
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(verifying, a_clock_that_was_ahead_and_is_set_back_does_not_end_a_pause_early) {
  with();
  w->clock_set = hours(-1);
  const pause everything{"", "", direction::none, world::at(0) - hours(1) + seconds(60), "maintenance"};
  ASSERT_TRUE(w->log().add_pause(everything, world::at(0) - hours(1)).ok());
  w->receive(0, of({F("a", 0)}));
  w->until(59);
  EXPECT_TRUE(w->effects.empty()) << "by the even clock it ended an hour ago";
  w->until(100);
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(verifying, a_change_by_hand_is_left_alone_for_as_long_as_it_should_after_the_clock_was_set_back) {
  with();
  w->receive(0, of({F("a", 0)}));
  w->clock_set = hours(-1);
  web() = {9, 5, {}};
  web().last_scaling = world::at(10) - hours(1);
  w->until(609);
  EXPECT_EQ(w->effects.size(), 1U);
  w->until(610);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 11);
}

}  // namespace
}  // namespace mesoscale::webhook
