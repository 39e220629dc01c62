// The masters of one cluster as they are worth asking: those that are registered, and when all have lost their sessions at once
// (ZooKeeper's trouble, mostly, not theirs) the last ones for a while. Values only: who tells it of changes is no matter.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::exporter {

class master_memory {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// ZooKeeper tells of this list, "host:port" each, the leading one first; perhaps an empty one.
  void take(std::vector<std::string> masters, time_point now);

  /// The last list that was not empty, for 75 s after the registrations have vanished; then, and before the first one, none.
  std::vector<std::string> masters(time_point now) const;

  /// Whether there ever was one. Before, an empty list means that nothing is known (a wrong path, a cluster that is starting).
  bool was_seen() const { return !last_.empty(); }

 private:
  std::vector<std::string> last_;
  std::optional<time_point> vanished_;  ///< nothing: the last list is the present one
};

}  // namespace mesoscale::exporter
