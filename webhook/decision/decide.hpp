// The decision cycle of one app: what is known in, one decision with its reason out. Pure; time comes in as spans that are
// left or have passed. The steps stand in the order in which they limit each other (votes.hpp, stabilise.hpp, rate.hpp,
// limiters.hpp, deployment_gate.hpp have one each):
//
//   stop gates -> bounds -> repair -----------------------------------------> frozen -----------+
//                           votes -> stabilise -> rate -> cooldown -> frozen -> capacity -> clamp -+
//                                                                                                  |
//                                          scale <- dry-run <- deployment gate <- nothing to do? <-+
#pragma once

#include "webhook/decision/deployment_gate.hpp"
#include "webhook/decision/limiters.hpp"
#include "webhook/decision/policy.hpp"
#include "webhook/decision/rate.hpp"
#include "webhook/decision/reasons.hpp"
#include "webhook/decision/stabilise.hpp"
#include "webhook/decision/votes.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

enum class stop_gate : std::uint8_t { open, marathon_unavailable, no_such_app, paused, manual_hold };

struct decision_inputs {
  stop_gate gate = stop_gate::open;
  std::int64_t current = 0;  ///< app.instances: the last accepted target, never the number of running tasks
  std::int64_t min = 1;
  std::int64_t max = 1000;
  std::int64_t hard_max = std::numeric_limits<std::int64_t>::max();
  bool activation = false;  ///< an up signal may raise a suspended app from 0
  std::vector<signal> signals;
  bool hold_alert = false;  ///< an alert that forbids scaling down is open
  bool truncated = false;   ///< some alerts were cut off a notification: their absence proves nothing
  stabilisation windows;
  rate_settings rate;
  cooldown_left cooldown;
  freeze frozen = freeze::none;
  capacity room;
  running_deployment deployment;
  force_policy force = force_policy::never;
  bool dry_run = false;
};

enum class action : std::uint8_t { scale, none, hold, defer, retry, dry_run };

const char* name_of(action value);

struct decision {
  action what = action::none;
  std::int64_t to = 0;                 ///< the count to set, or the current one
  std::string_view reason;             ///< one of reasons::all
  direction toward = direction::none;  ///< of the votes that won, also when they were limited to nothing
  bool force = false;                  ///< the PUT must supersede an own deployment; only with action::scale
  std::optional<std::int64_t> recommended =
      {};  ///< what the votes asked for, for later stabilisation; not below 0
};

decision decide(const decision_inputs& inputs);

/// min and max as they hold: hard_max over max, max over min, none below 0.
bounds bounds_of(const decision_inputs& inputs);

}  // namespace mesoscale::webhook
