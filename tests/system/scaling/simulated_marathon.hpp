// The simulator's Marathon, in the process of a test and by the test's clock, asked over HTTP by the webhook's own client. What a
// test sets about it goes over HTTP too, as a person would set it.
#pragma once

#include "common/net/http_client.hpp"
#include "simulator/simulation.hpp"
#include "tests/webhook/scaler/world.hpp"
#include "webhook/marathon/marathon_client.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mesoscale::webhook {

using nlohmann::json;

/// A PUT, as Marathon's log has it.
struct seen_put {
  double second = 0;
  std::int64_t to = 0;
  int status = 0;
  bool force = false;
  bool is_effective = false;
};

class simulated_marathon {
 public:
  /// Tasks take three seconds to start. An agent has room for two tasks of 40,000,000 MB.
  explicit simulated_marathon(std::function<instant()> now);

  std::shared_ptr<marathon_api> connect(const std::string& name, const rule_file& rules);
  /// MARATHON in the rules becomes its URL.
  std::string complete(std::string rules_text) const;

  net::http_response ask(const std::string& method, const std::string& target, const std::string& body = "");
  /// A request to the control API, which must be answered with 200.
  json control(const std::string& method, const std::string& path, const json& body = nullptr);
  /// Sets a fault; members as docs/simulator.md has them.
  void set_fault(json one);
  void clear_faults() { control("DELETE", "/control/faults"); }
  void add(const json& app);
  /// Changes an app as somebody else would, past the webhook.
  void put(const std::string& app, const json& change, bool force = false);
  /// All PUTs to an app, oldest first.
  std::vector<seen_put> puts(const std::string& app = "/web");
  std::int64_t instances(const std::string& app = "/web");

  boost::asio::io_context io;
  std::vector<std::string> codes;  ///< of the webhook's requests, oldest first

 private:
  std::shared_ptr<simulator::simulation> cluster_;
  std::shared_ptr<net::http_client> client_;
  std::string url_;
  std::string control_url_;
  std::map<std::string, std::shared_ptr<marathon_api>> connected_;
};

using simulated_world = basic_world<simulated_marathon>;

}  // namespace mesoscale::webhook
