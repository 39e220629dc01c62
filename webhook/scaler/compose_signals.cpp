#include "webhook/scaler/compose_signals.hpp"

#include "webhook/scaler/bounds.hpp"
#include "webhook/scaler/compose.hpp"
#include "webhook/scaler/pauses.hpp"

#include <algorithm>
#include <cstdlib>

namespace mesoscale::webhook {
namespace {

milliseconds age_of(instant at, instant now) { return std::max(milliseconds(0), now - at); }

/// The app's labels stand over how much a step changes.
policy with_overrides(const policy& how, const app_overrides& own) {
  const direction toward = direction_of(how);
  const auto& by = toward == direction::up ? own.up_by : own.down_by;
  const auto& percent = toward == direction::up ? own.up_percent : own.down_percent;
  if (toward == direction::none) return how;
  if (by) return step_policy{toward, *by};
  if (percent) return percent_policy{toward, *percent, 1};
  return how;
}

/// Instances that the value of a ratio is an average over.
std::int64_t ready_of(const app_reading& app) {
  const std::int64_t ready = app.has_health_checks ? app.tasks_healthy : app.tasks_running;
  return std::clamp<std::int64_t>(ready, 0, std::max<std::int64_t>(0, app.instances));
}

/// When the count changed last, or a change of ours was last seen to come true or not.
std::optional<instant> last_change_of(const app_view& view) {
  std::optional<instant> last = view.verified;
  const auto keep = [&last](instant at) { last = std::max(last.value_or(at), at); };
  if (view.last_any) keep(view.last_any->at);
  if (view.state && view.state->external_at) keep(*view.state->external_at);
  for (const past_change& past : view.changes) keep(past.at);
  return last;
}

bool is_ratio(const policy& how) {
  const auto* const target = std::get_if<target_policy>(&how);
  return target && target->what == target_policy::kind::ratio;
}

/// A ratio that an alert brought belongs to the instances there were. Once their count has changed it is spent as a step is, or
/// else each look would multiply by it again; the next notification brings another one. A change that is watched changes them until
/// verify_timeout: what does not run by then may never run, and the load is told of those that do.
bool is_spent(const voices& of, const rule& r, const rule_activity& activity) {
  if (!is_ratio(r.scale) || r.value_annotation.empty() || !activity.value_at) return false;
  auto last = last_change_of(of.view);
  if (const auto& watched = of.view.watched; watched && !watched->is_stuck) {
    const instant settled = std::min(of.at.now, watched->accepted + r.verify_timeout);
    last = std::max(last.value_or(settled), settled);
  }
  return last && *activity.value_at <= *last;
}

/// A value that an alert brought is missing once it is as old as an alert may get without news; an average over nothing is too.
bool has_no_value(const voices& of, const rule& r, const rule_activity& activity) {
  if (!std::holds_alternative<target_policy>(r.scale)) return false;
  if (!of.trusts_values) return true;
  if (is_ratio(r.scale) && of.app.instances > 0 && ready_of(of.app) == 0) return true;
  if (r.value_annotation.empty()) return false;
  const auto ttl = of.rules.global.effective_alert_ttl();
  return !activity.value_at || age_of(*activity.value_at, of.at.now) >= ttl;
}

/// What a rule that speaks says: its policy under the app's labels, and whether there is anything to go by.
signal signal_of(const voices& of, const rule& r, const rule_activity& activity) {
  const auto pulses = std::max<std::int64_t>(1, static_cast<std::int64_t>(activity.due.size()));
  signal out{activity.rule, with_overrides(r.scale, of.own), activity.state, pulses, activity.value, {}};
  if (is_ratio(r.scale)) out.ready = ready_of(of.app);
  if (has_no_value(of, r, activity)) {
    out.state = signal_state::unknown;
  } else if (is_spent(of, r, activity)) {
    out.state = signal_state::unknown;
    std::get<target_policy>(out.how).on_missing = fallback::hold;
  }
  return out;
}

void add_signal(const voices& of, signal one, decision_inputs& out) {
  const rule& r = *of.rules.find_rule(one.rule);
  one.is_paused =
      is_rule_paused(of.target, r, direction_now(one, out.current), of.rules, of.view.pauses, of.at.wall);
  out.signals.push_back(std::move(one));
}

void add_activities(const voices& of, decision_inputs& out) {
  for (const rule_activity& activity : of.view.active) {
    const rule* const r = of.find(activity.rule);
    if (!r) continue;
    out.hold_alert = out.hold_alert || std::holds_alternative<hold_policy>(r->scale);
    add_signal(of, signal_of(of, *r, activity), out);
  }
}

void add_resolutions(const voices& of, decision_inputs& out) {
  using kind = pending_resolution::kind;
  for (const pending_resolution& pending : of.view.resolutions) {
    if (!of.find(pending.rule)) continue;
    if (pending.what == kind::hold) {
      out.hold_alert = out.hold_alert || of.at.now < pending.until;
      continue;
    }
    const direction toward = pending.amount > 0 ? direction::down : direction::up;
    policy how = absolute_policy{pending.amount};
    if (pending.what == kind::step_back) how = step_policy{toward, std::abs(pending.amount)};
    add_signal(of, {pending.rule, how, signal_state::pulse, 1, {}, {}}, out);
  }
}

/// Back to our own last target, while a rule that led to it is active.
void add_restore(const voices& of, external_policy how, decision_inputs& out) {
  const auto& last = of.view.last_deployment;
  const bool is_foreign = of.view.state && of.view.state->external == "config";
  if (!is_foreign || !last || how != external_policy::restore) return;
  const std::string led = "," + last->rules + ",";
  for (const rule_activity& activity : of.view.active) {
    if (led.find("," + activity.rule + ",") == std::string::npos || !of.find(activity.rule)) continue;
    add_signal(of, {activity.rule, absolute_policy{last->to}, signal_state::active, 1, {}, {}}, out);
    return;
  }
}

}  // namespace

const rule* voices::find(const std::string& name) const {
  const rule* const r = rules.find_rule(name);
  return r && is_in_group(*r, own.group) ? r : nullptr;
}

void add_signals(const voices& of, external_policy changes, decision_inputs& out) {
  add_activities(of, out);
  add_resolutions(of, out);
  add_restore(of, changes, out);
}

}  // namespace mesoscale::webhook
