// Servers, clients and a raw socket on loopback for the tests of net: runs the io_context until the asked thing has ended.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "common/net/http_client.hpp"
#include "common/net/http_server.hpp"

namespace mesoscale::net {

class loopback {
 public:
  /// Longer than anything here lasts; a test that hangs fails by it.
  static constexpr std::chrono::seconds patience{20};

  loopback() : client(make_http_client(io.get_executor())) {}

  /// Starts a server on a free port of 127.0.0.1 and gives its URL.
  url serve(http_handler handler, server_options options = {}, std::string host = "127.0.0.1") {
    options.listen_address = host + ":0";
    const std::string scheme = options.tls ? "https" : "http";
    servers.push_back(make_http_server(io.get_executor(), std::move(options), std::move(handler)));
    if (auto started = servers.back()->start(); !started) throw std::runtime_error(started.error().what);
    return *parse_url(scheme + "://" + host + ":" + std::to_string(servers.back()->port()) + "/");
  }

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

  void run_void(asio::awaitable<void> task) {
    bool is_done = false;
    std::exception_ptr thrown;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr error) {
      is_done = true;
      thrown = error;
    });
    const auto until = clock::now() + patience;
    io.restart();
    while (!is_done && clock::now() < until) io.run_one_until(until);
    if (thrown) std::rethrow_exception(thrown);
    if (!is_done) throw std::runtime_error("the work did not end in time");
  }

  result<http_response> send(client_request request,
                             std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    return run(client->send(std::move(request), after(limit)));
  }

  result<http_response> get(const url& to, std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    client_request request;
    request.to = to;
    return send(std::move(request), limit);
  }

  asio::io_context io;
  std::shared_ptr<http_client> client;
  std::vector<std::shared_ptr<http_server>> servers;
};

}  // namespace mesoscale::net
