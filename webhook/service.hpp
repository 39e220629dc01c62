// The running webhook: store, Marathon clients, actors and HTTP server, put together. Ingest stores and answers; the actors
// act. What each part does stands in its own file.
#pragma once

#include "common/net/http_client.hpp"
#include "common/net/http_server.hpp"
#include "common/net/web_access.hpp"
#include "webhook/own_metrics.hpp"
#include "webhook/scaler/environment.hpp"
#include "webhook/scaler/scaler.hpp"
#include "webhook/sources/cluster_room.hpp"
#include "webhook/sources/firing_alerts.hpp"
#include "webhook/sources/prometheus.hpp"
#include "webhook/store/journal.hpp"
#include "webhook/ui/peer_filter.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mesoscale::webhook {

struct service_options {
  std::shared_ptr<const rule_file> rules;
  std::string config_file;  ///< where the rules are from; read again by a reload
  storage_location storage;
  std::string listen_address = ":7105";
  std::string web_config_file;  ///< "": plain HTTP for everybody
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

  /// Reads rule file and web configuration anew, all of it or nothing: with a mistake the old ones stay in force, and the failure,
  /// the log and a metric say so. A step that is in progress ends with the rules it began with.
  result<void> reload();

 private:
  using response = boost::asio::awaitable<net::http_response>;

  void make_clients(const std::shared_ptr<const rule_file>& before);
  void connect_actors();
  void listen_to_events();
  result<void> read_web_config();
  result<void> start_server();
  result<void> take_new_configuration();
  void show_config();
  net::http_response answer_reload(const net::http_request& request);
  net::http_handler make_routes();
  response take_notification(net::http_request request);
  response show_decisions(net::http_request request);
  response show_alerts();
  response show_apps();
  response show_metrics(net::http_request request);
  response show_rules();
  response show_pauses();
  response add_pause(net::http_request request);
  response end_pause(net::http_request request);
  static net::http_response storage_error(const failure& why);
  /// Whoever gets through a web configuration with users or certificates in it has shown who he is.
  bool knows_callers() const { return access_ && access_->is_authenticating(); }
  response show_status();
  void add_counts(std::vector<app_record>& to) const;
  boost::asio::awaitable<void> sweep_forever();
  boost::asio::awaitable<void> sweep(bool rebind);
  boost::asio::awaitable<void> poll_alertmanagers();

  boost::asio::any_io_executor executor_;
  service_options options_;
  own_metrics metrics_;
  boost::asio::thread_pool storage_thread_{1};
  boost::asio::any_io_executor storage_ = storage_thread_.get_executor();
  std::unique_ptr<journal> log_;
  std::shared_ptr<net::http_client> http_;
  std::map<std::string, std::shared_ptr<marathon_api>> marathons_;
  std::shared_ptr<prometheus_source> prometheus_;  ///< null: not configured
  std::shared_ptr<cluster_room> room_;             ///< null: not configured
  std::vector<alertmanager> alertmanagers_;
  std::shared_ptr<bool>
      is_listening_;  ///< to the events of the Marathons of the rules in force; each reload brings a new one
  environment shared_;
  std::unique_ptr<scaler> scaler_;
  std::map<app_key, app_counts> counts_;     ///< of the apps that were read since the start
  std::shared_ptr<net::web_access> access_;  ///< null: no web configuration
  std::shared_ptr<net::http_server> server_;
  bool is_config_good_ = true;
  std::chrono::system_clock::time_point config_read_ = std::chrono::system_clock::now();
  bool must_rebind_ =
      true;  ///< the alerts are to be matched with other rules: at the start, and after a reload
  bool is_ready_ = false;
  bool is_stopping_ = false;
};

}  // namespace mesoscale::webhook
