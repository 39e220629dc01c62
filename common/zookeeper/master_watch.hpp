// Follows the masters of a Mesos cluster in ZooKeeper: who takes part in the election, who leads. Keeps what it knows while
// ZooKeeper is away, and says so. Writes nothing into ZooKeeper; asks the masters nothing.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/zookeeper/master_info.hpp"
#include "common/zookeeper/zookeeper_address.hpp"

namespace mesoscale {

namespace asio = boost::asio;

/// What is known at one instant.
struct master_view {
  using time_point = std::chrono::steady_clock::time_point;

  bool is_known = false;              ///< ZooKeeper has answered at least once
  bool is_current = false;            ///< we are connected and would hear of a change
  std::vector<master_entry> masters;  ///< by sequence; empty when no master is registered
  std::string leading_node;           ///< the node with the lowest sequence, "" if there is none
  time_point confirmed{};             ///< when it was last known to be right; meaningful while not current
  std::string trouble;                ///< what went wrong last, "" if nothing

  /// The leading master; null if there is none, or if what it registered cannot be read.
  const master_entry* leader() const;
  /// How old the knowledge is: 0 while it is current. Meaningful once it is known.
  std::chrono::milliseconds age(time_point now) const;
};

struct master_watch_options {
  /// How long ZooKeeper waits for us before it forgets our session; what ZooKeeper allows goes before it.
  std::chrono::milliseconds session_timeout{10'000};
  /// Called on the executor after each change of the view.
  std::function<void(const master_view&)> on_change;
};

class master_watch {
 public:
  virtual ~master_watch() = default;
  virtual const master_view& view() const = 0;
  /// Ends the session and the threads of the client library. Call it before the io_context ends; takes some milliseconds,
  /// at most a few seconds when ZooKeeper hangs. Once.
  virtual asio::awaitable<void> stop() = 0;
};

/// Begins to watch. The executor is that of the one io thread; everything but the client library's own work happens there.
std::shared_ptr<master_watch> watch_masters(asio::any_io_executor executor, zookeeper_address address,
                                            master_watch_options options = {});

}  // namespace mesoscale
