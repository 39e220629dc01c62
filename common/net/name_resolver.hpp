// Finds the addresses of a host name. A look-up blocks a thread and cannot be cancelled: it runs on a small pool, the asker
// waits until its deadline at most, and the answer of a straggler serves the next one. For use inside net only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/core/result.hpp"
#include "common/net/deadline.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// Asks the system (getaddrinfo); blocks.
result<std::vector<asio::ip::address>> look_up_now(const std::string& host);

class name_resolver {
 public:
  using look_up_function = std::function<result<std::vector<asio::ip::address>>(const std::string&)>;

  /// An answer younger than fresh_for is used again without asking.
  explicit name_resolver(asio::any_io_executor executor, look_up_function ask = look_up_now,
                         std::chrono::milliseconds fresh_for = std::chrono::seconds(5));

  /// The addresses of a host; a numeric host is its own. Once a name has had an answer, a quarter of the time is waited for
  /// the next one and then the last good addresses are given. Failures: resolve, timeout.
  asio::awaitable<result<std::vector<asio::ip::address>>> look_up(std::string host, deadline until);

 private:
  struct memory;
  void ask(const std::string& host);

  asio::any_io_executor executor_;
  std::chrono::milliseconds fresh_for_;
  std::shared_ptr<memory> memory_;
  asio::thread_pool pool_;  ///< last: joined before the rest goes
};

}  // namespace mesoscale::net
