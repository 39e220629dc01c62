// Published numbers of other autoscalers (Kubernetes HPA, Nomad, AWS, KEDA, docker-scaler) through our decision cycle. Each
// family of the fixture has one function that says how its inputs map to ours.
#include "common/core/yaml.hpp"
#include "webhook/decision/decide.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

exact_number number_from(const json& value) {
  return exact_number::parse(value.is_string() ? value.get<std::string>() : value.dump()).value();
}

milliseconds seconds_from(const json& value) { return milliseconds((number_from(value) * 1000).floor()); }

signal absolute(std::int64_t to) { return {"", absolute_policy{to}, signal_state::pulse}; }

decision_inputs bounded(const json& in) {
  decision_inputs out;
  out.current = in.at("current");
  out.min = in.value("min", 0);
  out.max = in.value("max", 1'000'000);
  return out;
}

rate_limits limits_from(const json& in) {
  rate_limits out;
  const std::string select = in.at("select");
  out.select = select == "Max"   ? select_policy::max
               : select == "Min" ? select_policy::min
                                 : select_policy::disabled;
  for (const json& p : in.at("policies")) {
    const auto what = p.at("type") == "Percent" ? rate_policy::kind::percent : rate_policy::kind::instances;
    out.policies.push_back({what, number_from(p.at("value")), seconds_from(p.at("period_s"))});
  }
  return out;
}

std::vector<scaling_event> events_from(const json& list) {
  std::vector<scaling_event> out;
  for (const json& e : list) out.push_back({seconds_from(e.at("age_s")), e.at("change")});
  return out;
}

/// What HPA calls its limits in our words.
bool means_the_same(const std::string& theirs, std::string_view ours) {
  if (theirs == "DesiredWithinRange") return ours == reasons::scale_up || ours == reasons::scale_down;
  if (theirs == "TooManyReplicas") return ours == reasons::clamped_max || ours == reasons::above_max;
  if (theirs == "TooFewReplicas") return ours == reasons::clamped_min || ours == reasons::below_min;
  return (theirs == "ScaleUpLimit" || theirs == "ScaleDownLimit") && ours == reasons::rate_limited;
}

void check_behavior(const json& in, const json& expected) {
  decision_inputs ours = bounded(in);
  ours.signals = {absolute(in.at("desired"))};
  ours.rate = {{limits_from(in.at("scale_up"))},
               {limits_from(in.at("scale_down"))},
               {events_from(in.at("up_events")), events_from(in.at("down_events"))}};
  const decision got = decide(ours);
  EXPECT_EQ(got.to, expected.at("replicas"));
  EXPECT_TRUE(means_the_same(expected.at("reason"), got.reason)) << got.reason;
}

/// An app at 0 whose min is above 0 was suspended by an operator: there we differ on purpose.
void check_clamp(const json& in, const json& expected) {
  decision_inputs ours = bounded(in);
  ours.signals = {absolute(in.at("desired"))};
  const decision got = decide(ours);
  if (ours.current == 0 && ours.min > 0) {
    EXPECT_EQ(got.reason, reasons::suspended);
  } else {
    EXPECT_EQ(got.to, expected.at("replicas"));
  }
}

void check_stabilize(const json& in, const json& expected) {
  decision_inputs ours = bounded(in);
  ours.signals = {absolute(in.at("desired"))};
  ours.windows = {seconds_from(in.at("up_window_s")), seconds_from(in.at("down_window_s")), {}};
  for (const json& r : in.at("recommendations")) {
    ours.windows.past.push_back({seconds_from(r.at("age_s")), r.at("desired")});
  }
  EXPECT_EQ(decide(ours).to, expected.at("replicas"));
}

void check_target(const json& in, const json& expected, target_policy::kind what) {
  decision_inputs ours = bounded(in);
  const exact_number tolerance = number_from(in.at("tolerance"));
  const target_policy how{what, number_from(in.at("target")), tolerance, tolerance};
  signal s{"", how, signal_state::active};
  s.value = number_from(in.at("value"));
  if (in.contains("ready")) s.ready = in.at("ready").get<std::int64_t>();
  ours.signals = {s};
  EXPECT_EQ(decide(ours).to, expected.at("replicas"));
}

