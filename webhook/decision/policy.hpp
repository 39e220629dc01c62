// How many instances a rule asks for: one struct per kind of policy, and the vote that each casts. Exact: integers,
// saturating. A new kind is one struct, one entry of the variant and one overload in policy.cpp.
#pragma once

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
  std::int64_t percent = 1;
  std::int64_t min_step = 1;
};

using policy = std::variant<step_policy, percent_policy>;

direction direction_of(const policy& how);

/// The count that `pulses` due steps of the policy ask for; never negative.
std::int64_t vote_of(const policy& how, std::int64_t current, std::int64_t pulses);

/// a + b and a * b of counts (not negative), at most the largest number that there is.
std::int64_t saturating_add(std::int64_t a, std::int64_t b);
std::int64_t saturating_multiply(std::int64_t a, std::int64_t b);

}  // namespace mesoscale::webhook
