// Puts the simulated daemons on the network: one listener each, rate limits, faults, the control API. The only part that
// reads a clock and waits. Use it from the thread of its executor.
#pragma once

#include "common/core/result.hpp"
#include "common/net/http_server.hpp"
#include "simulator/chronos_api.hpp"
#include "simulator/cluster.hpp"
#include "simulator/control_api.hpp"
#include "simulator/door.hpp"
#include "simulator/faults.hpp"
#include "simulator/marathon_api.hpp"
#include "simulator/options.hpp"
#include "simulator/put_log.hpp"
#include "simulator/registration.hpp"
#include "simulator/turnstile.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::simulator {

namespace asio = boost::asio;

class simulation : public std::enable_shared_from_this<simulation> {
 public:
  /// clock: what time it is in the cluster; empty: the system's. One that is set lets a test pass hours at once; rate limits and
  /// delays of faults pass in real time all the same.
  simulation(asio::any_io_executor executor, program_options options, std::function<instant()> clock = {});

  /// Opens all listeners, posts the app files, writes the endpoints file. Failure names the address or the file.
  result<void> start();
  /// Closes them; requests in progress get a moment.
  asio::awaitable<void> stop();

  /// The endpoints as the endpoints file has them: {"masters":[URL],"agents":[URL],"marathon":[URL],"chronos":[URL],"control":URL};
  /// no "chronos" without one.
  json endpoints() const;

 private:
  struct listener {
    daemon_name name;
    std::string host;
    std::uint16_t port = 0;
    int index = 0;  ///< of a master; of a Marathon, of which 0 leads
    turnstile snapshots;
    turnstile statistics;
    std::shared_ptr<net::http_server> server;  ///< null while refusing
    bool is_killed = false;                    ///< a master that does not run
  };

  result<void> open_put_log();
  result<void> start_marathons();
  result<void> start_chronos();
  result<void> listen(const std::shared_ptr<listener>& at);
  result<void> post_app_files();
  result<void> write_endpoints() const;
  std::shared_ptr<listener> add_listener(daemon_name::kind what, const std::string& host, std::uint16_t port);
  result<std::string> add_agent();
  result<void> remove_agent(const std::string& address);
  void apply_refusals();
  void register_masters();
  void enter_election(const listener& at);
  result<void> change_master(const std::string& what, int master);
  /// The answer of the door instead of the daemon's, or nothing when the request may enter.
  std::optional<net::http_response> answer_of_door(const listener& at, const net::http_request& request);
  asio::awaitable<net::http_response> serve(std::shared_ptr<listener> at, net::http_request request);
  static asio::awaitable<net::http_response> serve_if_there(std::weak_ptr<simulation> self,
                                                            std::weak_ptr<listener> at,
                                                            net::http_request request);
  static asio::awaitable<net::http_response> serve_control(std::weak_ptr<simulation> self,
                                                           net::http_request request);
  asio::awaitable<net::http_response> wait_for_events();
  net::http_response daemon_answer(const listener& at, const net::http_request& request);
  net::http_response answer_of_today(const listener& at, const net::http_request& request);
  std::vector<std::string> addresses(daemon_name::kind what) const;
  control_hooks hooks();

  asio::any_io_executor executor_;
  program_options options_;
  std::function<instant()> clock_;
  std::shared_ptr<std::ostream> put_log_file_;
  cluster model_;
  put_log log_;
  fault_list faults_;
  door door_;
  std::shared_ptr<registration> registration_;  ///< null without ZooKeeper
  std::vector<std::string> masters_;
  std::unique_ptr<marathon_api> marathon_;
  std::unique_ptr<chronos_api> chronos_;
  std::unique_ptr<control_api> control_;
  std::vector<std::shared_ptr<listener>> listeners_;
  std::shared_ptr<net::http_server> control_server_;
};

}  // namespace mesoscale::simulator
