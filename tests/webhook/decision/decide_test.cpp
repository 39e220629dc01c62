#include "webhook/decision/decide.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

decision_inputs app_of(std::int64_t current) {
  decision_inputs in;
  in.current = current;
  in.min = 1;
  in.max = 10;
  return in;
}

TEST(decide, due_steps_of_one_rule_are_summed_before_the_vote) {
  decision_inputs in = app_of(4);
  in.signals.push_back({"hot", step_policy{direction::up, 2}, signal_state::pulse, 3});
  const decision got = decide(in);
  EXPECT_EQ(got.to, 10);
  EXPECT_EQ(got.what, action::scale);
}

TEST(decide, an_unconfirmed_alert_gives_its_name_as_the_reason) {
  decision_inputs in = app_of(4);
  in.signals.push_back({"hot", step_policy{direction::up, 2}, signal_state::unconfirmed});
  EXPECT_EQ(decide(in).reason, "unconfirmed");
  EXPECT_EQ(decide(in).what, action::none);
}

TEST(decide, an_unconfirmed_up_alert_still_vetoes_a_step_down) {
  decision_inputs in = app_of(4);
  in.signals.push_back({"hot", step_policy{direction::up, 2}, signal_state::unconfirmed});
  in.signals.push_back({"cold", step_policy{direction::down, 1}, signal_state::pulse});
  EXPECT_EQ(decide(in).reason, "vetoed");
}

TEST(decide, a_repair_waits_for_a_running_deployment) {
  decision_inputs in = app_of(12);
  in.deployment.what = deployment_kind::running;
  EXPECT_EQ(decide(in).what, action::defer);
  EXPECT_EQ(decide(in).to, 12);
}

TEST(decide, a_max_of_zero_scales_to_zero_and_no_further) {
  decision_inputs in = app_of(1);
  in.min = 0;
  in.max = 0;
  EXPECT_EQ(decide(in).to, 0);
  in.current = 0;
  EXPECT_EQ(decide(in).what, action::none);
}

TEST(decide, the_largest_numbers_do_not_overflow) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  decision_inputs in = app_of(largest - 1);
  in.max = largest;
  in.signals.push_back(
      {"hot", percent_policy{direction::up, 1'000'000, largest}, signal_state::pulse, largest});
  EXPECT_EQ(decide(in).to, largest);
  in.signals[0].how = step_policy{direction::down, largest};
  EXPECT_EQ(decide(in).to, 1);
}

}  // namespace
}  // namespace mesoscale::webhook
