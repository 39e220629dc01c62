#include "webhook/scaler/compose.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

/// Of several rules on one app the largest min and the smallest max hold, whichever of them fires.
void set_bounds(const app_key& target, const app_view& view, const rule_file& rules, decision_inputs& out) {
  bool is_first = true;
  for (const rule& r : rules.rules) {
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

/// The longest cooldown among the rules that vote in a direction counts.
void set_cooldown(const app_view& view, const rule_file& rules, instant now, decision_inputs& out) {
  milliseconds up{0}, down{0};
  for (const rule_activity& activity : view.active) {
    const rule* const r = rules.find_rule(activity.rule);
    if (!r || activity.due.empty()) continue;
    if (direction_of(r->scale) == direction::up) up = std::max(up, r->cooldown_up);
    if (direction_of(r->scale) == direction::down) down = std::max(down, r->cooldown_down);
  }
  out.cooldown.up = left_of(up, view.last_up, now);
  out.cooldown.down = left_of(down, view.last_any, now);
  if (view.last_up) out.cooldown.base = view.last_up->base;
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

}  // namespace

decision_inputs compose(const app_key& target, const app_view& view, const rule_file& rules,
                        const read_answer& reading, instant now) {
  decision_inputs out;
  out.gate = gate_of(reading);
  out.current = reading.app.instances;
  set_bounds(target, view, rules, out);
  for (const rule_activity& activity : view.active) {
    const rule* const r = rules.find_rule(activity.rule);
    if (!r) continue;
    out.signals.push_back({activity.rule, r->scale, activity.state,
                           std::max<std::int64_t>(1, static_cast<std::int64_t>(activity.due.size()))});
  }
  set_cooldown(view, rules, now, out);
  out.truncated = view.truncated;
  out.deployment.what = reading.app.deployments.empty() ? deployment_kind::none : deployment_kind::running;
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

std::vector<pulse> due_pulses(const app_view& view, const rule_file& rules, direction toward) {
  std::vector<pulse> out;
  for (const rule_activity& activity : view.active) {
    const rule* const r = rules.find_rule(activity.rule);
    if (!r || direction_of(r->scale) != toward) continue;
    out.insert(out.end(), activity.due.begin(), activity.due.end());
  }
  return out;
}

std::string voting_rules(const app_view& view, const rule_file& rules, direction toward) {
  std::string names;
  for (const rule_activity& activity : view.active) {
    const rule* const r = rules.find_rule(activity.rule);
    if (!r || activity.due.empty() || (toward != direction::none && direction_of(r->scale) != toward))
      continue;
    names += (names.empty() ? "" : ",") + activity.rule;
  }
  return names;
}

}  // namespace mesoscale::webhook
