#include "webhook/scaler/compose.hpp"

#include "webhook/scaler/app_labels.hpp"
#include "webhook/scaler/compose_signals.hpp"
#include "webhook/scaler/pauses.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace mesoscale::webhook {
namespace {

milliseconds age_of(instant at, instant now) { return std::max(milliseconds(0), now - at); }

milliseconds left_of(milliseconds length, const std::optional<past_scaling>& since, instant now) {
  return since ? std::max(milliseconds(0), length - age_of(since->at, now)) : milliseconds(0);
}

/// An app for which no rule asks for a count is none of our business: nothing is to be repaired.
void set_bounds(const std::optional<bounds>& limits, const rule_file& rules, decision_inputs& out) {
  constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
  out.min = limits ? limits->min : 0;
  out.max = limits ? limits->max : no_limit;
  out.hard_max = limits ? rules.global.hard_max_instances : no_limit;
}

bool is_voting(const signal& s) {
  return !s.is_paused && (s.state == signal_state::pulse || !needs_pulses(s.how));
}

/// Of the rules that vote in a direction the longest cooldown and the longest window count, and the limits of all.
void set_behavior(const rule_file& rules, const app_overrides& own, decision_inputs& out) {
  for (const signal& s : out.signals) {
    const rule& r = *rules.find_rule(s.rule);
    if (!is_voting(s)) continue;
    const direction toward = direction_now(s, out.current);
    if (toward == direction::up) {
      out.activation = out.activation || r.activation;
      out.cooldown.up = std::max(out.cooldown.up, own.cooldown_up.value_or(r.cooldown_up));
      out.windows.up_window = std::max(out.windows.up_window, r.window_up);
      out.rate.up.push_back(r.rate_up);
    }
    if (toward == direction::down) {
      out.cooldown.down = std::max(out.cooldown.down, own.cooldown_down.value_or(r.cooldown_down));
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

/// While a new configuration comes up, and a while after, values say nothing about the load.
bool are_values_trusted(const app_view& view, const app_reading& app, deployment_kind running,
                        milliseconds grace, const moment& at) {
  if (running == deployment_kind::config) return false;
  if (app.last_config_change && age_of(*app.last_config_change, at.wall) < grace) return false;
  return !view.state || !view.state->config_seen || age_of(*view.state->config_seen, at.now) >= grace;
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

/// One rule that forbids it is enough.
force_policy force_of(const std::vector<const rule*>& governing) {
  const bool is_forbidden = std::any_of(governing.begin(), governing.end(),
                                        [](const rule* r) { return r->force == force_policy::never; });
  return governing.empty() || is_forbidden ? force_policy::never : force_policy::own;
}

bool are_all_paused(const std::vector<signal>& signals) {
  return !signals.empty() &&
         std::all_of(signals.begin(), signals.end(), [](const signal& s) { return s.is_paused; });
}

}  // namespace

running_deployment deployment_of(const app_view& view, const app_reading& app,
                                 const std::optional<deployments_answer>& deployments) {
  if (app.deployments.empty()) return {};
  const auto& last = view.last_deployment;
  const bool is_own = last && !last->id.empty() && app.deployments.size() == 1 &&
                      app.deployments.front() == last->id && app.instances == last->to;
  // A PUT of ours carries nothing but a count, so its deployment scales this app and does nothing else.
  deployment_kind what = is_own ? deployment_kind::own_scale : deployment_kind::running;
  if (deployments)
    what = kind_of(app.deployments, *deployments, last ? last->id : "", last && app.instances == last->to);
  if (what == deployment_kind::own_scale) return {what, last->from, last->to};
  return {what, {}, {}};
}

external_policy external_policy_of(const std::vector<const rule*>& governing) {
  external_policy out = external_policy::adopt;
  for (const rule* const r : governing) {
    if (r->on_external_change == external_policy::hold) return external_policy::hold;
    if (r->on_external_change == external_policy::restore) out = external_policy::restore;
  }
  return out;
}

std::optional<instant> manual_hold_end(const app_view& view, const std::vector<const rule*>& governing) {
  if (!view.state || view.state->external.empty() || !view.state->external_at) return std::nullopt;
  const bool is_config = view.state->external == "config";
  if (is_config && external_policy_of(governing) != external_policy::hold) return std::nullopt;
  milliseconds hold{0};
  for (const rule* const r : governing) hold = std::max(hold, r->manual_hold);
  return *view.state->external_at + hold;
}

decision_inputs compose(const app_key& target, const app_view& view, const rule_file& rules,
                        const read_answer& reading, const moment& at,
                        const std::optional<deployments_answer>& deployments) {
  const app_overrides own = read_overrides(reading.app.labels);
  const auto speaking = rules_of(target, view, rules, own.group);
  const auto governing = governing_rules(target, view, rules, own.group);
  decision_inputs out;
  out.gate = gate_of(reading);
  out.current = reading.app.instances;
  out.deployment = deployment_of(view, reading.app, deployments);
  set_bounds(bounds_for(speaking, rules, own, at.wall), rules, out);
  const pause_state pauses = pauses_of(target, speaking, rules, view.pauses, at.wall);
  const bool is_trusted =
      are_values_trusted(view, reading.app, out.deployment.what, rules.global.after_deploy_grace, at);
  const voices of{target, view, rules, own, reading.app, is_trusted, at};
  add_signals(of, external_policy_of(governing), out);
  set_behavior(rules, own, out);
  set_history(view, at.now, out);
  out.truncated = view.truncated;
  out.force = force_of(governing);
  out.frozen = freeze_of(pauses);
  out.dry_run = rules.global.dry_run || own.dry_run;
  if (out.gate != stop_gate::open) return out;
  const bool has_unknown_group = !own.group.empty() && !rules.find_group(own.group);
  const bool is_paused_by_app = !own.is_enabled || own.is_doubtful || has_unknown_group ||
                                (own.paused_until && at.wall < *own.paused_until);
  if (pauses.is_app_paused || is_paused_by_app || are_all_paused(out.signals)) {
    out.gate = stop_gate::paused;
  } else if (const auto until = manual_hold_end(view, governing); until && at.now < *until) {
    out.gate = stop_gate::manual_hold;
  }
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

}  // namespace mesoscale::webhook
