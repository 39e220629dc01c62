#include "webhook/decision/decide.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

/// Step 1: what stops a decision before any number is looked at.
std::optional<decision> stopped(const decision_inputs& in, const bounds& limits) {
  switch (in.gate) {
    case stop_gate::marathon_unavailable:
      return decision{action::retry, in.current, reasons::marathon_unavailable};
    case stop_gate::no_such_app:
      return decision{action::none, in.current, reasons::no_such_app};
    case stop_gate::paused:
      return decision{action::hold, in.current, reasons::paused};
    case stop_gate::manual_hold:
    case stop_gate::open:
      break;
  }
  // An operator suspends an app by scaling it to 0; alerts must not undo that.
  const bool may_raise = in.activation && has_up(in.signals, in.current);
  if (in.current == 0 && limits.min > 0 && !may_raise) {
    return decision{action::hold, in.current, reasons::suspended};
  }
  if (in.gate == stop_gate::manual_hold) return decision{action::hold, in.current, reasons::manual_hold};
  return std::nullopt;
}

/// Step 3: a count outside of the bounds is brought back, whatever the votes say.
std::optional<wanted> repaired(const decision_inputs& in, const bounds& limits) {
  if (in.current > 0 && in.current < limits.min) return wanted{limits.min, reasons::below_min, direction::up};
  if (in.current > limits.max) return wanted{limits.max, reasons::above_max, direction::down};
  return std::nullopt;
}

/// Steps 10 to 12: nothing to do, a deployment in the way, or only a record.
decision gated(const wanted& want, const decision_inputs& in) {
  if (want.count == in.current) return {action::none, in.current, want.reason, want.toward};
  switch (passage_for(want.count, in.current, in.deployment, in.force)) {
    case passage::closed:
      return {action::defer, in.current, reasons::deploying, want.toward};
    case passage::forced:
      return {in.dry_run ? action::dry_run : action::scale, want.count, want.reason, want.toward,
              !in.dry_run};
    case passage::open:
      break;
  }
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

bounds bounds_of(const decision_inputs& in) {
  const std::int64_t max = std::max<std::int64_t>(0, std::min(in.max, in.hard_max));
  return {std::clamp<std::int64_t>(in.min, 0, max), max};
}

decision decide(const decision_inputs& in) {
  const bounds limits = bounds_of(in);
  if (const auto stop = stopped(in, limits)) return *stop;
  if (auto repair = repaired(in, limits)) {
    keep_frozen(*repair, in.current, in.frozen);  // A pause holds everything back, a repair too.
    return gated(*repair, in);
  }
  wanted want = combine(in.signals, in.current, {in.hold_alert, in.truncated});
  const std::int64_t recommended = std::max<std::int64_t>(0, want.count);
  stabilise(want, in.current, in.windows);
  limit_rate(want, in.current, in.rate);
  cool_down(want, in.current, in.cooldown);
  keep_frozen(want, in.current, in.frozen);
  fit_capacity(want, in.current, in.room);
  clamp(want, in.current, limits);
  decision out = gated(want, in);
  if (has_vote(in.signals, in.current)) out.recommended = recommended;
  return out;
}

}  // namespace mesoscale::webhook