void check_value(const json& in, const json& expected) {
  check_target(in, expected, target_policy::kind::ratio);
}

void check_average_value(const json& in, const json& expected) {
  check_target(in, expected, target_policy::kind::average_value);
}

/// Their counts are small numbers in one direction; around a current count of 10 they are 10 + count and count.
void check_preempt(const json& in, const json& expected) {
  decision_inputs ours;
  ours.current = 10;
  for (const json& a : in.at("actions")) {
    const std::string toward = a.at("direction");
    const std::int64_t count = a.value("count", 0);
    ours.signals.push_back(absolute(toward == "up" ? 10 + count : toward == "down" ? count : 10));
  }
  const std::string toward = expected.at("direction");
  const std::int64_t count = expected.value("count", 0);
  EXPECT_EQ(decide(ours).to, toward == "up" ? 10 + count : toward == "down" ? count : 10);
}

void check_cooldown(const json& in, const json& expected) {
  decision_inputs ours;
  ours.current = in.value("current", 12);
  ours.signals = {{"", step_policy{direction::up, in.value("new_delta", 2)}, signal_state::pulse}};
  if (in.at("in_cooldown") == "up") {
    ours.cooldown = {seconds(60), {}, ours.current - in.at("started_activity_delta").get<std::int64_t>()};
    EXPECT_EQ(decide(ours).to - ours.current, expected.at("extra_delta"));
  } else {
    ours.cooldown = {{}, seconds(60), ours.current};
    EXPECT_EQ(decide(ours).what == action::scale, expected.at("allowed").get<bool>());
  }
}

void check_fallback(const json& in, const json& expected) {
  static const std::map<std::string, fallback> names = {
      {"static", fallback::static_count},
      {"currentReplicasIfHigher", fallback::static_if_higher},
      {"currentReplicasIfLower", fallback::static_if_lower}};
  decision_inputs ours = bounded(in);
  target_policy how;
  how.on_missing = names.at(in.at("behavior"));
  how.fallback_instances = in.at("replicas");
  ours.signals = {{"", how, signal_state::active}};
  EXPECT_EQ(decide(ours).to, expected.at("replicas"));
}

void check_percent(const json& in, const json& expected) {
  decision_inputs ours = bounded(in);
  ASSERT_EQ(in.at("rounding"), "ceil");
  ours.signals = {{"", percent_policy{direction::up, number_from(in.at("percent")), 1}, signal_state::pulse}};
  EXPECT_EQ(decide(ours).to, expected.at("replicas"));
}

void check_step(const json& in, const json& expected) {
  decision_inputs ours = bounded(in);
  const direction toward = in.at("direction") == "up" ? direction::up : direction::down;
  ours.signals = {{"", step_policy{toward, in.at("by")}, signal_state::pulse}};
  EXPECT_EQ(decide(ours).to, expected.at("replicas"));
}

TEST(autoscalers, published_numbers_come_out_of_our_cycle_too) {
  using check = void (*)(const json&, const json&);
  const std::map<std::string, check> families = {
      {"average_value", check_average_value},
      {"behavior", check_behavior},
      {"clamp", check_clamp},
      {"cooldown", check_cooldown},
      {"fallback", check_fallback},
      {"percent_exact", check_percent},
      {"preempt", check_preempt},
      {"saturate", check_value},
      {"stabilize", check_stabilize},
      {"step", check_step},
      {"value", check_value},
  };
  const std::string path = std::string(FIXTURES_DIR) + "/vectors/autoscaler_vectors.json";
  const json cases = json::parse(read_file(path).value()).at("cases");
  EXPECT_EQ(cases.size(), 69U);
  for (const json& one : cases) {
    SCOPED_TRACE(one.at("id").get<std::string>() + " " + one.at("origin").dump());
    families.at(one.at("family"))(one.at("inputs"), one.at("expected"));
  }
}

}  // namespace
}  // namespace mesoscale::webhook
