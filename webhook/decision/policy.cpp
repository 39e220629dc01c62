#include "webhook/decision/policy.hpp"

#include <algorithm>
#include <limits>

namespace mesoscale::webhook {
namespace {

/// percent of count, as the quotient and whether a remainder was cut off. Split so that nothing overflows on the way.
std::int64_t share(std::int64_t count, std::int64_t percent, bool round_up) {
  const std::int64_t hundreds = count / 100;
  const std::int64_t rest = count % 100;
  const std::int64_t of_rest = saturating_multiply(rest, percent);
  return saturating_add(saturating_multiply(hundreds, percent),
                        of_rest / 100 + (round_up && of_rest % 100 != 0 ? 1 : 0));
}

std::int64_t change_of(const step_policy& how, std::int64_t) { return how.by; }

std::int64_t change_of(const percent_policy& how, std::int64_t current) {
  return std::max(how.min_step, share(current, how.percent, how.toward == direction::up));
}

}  // namespace

const char* name_of(direction value) {
  switch (value) {
    case direction::up:
      return "up";
    case direction::down:
      return "down";
    case direction::none:
      return "none";
  }
  return "none";
}

direction direction_of(const policy& how) {
  return std::visit([](const auto& kind) { return kind.toward; }, how);
}

std::int64_t vote_of(const policy& how, std::int64_t current, std::int64_t pulses) {
  const std::int64_t one = std::visit([current](const auto& kind) { return change_of(kind, current); }, how);
  const std::int64_t change = saturating_multiply(one, pulses);
  if (direction_of(how) == direction::down) return change >= current ? 0 : current - change;
  return saturating_add(current, change);
}

std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

std::int64_t saturating_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max() : product;
}

}  // namespace mesoscale::webhook
