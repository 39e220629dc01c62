// The exporter put together from its options: server, web configuration, watches in ZooKeeper, and the setup that a reload
// replaces. main.cpp and the tests start it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>

#include "common/core/result.hpp"
#include "common/net/http_server.hpp"
#include "common/net/web_access.hpp"
#include "exporter/options/options.hpp"
#include "exporter/setup.hpp"

namespace mesoscale::exporter {

class program {
 public:
  /// Reads the options once more, for a reload.
  using option_reader = std::function<result<exporter_options>()>;

  program(asio::any_io_executor executor, exporter_options options, option_reader read_again = {});

  /// Reads the web configuration file and opens the listening socket.
  result<void> start();
  std::uint16_t port() const { return server_->port(); }

  /// Reads the configuration anew, all of it or nothing: with a mistake the old one stays in force, and the failure, the log and
  /// a metric say so. The address and the name of the web configuration file cannot change.
  result<void> reload();

  /// Lets scrapes in progress finish for a moment, then closes everything.
  asio::awaitable<void> stop();

 private:
  struct front;

  result<void> take(exporter_options options);
  static asio::awaitable<net::http_response> answer(std::shared_ptr<front> at, net::http_request request);
  static net::http_response answer_reload(front& at, const net::http_request& request);

  asio::any_io_executor executor_;
  exporter_options options_;
  option_reader read_again_;
  std::shared_ptr<own_metrics> own_;
  std::shared_ptr<master_directory> directory_;
  setup setup_;
  std::shared_ptr<front> front_;
  std::shared_ptr<net::http_server> server_;
};

}  // namespace mesoscale::exporter
