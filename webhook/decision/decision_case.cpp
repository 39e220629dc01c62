#include "webhook/decision/decision_case.hpp"

#include "webhook/decision/case_fields.hpp"

namespace mesoscale::webhook {
namespace {

using nlohmann::json;

constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::min();

constexpr named<direction> directions[] = {{"up", direction::up}, {"down", direction::down}};
constexpr named<bool> marathon_states[] = {{"up", false}, {"down", true}};
constexpr named<bool> app_states[] = {{"present", false}, {"missing", true}};
constexpr named<freeze> freezes[] = {
    {"up", freeze::up}, {"down", freeze::down}, {"both", freeze::both}, {"none", freeze::none}};
constexpr named<signal_state> signal_states[] = {{"pulse", signal_state::pulse},
                                                 {"active", signal_state::active},
                                                 {"inactive", signal_state::inactive},
                                                 {"stale", signal_state::unknown},
                                                 {"unknown", signal_state::unknown}};
constexpr named<fallback> fallbacks[] = {{"hold", fallback::hold},
                                         {"static", fallback::static_count},
                                         {"static_if_higher", fallback::static_if_higher},
                                         {"static_if_lower", fallback::static_if_lower}};
constexpr named<rate_policy::kind> rate_kinds[] = {{"Instances", rate_policy::kind::instances},
                                                   {"Percent", rate_policy::kind::percent}};
constexpr named<select_policy> selections[] = {
    {"Max", select_policy::max}, {"Min", select_policy::min}, {"Disabled", select_policy::disabled}};
constexpr named<deployment_kind> deployment_kinds[] = {{"own_scale", deployment_kind::own_scale},
                                                       {"other_scale", deployment_kind::other_scale},
                                                       {"config", deployment_kind::config},
                                                       {"none", deployment_kind::none}};
constexpr named<force_policy> force_policies[] = {{"own", force_policy::own}, {"never", force_policy::never}};

template <class Value, std::size_t N>
void choose(case_fields& in, std::string_view key, const named<Value> (&table)[N], Value& out) {
  in.read_choice(key, std::span<const named<Value>>(table), out);
}

direction direction_from(case_fields& in) {
  direction toward = direction::up;
  in.require("dir", "up or down");
  choose(in, "dir", directions, toward);
  return toward;
}

policy step_from(case_fields& in) {
  step_policy out{direction_from(in)};
  in.require("by", "a whole number");
  in.read_count("by", out.by);
  return out;
}

policy percent_from(case_fields& in) {
  percent_policy out{direction_from(in)};
  in.require("percent", "a number");
  in.read("percent", out.percent);
  if (out.percent < 0) in.complain("percent", "a number, at least 0");
  in.read_count("min_step", out.min_step);
  return out;
}

policy absolute_from(case_fields& in) {
  absolute_policy out;
  in.require("to", "a whole number");
  in.read_count("to", out.to);
  return out;
}

policy target_from(case_fields& in, target_policy::kind what, signal& around) {
  target_policy out{what};
  in.read("value", around.value);
  in.require("target", "a number above 0");
  in.read("target", out.target);
  if (out.target <= 0) in.complain("target", "a number above 0");
  in.read("tolerance", out.tolerance_up);
  out.tolerance_down = out.tolerance_up;
  if (out.tolerance_up < 0) in.complain("tolerance", "a number, at least 0");
  in.read_count("ready", around.ready);
  choose(in, "fallback", fallbacks, out.on_missing);
  if (out.on_missing != fallback::hold) in.require("fallback_instances", "a whole number");
  in.read_count("fallback_instances", out.fallback_instances);
  return out;
}

signal signal_from(case_fields& in) {
  signal out{.rule = {}, .how = {}, .state = signal_state::pulse};
  std::string type;
  in.require("type", "step, percent, absolute, target or average_value");
  in.read("type", type);
  choose(in, "state", signal_states, out.state);
  if (type == "step") {
    out.how = step_from(in);
  } else if (type == "percent") {
    out.how = percent_from(in);
  } else if (type == "absolute") {
    out.how = absolute_from(in);
  } else if (type == "target") {
    out.how = target_from(in, target_policy::kind::ratio, out);
  } else if (type == "average_value") {
    out.how = target_from(in, target_policy::kind::average_value, out);
  } else if (!type.empty()) {
    in.complain("type", "step, percent, absolute, target or average_value");
  }
  return out;
}

void read_rate_policy(case_fields& in, std::vector<rate_policy>& out) {
  rate_policy one;
  in.require("type", "Instances or Percent");
  choose(in, "type", rate_kinds, one.what);
  in.require("value", "a number");
  in.read("value", one.value);
  if (one.value < 0) in.complain("value", "a number, at least 0");
  if (one.what == rate_policy::kind::instances && !one.value.is_whole())
    in.complain("value", "a whole number");
  in.require("period_s", "seconds");
  in.read_seconds("period_s", one.period);
  out.push_back(one);
}

void read_rate_limits(case_fields& in, std::vector<rate_limits>& all) {
  rate_limits& out = all.emplace_back();
  in.read_objects("policies", [&out](case_fields& map) { read_rate_policy(map, out.policies); });
  choose(in, "select", selections, out.select);
}

void read_gates(case_fields& in, decision_inputs& out) {
  bool is_paused = false, is_down = false, is_missing = false;
  std::chrono::milliseconds manual_hold{0};
  choose(in, "marathon", marathon_states, is_down);
  choose(in, "app", app_states, is_missing);
  in.read("paused", is_paused);
  in.read_seconds("manual_hold_s", manual_hold);
  in.read("activation", out.activation);
  out.gate = is_down                   ? stop_gate::marathon_unavailable
             : is_missing              ? stop_gate::no_such_app
             : is_paused               ? stop_gate::paused
             : manual_hold.count() > 0 ? stop_gate::manual_hold
                                       : stop_gate::open;
}

void read_history(case_fields& in, decision_inputs& out) {
  using std::chrono::milliseconds;
  in.read_aged("recommendations", [&out](milliseconds age, std::int64_t count) {
    out.windows.past.push_back({age, count});
  });
  in.read_seconds("up_window_s", out.windows.up_window);
  in.read_seconds("down_window_s", out.windows.down_window);
  in.read_object("behavior", [&out](case_fields& map) {
    map.read_object("up", [&out](case_fields& limits) { read_rate_limits(limits, out.rate.up); });
    map.read_object("down", [&out](case_fields& limits) { read_rate_limits(limits, out.rate.down); });
  });
  in.read_aged("up_events", [&out](milliseconds age, std::int64_t count) {
    out.rate.past.ups.push_back({age, count});
  });
  in.read_aged("down_events", [&out](milliseconds age, std::int64_t count) {
    out.rate.past.downs.push_back({age, count});
  });
  // Without a base nothing was added yet.
  out.cooldown.base = out.current;
  in.read_object("cooldown", [&out](case_fields& map) {
    map.read_seconds("up_left_s", out.cooldown.up);
    map.read_seconds("down_left_s", out.cooldown.down);
    map.read_count("base", out.cooldown.base);
  });
}

void read_surroundings(case_fields& in, decision_inputs& out) {
  choose(in, "freeze", freezes, out.frozen);
  in.read("waiting_for_offers", out.room.waiting_for_offers);
  in.read_count("fits", out.room.fits, any_number);
  in.read_count("quota_left", out.room.quota_left, any_number);
  in.read_object("deploying", [&out](case_fields& map) {
    map.require("kind", "own_scale, other_scale or config");
    choose(map, "kind", deployment_kinds, out.deployment.what);
    map.read_count("from", out.deployment.from);
    map.read_count("to", out.deployment.to);
  });
  choose(in, "force", force_policies, out.force);
  in.read("dry_run", out.dry_run);
}

void read_inputs(case_fields& in, decision_inputs& out) {
  in.require("current", "a whole number");
  in.read_count("current", out.current);
  in.read_count("min", out.min, any_number);
  in.read_count("max", out.max, any_number);
  in.read_count("hard_max", out.hard_max, any_number);
  in.read_objects("signals", [&out](case_fields& map) { out.signals.push_back(signal_from(map)); });
  read_gates(in, out);
  in.read("truncated", out.truncated);
  in.read("hold_alert", out.hold_alert);
  read_history(in, out);
  read_surroundings(in, out);
}

decision_case case_from(const json& value, std::size_t index) {
  decision_case out;
  out.id = "vectors[" + std::to_string(index) + "]";
  if (!value.is_object()) {
    out.errors.push_back(out.id + ": expected an object");
    return out;
  }
  const auto id = value.find("id");
  if (id != value.end() && id->is_string()) {
    out.id = id->get<std::string>();
  } else {
    out.errors.push_back(out.id + ": id: expected a text");
  }
  std::vector<std::string> errors;
  const auto inputs = value.find("inputs");
  if (inputs != value.end() && inputs->is_object()) {
    case_fields in(*inputs, "inputs", errors);
    read_inputs(in, out.inputs);
    in.finish();
  } else {
    errors.emplace_back("inputs: expected an object");
  }
  for (const std::string& error : errors) out.errors.push_back(out.id + ": " + error);
  return out;
}

}  // namespace

result<std::vector<decision_case>> read_cases(std::string_view text) {
  const auto document = parse_exact_json(text);
  if (!document) return document.error();
  if (document->is_object() && document->contains("format") && document->at("format") != "1") {
    return failure{errc::wrong_shape, "format: found " + document->at("format").dump() + ", expected 1"};
  }
  const json* list = document->is_array() ? &*document : nullptr;
  if (document->is_object() && document->contains("vectors")) list = &document->at("vectors");
  if (!list || !list->is_array()) {
    return failure{errc::wrong_shape,
                   "found no list of cases, expected {\"vectors\": [{\"id\", \"inputs\"}]}"};
  }
  std::vector<decision_case> out;
  for (std::size_t i = 0; i < list->size(); ++i) out.push_back(case_from((*list)[i], i));
  return out;
}

}  // namespace mesoscale::webhook
