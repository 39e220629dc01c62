// Takes part in the election of Mesos masters as a master does: an ephemeral node with a sequence number; the lowest leads. Writes
// only that node and the path above it. Who leads is told by master_watch.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>

#include "common/zookeeper/zookeeper_address.hpp"

namespace mesoscale {

namespace asio = boost::asio;

class election_member {
 public:
  virtual ~election_member() = default;
  /// Ends the session: the node is gone at once. Call this or vanish() before the io_context ends. Once.
  virtual asio::awaitable<void> leave() = 0;
  /// Ends as a process that is killed: the node is gone when ZooKeeper gives the session up.
  virtual asio::awaitable<void> vanish() = 0;
};

/// Registers with "json.info_" and this content, and again with each new session.
std::shared_ptr<election_member> join_election(asio::any_io_executor executor, zookeeper_address address,
                                               std::string content,
                                               std::chrono::milliseconds session_timeout);

}  // namespace mesoscale
