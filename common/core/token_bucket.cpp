#include "common/core/token_bucket.hpp"

#include <algorithm>

namespace mesoscale {

bool token_bucket::take(time_point now) {
  if (interval_.count() == 0) return true;
  if (tokens_ < burst_) {
    const auto gained = (now - counted_) / interval_;
    counted_ += gained * interval_;
    tokens_ = static_cast<int>(std::min<std::int64_t>(burst_, tokens_ + gained));
  }
  if (tokens_ == burst_)
    counted_ = now;  // A full bucket gains nothing: the interval starts with what is taken out now.
  if (tokens_ == 0) return false;
  --tokens_;
  return true;
}

milliseconds token_bucket::wait(time_point now) const {
  if (interval_.count() == 0 || tokens_ > 0 || now - counted_ >= interval_) return milliseconds(0);
  return std::chrono::ceil<milliseconds>(counted_ + interval_ - now);
}

}  // namespace mesoscale
