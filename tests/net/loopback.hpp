// Servers, clients and raw sockets on loopback for the tests of net: runs the io_context until the asked thing has ended.
#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/net/http_client.hpp"
#include "common/net/http_server.hpp"

namespace mesoscale::net {

/// What a raw server does when it has read a request (everything up to the empty line).
struct raw_answer {
  enum class ending { keep, close, reset, hang };
  std::string bytes;
  ending then = ending::keep;
};

/// A server that sends exact bytes, right or wrong, and counts.
struct raw_server {
  url at;
  int accepted = 0;
  std::vector<std::string> requests;
};

class loopback {
 public:
  /// Longer than anything here lasts; a test that hangs fails by it.
  static constexpr std::chrono::seconds patience{20};

  explicit loopback(client_options options = {});

  /// Starts a server on a free port of the host and gives its URL.
  url serve(http_handler handler, server_options options = {}, const std::string& host = "127.0.0.1");

  /// Starts a raw server; answer is called with the number of the request, from 0, over all connections.
  std::shared_ptr<raw_server> serve_raw(std::function<raw_answer(std::size_t)> answer);

  /// Connects, sends the bytes, and reads until the peer closes (or resets). Without an end of our own direction.
  std::string talk(const url& to, std::string bytes);

  /// Runs the io_context until the coroutine has ended.
  template <class T>
  T run(asio::awaitable<T> task) {
    std::optional<T> value;
    auto keep = [](asio::awaitable<T> inner, std::optional<T>* into) -> asio::awaitable<void> {
      into->emplace(co_await std::move(inner));
    };
    run_void(keep(std::move(task), &value));
    return std::move(*value);
  }
  void run_void(asio::awaitable<void> task);
  /// Runs the io_context until this holds.
  void run_until(const std::function<bool()>& holds);

  result<http_response> send(client_request request,
                             std::chrono::milliseconds limit = std::chrono::seconds(10));
  result<http_response> get(const url& to, std::chrono::milliseconds limit = std::chrono::seconds(10));

  asio::io_context io;
  std::shared_ptr<http_client> client;
  std::vector<std::shared_ptr<http_server>> servers;
};

/// A handler that always answers the same.
http_handler answering(http_response response);

/// The text compressed as gzip.
std::string gzip(const std::string& text);

/// How many descriptors this process has open.
std::size_t open_descriptors();

}  // namespace mesoscale::net
