#include "webhook/decision/repeat.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

using std::chrono::seconds;
using verdict = repeat_plan::verdict;

instant t(int s) { return from_ms(0) + seconds(s); }
const repeat_settings every_300{seconds(300), 3};

TEST(repeat, the_next_step_is_due_when_the_time_has_passed) {
  const activation_progress after_first{1, false, t(0), 0};
  EXPECT_EQ(plan_repeat(after_first, every_300, t(299)).what, verdict::wait);
  EXPECT_EQ(plan_repeat(after_first, every_300, t(299)).at, t(300));
  EXPECT_EQ(plan_repeat(after_first, every_300, t(300)).what, verdict::due);
}

TEST(repeat, zero_means_once) {
  EXPECT_EQ(plan_repeat({1, false, t(0), 0}, {seconds(0), 3}, t(10'000)).what, verdict::none);
}

TEST(repeat, no_second_step_becomes_due_while_one_waits) {
  EXPECT_EQ(plan_repeat({1, true, t(0), 0}, every_300, t(900)).what, verdict::none);
}

TEST(repeat, an_activation_that_never_stepped_does_not_repeat) {
  EXPECT_EQ(plan_repeat({0, false, std::nullopt, 0}, every_300, t(900)).what, verdict::none);
}

TEST(repeat, without_news_of_the_alert_it_stops_after_the_allowed_repeats) {
  EXPECT_EQ(plan_repeat({3, false, t(600), 2}, every_300, t(900)).what, verdict::due);
  EXPECT_EQ(plan_repeat({4, false, t(900), 3}, every_300, t(1200)).what, verdict::unconfirmed);
}

}  // namespace
}  // namespace mesoscale::webhook
