// The exporter put together from its options: client, discovery, scraper, pages, server.
// main.cpp and the tests start it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>

#include "common/core/result.hpp"
#include "common/net/http_server.hpp"
#include "exporter/options/options.hpp"
#include "exporter/web/pages.hpp"

namespace mesoscale::exporter {

class program {
 public:
  program(asio::any_io_executor executor, exporter_options options);

  /// Opens the listening socket.
  result<void> start();
  std::uint16_t port() const { return server_->port(); }
  /// Lets scrapes in progress finish for a moment, then closes everything.
  asio::awaitable<void> stop();

 private:
  std::shared_ptr<own_metrics> own_;
  std::shared_ptr<pages> pages_;
  std::shared_ptr<net::http_server> server_;
};

}  // namespace mesoscale::exporter
