// Mesos' rate limit: one request every half second per daemon, the rest in a queue, never a 429. Says when a request's turn is;
// waiting is the caller's.
#pragma once

#include "simulator/instant.hpp"

#include <algorithm>

namespace mesoscale::simulator {

class turnstile {
 public:
  explicit turnstile(microseconds interval) : interval_(interval) {}

  /// The turn of a request that comes now, behind all that came before.
  instant turn(instant now) {
    const instant mine = std::max(now, next_);
    next_ = mine + interval_;
    return mine;
  }

 private:
  microseconds interval_;
  instant next_{};
};

}  // namespace mesoscale::simulator
