// How many instances a rule asks for: one struct per kind of policy, as the rule file has it. votes.hpp turns a policy and
// what is known at the moment into a vote. A new kind is one struct, one entry of the variant and one overload in votes.cpp.
#pragma once

#include "webhook/decision/exact_number.hpp"

#include <cstdint>
#include <variant>

namespace mesoscale::webhook {

enum class direction : std::uint8_t { none, up, down };

const char* name_of(direction value);

/// current + by, or current - by.
struct step_policy {
  direction toward = direction::up;
  std::int64_t by = 1;
};

/// current * (100 +- percent) / 100, rounded to the larger count; a change of at least min_step.
struct percent_policy {
  direction toward = direction::up;
  exact_number percent = 1;
  std::int64_t min_step = 1;
};

/// Exactly so many instances. Needs no pulses: asking twice changes nothing.
struct absolute_policy {
  std::int64_t to = 0;
};

/// What stands in for a value that is missing or stale; the same four as KEDA's.
enum class fallback : std::uint8_t {
  hold,              ///< no vote, and a veto of every scale-down
  static_count,      ///< vote for fallback_instances
  static_if_higher,  ///< the same, but never for less than there is
  static_if_lower,   ///< the same, but never for more than there is
};

/// As many instances as bring a value to its target, in the words of HPA.
struct target_policy {
  /// ratio: the value is already an average over the instances (a CPU share, a latency).
  /// average_value: the value is a total, the target is one instance's part of it (a queue's length).
  enum class kind : std::uint8_t { ratio, average_value } what = kind::ratio;
  exact_number target = 1;  ///< above 0
  /// How far above and below 1 the ratio may be without a change.
  exact_number tolerance_up = exact_number(1) / exact_number(10);
  exact_number tolerance_down = exact_number(1) / exact_number(10);
  fallback on_missing = fallback::hold;
  std::int64_t fallback_instances = 0;
};

/// No vote; while its alert fires nothing is scaled down.
struct hold_policy {};

using policy = std::variant<step_policy, percent_policy, absolute_policy, target_policy, hold_policy>;

/// Whether the policy acts once for each due step; the others ask for the same count again and again.
bool needs_pulses(const policy& how);

/// none where the policy asks for a count and the direction follows from it.
direction direction_of(const policy& how);

/// a + b and a * b of counts (not negative), at most the largest number that there is.
std::int64_t saturating_add(std::int64_t a, std::int64_t b);
std::int64_t saturating_multiply(std::int64_t a, std::int64_t b);

}  // namespace mesoscale::webhook
