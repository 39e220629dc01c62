#include "webhook/decision/decide.hpp"

#include <algorithm>
#include <optional>

namespace mesoscale::webhook {
namespace {

/// The count on its way through the limiters.
struct wanted {
  std::int64_t count;
  std::string_view reason;
  direction toward = direction::none;

  void limit_to(std::int64_t limit, std::string_view why) {
    if (limit == count) return;
    count = limit;
    reason = why;
  }
};

struct bounds {
  std::int64_t min;
  std::int64_t max;
};

bounds bounds_of(const decision_inputs& in) {
  const std::int64_t max = std::max<std::int64_t>(0, std::min(in.max, in.hard_max));
  return {std::clamp<std::int64_t>(in.min, 0, max), max};
}

bool has_signal(const decision_inputs& in, direction toward, bool (*is)(signal_state)) {
  return std::any_of(in.signals.begin(), in.signals.end(),
                     [&](const signal& s) { return direction_of(s.how) == toward && is(s.state); });
}

bool is_pulse(signal_state state) { return state == signal_state::pulse; }
bool is_firing(signal_state state) { return state != signal_state::inactive; }
bool is_unconfirmed(signal_state state) { return state == signal_state::unconfirmed; }

/// Step 1: what stops a decision before any number is looked at.
std::optional<decision> stopped(const decision_inputs& in, const bounds& limits) {
  switch (in.gate) {
    case stop_gate::marathon_unavailable:
      return decision{action::retry, in.current, "marathon_unavailable"};
    case stop_gate::no_such_app:
      return decision{action::none, in.current, "no_such_app"};
    case stop_gate::paused:
      return decision{action::hold, in.current, "paused"};
    case stop_gate::manual_hold:
      return decision{action::hold, in.current, "manual_hold"};
    case stop_gate::open:
      break;
  }
  // An operator suspends an app by scaling it to 0; alerts must not undo that.
  const bool may_raise = in.activation && has_signal(in, direction::up, is_pulse);
  if (in.current == 0 && limits.min > 0 && !may_raise) return decision{action::hold, in.current, "suspended"};
  return std::nullopt;
}

/// Step 3: a count outside of the bounds is brought back, whatever the votes say.
std::optional<wanted> repaired(const decision_inputs& in, const bounds& limits) {
  if (in.current > 0 && in.current < limits.min) return wanted{limits.min, "below_min", direction::up};
  if (in.current > limits.max) return wanted{limits.max, "above_max", direction::down};
  return std::nullopt;
}

/// The largest (up) or smallest change (down) that the due steps of one direction ask for. Both are the maximum.
std::int64_t strongest_vote(const decision_inputs& in, direction toward) {
  std::int64_t best = 0;
  for (const auto& s : in.signals) {
    if (direction_of(s.how) != toward || !is_pulse(s.state)) continue;
    best = std::max(best, vote_of(s.how, in.current, s.pulses));
  }
  return best;
}

/// Step 4: any up wins; downs only without a veto.
wanted combined(const decision_inputs& in) {
  if (has_signal(in, direction::up, is_pulse)) {
    return {strongest_vote(in, direction::up), "scale_up", direction::up};
  }
  if (has_signal(in, direction::down, is_pulse)) {
    if (has_signal(in, direction::up, is_firing)) return {in.current, "vetoed", direction::down};
    if (in.hold_alert) return {in.current, "hold_alert", direction::down};
    if (in.truncated) return {in.current, "truncated", direction::down};
    return {strongest_vote(in, direction::down), "scale_down", direction::down};
  }
  const bool lost_sight =
      has_signal(in, direction::up, is_unconfirmed) || has_signal(in, direction::down, is_unconfirmed);
  return {in.current, lost_sight ? "unconfirmed" : "already_stepped_or_no_data"};
}

/// Step 7: down waits until the cooldown is over; up gets what exceeds the step that the cooldown-opening action made.
void cool_down(wanted& want, const decision_inputs& in) {
  if (want.count < in.current && in.cooldown.down.count() > 0) want.limit_to(in.current, "cooldown");
  if (want.count > in.current && in.cooldown.up.count() > 0) {
    const std::int64_t excess = saturating_add(in.cooldown.base, want.count - in.current);
    want.limit_to(std::max(in.current, std::min(want.count, excess)), "cooldown");
  }
}

/// Step 9. A vote that the clamp turns back to the current count was made at the bound.
void clamp(wanted& want, const decision_inputs& in, const bounds& limits) {
  const std::int64_t inside = std::clamp(want.count, limits.min, limits.max);
  if (inside == want.count) return;
  const bool at_max = inside < want.count;
  if (inside == in.current) {
    want.limit_to(inside, at_max ? "at_max" : "at_min");
  } else {
    want.limit_to(inside, at_max ? "clamped_max" : "clamped_min");
  }
}

/// Steps 10 to 12: nothing to do, a deployment in the way, or only a record.
decision gated(const wanted& want, const decision_inputs& in) {
  if (want.count == in.current) return {action::none, in.current, want.reason, want.toward};
  if (in.deployment != deployment_kind::none) return {action::defer, in.current, "deploying", want.toward};
  return {in.dry_run ? action::dry_run : action::scale, want.count, want.reason, want.toward};
}

}  // namespace

const char* name_of(action value) {
  switch (value) {
    case action::scale:
      return "scale";
    case action::none:
      return "none";
    case action::hold:
      return "hold";
    case action::defer:
      return "defer";
    case action::retry:
      return "retry";
    case action::dry_run:
      return "dry_run";
  }
  return "none";
}

decision decide(const decision_inputs& in) {
  const bounds limits = bounds_of(in);
  if (const auto stop = stopped(in, limits)) return *stop;
  if (const auto repair = repaired(in, limits)) return gated(*repair, in);
  wanted want = combined(in);
  cool_down(want, in);
  clamp(want, in, limits);
  return gated(want, in);
}

}  // namespace mesoscale::webhook
