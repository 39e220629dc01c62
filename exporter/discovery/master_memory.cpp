#include "exporter/discovery/master_memory.hpp"

#include <utility>

namespace mesoscale::exporter {
namespace {

/// As long as an agent stays that the leader no longer lists.
constexpr std::chrono::seconds masters_are_given_up_after{75};

}  // namespace

void master_memory::take(std::vector<std::string> masters, time_point now) {
  if (masters.empty()) {
    if (!vanished_) vanished_ = now;
    return;
  }
  last_ = std::move(masters);
  vanished_.reset();
}

std::vector<std::string> master_memory::masters(time_point now) const {
  if (vanished_ && now - *vanished_ >= masters_are_given_up_after) return {};
  return last_;
}

}  // namespace mesoscale::exporter
