// The running webhook: store, Marathon clients, actors and HTTP server, put together. Ingest stores and answers; the actors
// act. What each part does stands in its own file.
#pragma once

#include "common/net/http_client.hpp"
#include "common/net/http_server.hpp"
#include "webhook/own_metrics.hpp"
#include "webhook/scaler/environment.hpp"
#include "webhook/scaler/scaler.hpp"
#include "webhook/store/journal.hpp"
#include "webhook/ui/peer_filter.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <map>
#include <memory>
#include <string>

namespace mesoscale::webhook {

struct service_options {
  std::shared_ptr<const rule_file> rules;
  storage_location storage;
  std::string listen_address = ":7105";
  peer_filter webhook_peers;
};

class service {
 public:
  service(boost::asio::any_io_executor executor, service_options options);
  ~service();

  /// Opens the store and the socket, takes up what an earlier run left. Failure names what could not be opened.
  result<void> start();
  std::uint16_t port() const { return server_->port(); }
  boost::asio::awaitable<void> stop();

 private:
  using response = boost::asio::awaitable<net::http_response>;

  void make_clients();
  net::http_handler make_routes();
  response take_notification(net::http_request request);
  response show_decisions(net::http_request request);
  response show_alerts();
  response show_apps();
  response show_metrics(net::http_request request);
  response show_status();
  boost::asio::awaitable<void> sweep_forever();
  boost::asio::awaitable<void> sweep(bool rebind);

  boost::asio::any_io_executor executor_;
  service_options options_;
  own_metrics metrics_;
  boost::asio::thread_pool storage_thread_{1};
  std::unique_ptr<journal> log_;
  std::shared_ptr<net::http_client> http_;
  std::map<std::string, std::unique_ptr<marathon_api>> marathons_;
  environment shared_;
  std::unique_ptr<scaler> scaler_;
  std::shared_ptr<net::http_server> server_;
  bool is_ready_ = false;
  bool is_stopping_ = false;
};

}  // namespace mesoscale::webhook
