// Steps 7 to 9 of the decision cycle: cooldown, a frozen direction, capacity and quota, bounds. Each takes the wanted count
// and gives it back smaller in its change, never on the other side of the current count.
#pragma once

#include "webhook/decision/wanted.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace mesoscale::webhook {

struct cooldown_left {
  std::chrono::milliseconds up{0};  ///< 0: over
  std::chrono::milliseconds down{0};
  std::int64_t base = 0;  ///< instances before the action that opened the cooldown of up
};

/// A pause of one direction.
enum class freeze : std::uint8_t { none, up, down, both };

struct capacity {
  bool waiting_for_offers = false;   ///< an own scale-up still waits for room in the cluster
  bool backing_off = false;          ///< the app's tasks fail, and Marathon waits before it starts the next
  std::optional<std::int64_t> fits;  ///< instances that the agents have room for; nothing: not known
  std::optional<std::int64_t> quota_left;  ///< instances that the quota still allows; nothing: no quota
};

struct bounds {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

/// Down waits until its cooldown is over. Up gets what exceeds the change that opened the cooldown: an alert that asked for 2
/// and now asks for 3 gets 1 more. Up is never held back by the cooldown of down.
void cool_down(wanted& want, std::int64_t current, const cooldown_left& left);

void keep_frozen(wanted& want, std::int64_t current, freeze which);

void fit_capacity(wanted& want, std::int64_t current, const capacity& room);

/// A count that comes back to the current one was asked for at the bound.
void clamp(wanted& want, std::int64_t current, const bounds& limits);

}  // namespace mesoscale::webhook
