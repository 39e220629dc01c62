#include "webhook/scaler/compose.hpp"

#include <algorithm>
#include <cstdlib>

namespace mesoscale::webhook {
namespace {

/// Of several rules on one app the largest min and the smallest max hold, whichever of them fires.
void set_bounds(const app_key& target, const app_view& view, const rule_file& rules, decision_inputs& out) {
  bool is_first = true;
  for (const rule& r : rules.rules) {
    if (std::holds_alternative<hold_policy>(r.scale)) continue;
    const bool is_fixed_here = r.marathon == target.marathon && r.app_id == target.app;
    const bool is_known =
        std::find(view.known_rules.begin(), view.known_rules.end(), r.name) != view.known_rules.end();
    if (!is_fixed_here && !is_known) continue;
    out.min = is_first ? r.min_instances : std::max(out.min, r.min_instances);
    out.max = is_first ? r.max_instances : std::min(out.max, r.max_instances);
    is_first = false;
  }
  out.hard_max = rules.global.hard_max_instances;
}

milliseconds left_of(milliseconds length, const std::optional<past_scaling>& since, instant now) {
  if (!since) return milliseconds(0);
  const milliseconds elapsed = std::max(milliseconds(0), now - since->at);
  return std::max(milliseconds(0), length - elapsed);
}

milliseconds age_of(instant at, instant now) { return std::max(milliseconds(0), now - at); }

/// Where a rule's vote points: its own direction, or for a rule that asks for a count, from the current one to that.
direction direction_now(const signal& s, std::int64_t current) {
  const direction fixed = direction_of(s.how);
  if (fixed != direction::none) return fixed;
  const vote v = vote_of(s, current);
  return v.what == vote::kind::up     ? direction::up
         : v.what == vote::kind::down ? direction::down
                                      : direction::none;
}

bool is_voting(const signal& s) { return s.state == signal_state::pulse || !needs_pulses(s.how); }

/// Of the rules that vote in a direction the longest cooldown and the longest window count, and the limits of all.
void set_behavior(const rule_file& rules, decision_inputs& out) {
  for (const signal& s : out.signals) {
    const rule& r = *rules.find_rule(s.rule);
    if (!is_voting(s)) continue;
    const direction toward = direction_now(s, out.current);
    if (toward == direction::up) {
      out.activation = out.activation || r.activation;
      out.cooldown.up = std::max(out.cooldown.up, r.cooldown_up);
      out.windows.up_window = std::max(out.windows.up_window, r.window_up);
      out.rate.up.push_back(r.rate_up);
    }
    if (toward == direction::down) {
      out.cooldown.down = std::max(out.cooldown.down, r.cooldown_down);
      out.windows.down_window = std::max(out.windows.down_window, r.window_down);
      out.rate.down.push_back(r.rate_down);
    }
  }
}

/// What happened lately, as ages; and of the cooldowns what is left of them.
void set_history(const app_view& view, instant now, decision_inputs& out) {
  out.cooldown.up = left_of(out.cooldown.up, view.last_up, now);
  out.cooldown.down = left_of(out.cooldown.down, view.last_any, now);
  if (view.last_up) out.cooldown.base = view.last_up->base;
  for (const past_change& past : view.changes) {
    auto& events = past.change > 0 ? out.rate.past.ups : out.rate.past.downs;
    events.push_back({age_of(past.at, now), std::abs(past.change)});
  }
  for (const past_recommendation& past : view.recommendations) {
    out.windows.past.push_back({age_of(past.at, now), past.count});
  }
}

void set_signals(const app_view& view, const rule_file& rules, decision_inputs& out) {
  for (const rule_activity& activity : view.active) {
    const rule* const r = rules.find_rule(activity.rule);
    if (!r) continue;
    out.hold_alert = out.hold_alert || std::holds_alternative<hold_policy>(r->scale);
    const auto pulses = std::max<std::int64_t>(1, static_cast<std::int64_t>(activity.due.size()));
    out.signals.push_back({activity.rule, r->scale, activity.state, pulses, activity.value, std::nullopt});
  }
}

const signal* find_signal(const decision_inputs& inputs, const std::string& rule) {
  for (const signal& s : inputs.signals) {
    if (s.rule == rule) return &s;
  }
  return nullptr;
}

stop_gate gate_of(const read_answer& reading) {
  switch (reading.what) {
    case read_answer::kind::present:
      return stop_gate::open;
    case read_answer::kind::missing:
      return stop_gate::no_such_app;
    case read_answer::kind::unavailable:
      break;
  }
  return stop_gate::marathon_unavailable;
}

/// A PUT of ours carries nothing but a count, so its deployment scales this app and does nothing else. Any other one may be a
/// new version on its way.
running_deployment deployment_of(const app_view& view, const app_reading& app) {
  if (app.deployments.empty()) return {};
  const auto& last = view.last_deployment;
  const bool is_own = last && !last->id.empty() && app.deployments.size() == 1 &&
                      app.deployments.front() == last->id && app.instances == last->to;
  if (!is_own) return {deployment_kind::running, {}, {}};
  return {deployment_kind::own_scale, last->from, last->to};
}

/// Somebody else made another version with another count, less than manual_hold ago. Without the time of the last scaling
/// (Marathon 0.8.1) a change by hand is the new base at once.
bool is_held_by_hand(const app_view& view, const rule_file& rules, const app_reading& app, instant now) {
  const auto& last = view.last_deployment;
  const bool is_ours =
      !last || last->version.empty() || last->version == app.version || last->to == app.instances;
  if (is_ours || !app.last_scaling) return false;
  milliseconds hold{0};
  for (const rule_activity& activity : view.active) {
    if (const rule* const r = rules.find_rule(activity.rule)) hold = std::max(hold, r->manual_hold);
  }
  return age_of(*app.last_scaling, now) < hold;
}

/// One rule that forbids it is enough.
force_policy force_of(const rule_file& rules, const decision_inputs& inputs) {
  for (const signal& s : inputs.signals) {
    if (rules.find_rule(s.rule)->force == force_policy::never) return force_policy::never;
  }
  return inputs.signals.empty() ? force_policy::never : force_policy::own;
}

}  // namespace

decision_inputs compose(const app_key& target, const app_view& view, const rule_file& rules,
                        const read_answer& reading, instant now) {
  decision_inputs out;
  out.gate = gate_of(reading);
  out.current = reading.app.instances;
  if (out.gate == stop_gate::open && is_held_by_hand(view, rules, reading.app, now)) {
    out.gate = stop_gate::manual_hold;
  }
  set_bounds(target, view, rules, out);
  set_signals(view, rules, out);
  set_behavior(rules, out);
  set_history(view, now, out);
  out.truncated = view.truncated;
  out.deployment = deployment_of(view, reading.app);
  out.force = force_of(rules, out);
  out.dry_run = rules.global.dry_run;
  return out;
}

std::int64_t cooldown_base(const app_view& view, const decision_inputs& inputs) {
  return inputs.cooldown.up.count() > 0 && view.last_up ? view.last_up->base : inputs.current;
}

std::optional<instant> cooldown_end(const decision_inputs& inputs, instant now) {
  std::optional<instant> end;
  for (const milliseconds left : {inputs.cooldown.up, inputs.cooldown.down}) {
    if (left.count() > 0 && (!end || now + left < *end)) end = now + left;
  }
  return end;
}

std::vector<pulse> due_pulses(const app_view& view, const decision_inputs& inputs, direction toward) {
  std::vector<pulse> out;
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || direction_now(*s, inputs.current) != toward) continue;
    out.insert(out.end(), activity.due.begin(), activity.due.end());
  }
  return out;
}

std::vector<pulse> idle_pulses(const app_view& view, const decision_inputs& inputs) {
  std::vector<pulse> out;
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || needs_pulses(s->how) || direction_now(*s, inputs.current) != direction::none) continue;
    out.insert(out.end(), activity.due.begin(), activity.due.end());
  }
  return out;
}

bool follows_values(const app_view& view, const rule_file& rules) {
  return std::any_of(view.active.begin(), view.active.end(), [&rules](const rule_activity& activity) {
    const rule* const r = rules.find_rule(activity.rule);
    return r && !needs_pulses(r->scale);
  });
}

std::string voting_rules(const app_view& view, const decision_inputs& inputs, direction toward) {
  std::string names;
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || (activity.due.empty() && needs_pulses(s->how))) continue;
    if (toward != direction::none && direction_now(*s, inputs.current) != toward) continue;
    names += (names.empty() ? "" : ",") + activity.rule;
  }
  return names;
}

}  // namespace mesoscale::webhook
