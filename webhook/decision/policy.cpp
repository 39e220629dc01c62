#include "webhook/decision/policy.hpp"

#include <limits>

namespace mesoscale::webhook {
namespace {

direction toward_of(const step_policy& how) { return how.toward; }
direction toward_of(const percent_policy& how) { return how.toward; }
direction toward_of(const absolute_policy&) { return direction::none; }
direction toward_of(const target_policy&) { return direction::none; }
direction toward_of(const hold_policy&) { return direction::none; }

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
  return std::visit([](const auto& kind) { return toward_of(kind); }, how);
}

bool needs_pulses(const policy& how) {
  return std::holds_alternative<step_policy>(how) || std::holds_alternative<percent_policy>(how);
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
