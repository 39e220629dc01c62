#include "webhook/decision/decide.hpp"

#include "common/core/yaml.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;
using std::chrono::seconds;

signal signal_from(const json& in) {
  signal out;
  const direction toward = in.at("dir") == "up" ? direction::up : direction::down;
  if (in.at("type") == "step") {
    out.how = step_policy{toward, in.at("by")};
  } else {
    out.how = percent_policy{toward, in.at("percent"), in.value("min_step", 1)};
  }
  const std::string state = in.value("state", "pulse");
  out.state = state == "pulse"    ? signal_state::pulse
              : state == "active" ? signal_state::active
                                  : signal_state::inactive;
  return out;
}

decision_inputs inputs_from(const json& in) {
  decision_inputs out;
  out.current = in.at("current");
  out.min = in.value("min", 1);
  out.max = in.value("max", 1000);
  if (in.contains("hard_max")) out.hard_max = in.at("hard_max");
  out.activation = in.value("activation", false);
  out.hold_alert = in.value("hold_alert", false);
  out.truncated = in.value("truncated", false);
  out.dry_run = in.value("dry_run", false);
  if (in.value("marathon", "up") == "down") out.gate = stop_gate::marathon_unavailable;
  if (in.value("app", "present") == "missing") out.gate = stop_gate::no_such_app;
  if (in.value("paused", false)) out.gate = stop_gate::paused;
  if (in.value("manual_hold_s", 0) > 0) out.gate = stop_gate::manual_hold;
  if (in.contains("deploying")) out.deployment = deployment_kind::running;
  const json cooldown = in.value("cooldown", json::object());
  out.cooldown = {seconds(cooldown.value("up_left_s", 0)), seconds(cooldown.value("down_left_s", 0)),
                  cooldown.value("base", std::int64_t{0})};
  for (const json& s : in.value("signals", json::array())) out.signals.push_back(signal_from(s));
  return out;
}

/// What the decision cycle does not have yet: target values, windows, rates, capacity, freezes, superseding its own scaling.
bool is_covered(const json& in) {
  static const std::set<std::string> known = {
      "current",       "min",        "max",       "hard_max", "signals", "marathon",   "app",       "paused",
      "manual_hold_s", "activation", "truncated", "cooldown", "dry_run", "hold_alert", "deploying", "force"};
  for (const auto& [key, value] : in.items()) {
    if (!known.contains(key)) return false;
  }
  for (const json& s : in.value("signals", json::array())) {
    if (s.at("type") != "step" && s.at("type") != "percent") return false;
  }
  const bool supersedes =
      in.contains("deploying") && in["deploying"].at("kind") == "own_scale" && in.value("force", "") == "own";
  return !supersedes;
}

TEST(decide, agrees_with_the_vectors_whose_steps_exist) {
  const json vectors =
      json::parse(read_file(std::string(FIXTURES_DIR) + "/decision/decision_vectors.json").value())
          .at("vectors");
  int covered = 0;
  for (const json& v : vectors) {
    if (!is_covered(v.at("inputs"))) continue;
    ++covered;
    const decision got = decide(inputs_from(v.at("inputs")));
    const std::string name = v.at("id").get<std::string>() + " " + v.at("title").get<std::string>();
    EXPECT_EQ(name_of(got.what), v.at("expected").at("action").get<std::string>()) << name;
    EXPECT_EQ(got.to, v.at("expected").at("to").get<std::int64_t>()) << name;
    EXPECT_EQ(got.reason, v.at("expected").at("reason").get<std::string>()) << name;
  }
  EXPECT_EQ(covered, 42);
}

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
  in.deployment = deployment_kind::running;
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
