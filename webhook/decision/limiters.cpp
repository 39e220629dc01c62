#include "webhook/decision/limiters.hpp"

#include "webhook/decision/reasons.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

std::int64_t with_at_most(std::int64_t current, std::int64_t more) {
  return saturating_add(current, std::max<std::int64_t>(0, more));
}

}  // namespace

void cool_down(wanted& want, std::int64_t current, const cooldown_left& left) {
  if (want.count < current && left.down.count() > 0) want.limit_to(current, reasons::cooldown);
  if (want.count > current && left.up.count() > 0) {
    const std::int64_t allowed = saturating_add(left.base, want.count - current);
    want.limit_to(std::max(current, std::min(want.count, allowed)), reasons::cooldown);
  }
}

void keep_frozen(wanted& want, std::int64_t current, freeze which) {
  const bool is_up_frozen = which == freeze::up || which == freeze::both;
  const bool is_down_frozen = which == freeze::down || which == freeze::both;
  if (want.count > current && is_up_frozen) want.limit_to(current, reasons::frozen);
  if (want.count < current && is_down_frozen) want.limit_to(current, reasons::frozen);
}

void fit_capacity(wanted& want, std::int64_t current, const capacity& room) {
  if (want.count > current && room.waiting_for_offers) want.limit_to(current, reasons::no_capacity);
  if (want.count > current && room.backing_off) want.limit_to(current, reasons::launch_backoff);
  if (want.count > current && room.fits) {
    want.limit_to(std::min(want.count, with_at_most(current, *room.fits)), reasons::no_capacity);
  }
  if (want.count > current && room.quota_left) {
    want.limit_to(std::min(want.count, with_at_most(current, *room.quota_left)), reasons::quota);
  }
}

void clamp(wanted& want, std::int64_t current, const bounds& limits) {
  // Nothing is left of the change: a suspended app must not be raised to min by a limiter's refusal.
  if (want.count == current) return;
  const std::int64_t inside = std::clamp(want.count, limits.min, limits.max);
  if (inside == want.count) return;
  const bool was_above = inside < want.count;
  if (inside == current) {
    want.limit_to(inside, was_above ? reasons::at_max : reasons::at_min);
  } else {
    want.limit_to(inside, was_above ? reasons::clamped_max : reasons::clamped_min);
  }
}

}  // namespace mesoscale::webhook
