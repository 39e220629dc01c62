// Step 11 of the decision cycle: whether a running deployment of the app lets a change through. Marathon locks an app while it
// deploys; a scale-up that gets no offers deploys for ever, and only then force is right. Pure; who made a deployment and what
// it does was found out before.
#pragma once

#include <cstdint>
#include <optional>

namespace mesoscale::webhook {

enum class deployment_kind : std::uint8_t {
  none,
  running,      ///< not looked at closer; waits like config
  own_scale,    ///< ours, scales this app and does nothing else
  other_scale,  ///< only scales, but is not ours
  config,       ///< starts, stops or restarts, touches several apps, or does something unknown
};

struct running_deployment {
  deployment_kind what = deployment_kind::none;
  std::optional<std::int64_t> from;  ///< of own_scale: instances before and after it
  std::optional<std::int64_t> to;
};

enum class force_policy : std::uint8_t {
  never,
  own,  ///< an own scaling that still runs is superseded
};

enum class passage : std::uint8_t { open, forced, closed };

/// An own scaling is superseded by a larger count or by the other direction; its own direction finishes first.
passage passage_for(std::int64_t want, std::int64_t current, const running_deployment& running,
                    force_policy force);

}  // namespace mesoscale::webhook
