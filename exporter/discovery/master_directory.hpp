// The masters of clusters as ZooKeeper knows them: one watch for each cluster, which keeps what it knows while ZooKeeper is away.
// Outlives a reload of the configuration, so that nothing is forgotten by it. Asks the masters nothing.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/net/deadline.hpp"
#include "common/zookeeper/master_watch.hpp"
#include "exporter/discovery/master_memory.hpp"

namespace mesoscale::exporter {

namespace asio = boost::asio;

/// What is known of one cluster; for metrics.
struct cluster_state {
  std::string source;       ///< "zk://zk1:2181/mesos"
  bool is_current = false;  ///< ZooKeeper would tell of a change
  bool was_seen = false;  ///< there was a master once; else nothing is known, even if ZooKeeper has answered
  std::size_t masters = 0;  ///< registered now; meaningful once there was a success
  std::string leader;       ///< "host:port", "" if nobody leads
  std::optional<std::chrono::system_clock::time_point>
      last_success;  ///< nothing: ZooKeeper has never answered
};

class master_directory : public std::enable_shared_from_this<master_directory> {
 public:
  explicit master_directory(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  /// From now on follows these clusters and no others. A cluster that is followed already is not asked anew.
  void follow(const std::vector<zookeeper_address>& clusters);

  /// "host:port" of each master of the cluster, the leading one first; empty while nothing is known. When all registrations
  /// have vanished at once, the last list goes on for a while.
  std::vector<std::string> masters(const std::string& source) const;

  /// Sorted by source.
  std::vector<cluster_state> states() const;

  /// Waits until ZooKeeper has answered, or cannot be reached, for each cluster: for the first scrape after the start.
  asio::awaitable<void> settled(net::deadline until);

  /// Ends all watches. Call it before the io_context ends.
  asio::awaitable<void> stop();

 private:
  struct followed {
    std::shared_ptr<master_watch> watch;
    std::shared_ptr<master_memory> memory;
  };

  followed begin(const zookeeper_address& cluster);
  asio::awaitable<void> end(std::shared_ptr<master_watch> watch);

  asio::any_io_executor executor_;
  std::map<std::string, followed> watches_;  ///< by source
  std::size_t ending_ = 0;                   ///< watches that are being stopped
};

}  // namespace mesoscale::exporter
