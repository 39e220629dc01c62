// Step 6 of the decision cycle: how far the count may move within a period, as HPA's behavior has it. Keeps no history
// itself: what was scaled comes in with its age, changes by hand among it.
#pragma once

#include "webhook/decision/wanted.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace mesoscale::webhook {

/// At most `value` instances (a whole number) or percent of the count at the period's start, within the period.
struct rate_policy {
  enum class kind : std::uint8_t { instances, percent } what = kind::instances;
  exact_number value = 0;
  std::chrono::milliseconds period{0};
};

enum class select_policy : std::uint8_t {
  max,       ///< the policy that allows the largest change
  min,       ///< the policy that allows the smallest change
  disabled,  ///< no change at all
};

struct rate_limits {
  std::vector<rate_policy> policies;  ///< none: no limit
  select_policy select = select_policy::max;
};

struct scaling_event {
  std::chrono::milliseconds age{0};
  std::int64_t count = 0;  ///< instances added or removed, not negative
};

struct rate_history {
  std::vector<scaling_event> ups;
  std::vector<scaling_event> downs;
};

/// The largest count that up allows, not below current; the smallest that down allows, not above it.
std::int64_t upper_rate_limit(std::int64_t current, const rate_limits& up, const rate_history& past);
std::int64_t lower_rate_limit(std::int64_t current, const rate_limits& down, const rate_history& past);

/// Several rules on one app may each have limits: all of them hold.
struct rate_settings {
  std::vector<rate_limits> up;
  std::vector<rate_limits> down;
  rate_history past;
};

void limit_rate(wanted& want, std::int64_t current, const rate_settings& how);

}  // namespace mesoscale::webhook
