// The decision cycle of one app: what is known in, one decision with its reason out. Pure; time comes in as spans that are
// left. The steps stand in the order in which they limit each other:
//
//   stop gates -> bounds -> repair --------------------------------------+
//                           votes -> veto -> cooldown -> clamp -> no-op -+-> deployment gate -> dry-run -> scale
#pragma once

#include "webhook/decision/policy.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

enum class stop_gate : std::uint8_t { open, marathon_unavailable, no_such_app, paused, manual_hold };

/// What one rule says at the moment.
enum class signal_state : std::uint8_t {
  inactive,     ///< none of its alerts is open
  active,       ///< firing, but no step is due: it vetoes the other direction
  unconfirmed,  ///< as active; a step would be due, but too long nothing was heard of the alert
  pulse,        ///< firing, and steps are due
};

struct signal {
  std::string rule;
  policy how;
  signal_state state = signal_state::inactive;
  std::int64_t pulses = 1;  ///< due steps, summed before the vote
};

struct cooldown_left {
  std::chrono::milliseconds up{0};  ///< 0: over
  std::chrono::milliseconds down{0};
  std::int64_t base = 0;  ///< instances before the action that opened the cooldown of up
};

/// A deployment of Marathon that affects the app. A known kind decides more finely one day; one that runs always defers.
enum class deployment_kind : std::uint8_t { none, running };

struct decision_inputs {
  stop_gate gate = stop_gate::open;
  std::int64_t current = 0;  ///< app.instances: the last accepted target, never the number of running tasks
  std::int64_t min = 1;
  std::int64_t max = 1000;
  std::int64_t hard_max = std::numeric_limits<std::int64_t>::max();
  bool activation = false;  ///< an up signal may raise the app from 0
  std::vector<signal> signals;
  bool hold_alert = false;  ///< an alert that forbids scaling down is open
  bool truncated = false;   ///< some alerts were cut off a notification: their absence proves nothing
  cooldown_left cooldown;
  deployment_kind deployment = deployment_kind::none;
  bool dry_run = false;
};

enum class action : std::uint8_t { scale, none, hold, defer, retry, dry_run };

const char* name_of(action value);

struct decision {
  action what = action::none;
  std::int64_t to = 0;      ///< the count to set, or the current one
  std::string_view reason;  ///< the last limiter that changed the number, or why nothing is to be done
  direction toward = direction::none;  ///< of the votes that won, also when they were limited to nothing
};

decision decide(const decision_inputs& inputs);

}  // namespace mesoscale::webhook
