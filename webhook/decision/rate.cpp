#include "webhook/decision/rate.hpp"

#include "webhook/decision/reasons.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace mesoscale::webhook {
namespace {

exact_number sum_within(const std::vector<scaling_event>& events, std::chrono::milliseconds period) {
  exact_number sum = 0;
  for (const scaling_event& event : events) {
    if (event.age < period) sum = sum + event.count;
  }
  return sum;
}

/// The count at the start of a period: what happened since is taken back. Below 0 when more was added than there is.
exact_number period_start(std::int64_t current, const rate_history& past, std::chrono::milliseconds period) {
  return current - sum_within(past.ups, period) + sum_within(past.downs, period);
}

std::int64_t highest(const rate_policy& rule, const exact_number& start) {
  if (rule.what == rate_policy::kind::instances) return (start + rule.value).ceil();
  return (start * (100 + rule.value) / 100).ceil();
}

/// Percent keeps at least so much, rounded down: 10 % of 5 instances lets one go.
std::int64_t lowest(const rate_policy& rule, const exact_number& start) {
  if (rule.what == rate_policy::kind::instances) return (start - rule.value).floor();
  return (start * (100 - rule.value) / 100).floor();
}

}  // namespace

std::int64_t upper_rate_limit(std::int64_t current, const rate_limits& up, const rate_history& past) {
  if (up.select == select_policy::disabled) return current;
  std::optional<std::int64_t> limit;
  for (const rate_policy& rule : up.policies) {
    const std::int64_t one = highest(rule, period_start(current, past, rule.period));
    if (!limit) limit = one;
    limit = up.select == select_policy::max ? std::max(*limit, one) : std::min(*limit, one);
  }
  return std::max(current, limit.value_or(std::numeric_limits<std::int64_t>::max()));
}

std::int64_t lower_rate_limit(std::int64_t current, const rate_limits& down, const rate_history& past) {
  if (down.select == select_policy::disabled) return current;
  std::optional<std::int64_t> limit;
  for (const rate_policy& rule : down.policies) {
    const std::int64_t one = lowest(rule, period_start(current, past, rule.period));
    if (!limit) limit = one;
    limit = down.select == select_policy::max ? std::min(*limit, one) : std::max(*limit, one);
  }
  return std::min(current, limit.value_or(std::numeric_limits<std::int64_t>::min()));
}

void limit_rate(wanted& want, std::int64_t current, const rate_settings& how) {
  if (want.count > current) {
    for (const rate_limits& up : how.up) {
      want.limit_to(std::min(want.count, upper_rate_limit(current, up, how.past)), reasons::rate_limited);
    }
  } else if (want.count < current) {
    for (const rate_limits& down : how.down) {
      want.limit_to(std::max(want.count, lower_rate_limit(current, down, how.past)), reasons::rate_limited);
    }
  }
}

}  // namespace mesoscale::webhook
