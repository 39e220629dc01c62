// The simulated masters in a real ZooKeeper: a session for each, and who leads by ZooKeeper's word. While ZooKeeper is away the
// leader stays; real masters would end after their session's timeout.
#pragma once

#include "common/zookeeper/election_member.hpp"
#include "common/zookeeper/master_watch.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::simulator {

namespace asio = boost::asio;

/// What a master writes about itself.
struct master_card {
  std::string id;
  std::string host;  ///< an IPv4 address
  std::uint16_t port = 0;
};

class registration : public std::enable_shared_from_this<registration> {
 public:
  /// on_leader gets the number of the leading master, from 0, or nothing when none is registered.
  registration(asio::any_io_executor executor, zookeeper_address address,
               std::chrono::milliseconds session_timeout, std::function<void(std::optional<int>)> on_leader);

  /// Begins to watch; once.
  void start();
  void enter(int master, const master_card& card);
  /// abruptly: as a process that is killed, whose session ZooKeeper keeps until its timeout.
  void leave(int master, bool abruptly);
  asio::awaitable<void> stop();

 private:
  void take(const master_view& view);
  asio::awaitable<void> end(std::shared_ptr<election_member> member, bool abruptly);

  asio::any_io_executor executor_;
  zookeeper_address address_;
  std::chrono::milliseconds session_timeout_;
  std::function<void(std::optional<int>)> on_leader_;
  std::map<int, std::shared_ptr<election_member>> members_;
  std::map<std::string, int> numbers_;  ///< by "host:port"
  std::shared_ptr<master_watch> watch_;
  int ending_ = 0;
};

}  // namespace mesoscale::simulator
