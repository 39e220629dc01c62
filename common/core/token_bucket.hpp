// Allows so many requests: a bucket that starts full, loses a token with each request and gains one each interval.
// The time comes in; waits for nothing.
#pragma once

#include <chrono>

#include "common/core/units.hpp"

namespace mesoscale {

class token_bucket {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// interval 0: everything is allowed.
  token_bucket(milliseconds interval, int burst) : interval_(interval), burst_(burst), tokens_(burst) {}

  /// Takes a token if there is one. now must not run backwards.
  bool take(time_point now);

  /// How long until there is a token; 0 if there is one.
  milliseconds wait(time_point now) const;

 private:
  milliseconds interval_;
  int burst_;
  int tokens_;
  time_point counted_{};  ///< the time up to which tokens were added; meaningful once the bucket is not full
};

}  // namespace mesoscale
