// The real program between a simulated Marathon and a test that plays Alertmanager, all on loopback.
#pragma once

#include "tests/webhook/live/child_process.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mesoscale::webhook {

using nlohmann::json;

/// An answer; status 0: none came.
struct http_answer {
  int status = 0;
  std::string body;
  json parsed() const { return json::parse(body, nullptr, false); }
};

/// authorization: that header field; "": none.
http_answer ask(const std::string& method, const std::string& url, const std::string& body = "",
                const std::string& authorization = "");

/// Whether it comes true within 20 s; asked every 10 ms.
bool comes_true(const std::function<bool()>& condition);

/// A small app as Marathon takes it.
json small_app(const std::string& id, int instances);

/// A firing alert as Alertmanager sends it, and its end.
json firing(const std::string& name, const std::string& app, const std::string& fingerprint);
json resolved(json alert);
std::string notification_of(const std::vector<json>& alerts);

struct webhook_options {
  std::string failpoint;  ///< where it kills itself; "": nowhere
  std::string vfs;        ///< "" or "drop_unsynced"
  std::optional<std::size_t> file_size_limit;
  std::vector<std::string> flags = {};  ///< besides the usual ones
  std::vector<std::pair<std::string, std::string>> environment = {};
};

class loop {
 public:
  /// Starts the simulator with a list of apps (Marathon definitions). start_delay: how long a deployment takes at least.
  /// followers: further Marathons, which proxy to the leader. era: current, or 2015 for Marathon 0.8.1.
  /// flags: further ones of the simulator; FOLDER in them becomes the folder of the test.
  explicit loop(const json& apps, const std::string& start_delay = "20ms", int followers = 0,
                const std::string& era = "current", const std::vector<std::string>& flags = {},
                const std::vector<std::pair<std::string, std::string>>& files = {});
  ~loop();

  /// The rule file; MARATHON in it becomes the URL of the leading simulated Marathon, FOLLOWER that of the first follower,
  /// MASTER that of the first master.
  void write_rules(std::string text);
  /// Starts the webhook; does not wait.
  void start_webhook(const webhook_options& options = {});
  /// Starts it and waits until it is ready; false when it ended instead.
  bool start_and_wait(const webhook_options& options = {});

  /// All that is asked of the webhook from now on has this header field.
  void log_in(const std::string& authorization) { authorization_ = authorization; }
  /// A request to the webhook.
  http_answer request(const std::string& method, const std::string& path,
                      const std::string& body = "") const {
    return ask(method, webhook_url() + path, body, authorization_);
  }
  http_answer notify(const std::string& body) { return request("POST", "/webhook", body); }
  std::string webhook_url() const;
  std::string control_url() const { return control_; }
  child_process& webhook() { return *webhook_; }
  const std::string& folder() const { return folder_; }
  std::string output() const;  ///< all that the webhook printed

  /// Decisions of the webhook, oldest first.
  std::vector<json> decisions() const;
  /// Decisions about one app, oldest first.
  std::vector<json> decisions_about(const std::string& app) const;
  /// Whether a decision about the app (any, where it is "") has that text under a key; asked until it comes true.
  bool comes(const std::string& app, const std::string& key, const std::string& value) const;
  std::size_t count_decisions(const std::string& app, const std::string& key, const std::string& value) const;
  /// Whether the webhook's page of metrics has that line.
  bool page_has(const std::string& line) const;
  /// Sets a fault of the simulated Marathon; members as docs/simulator.md has them.
  void set_fault(json fault) const;
  /// Changes an app as somebody else would, past the webhook.
  http_answer put_app(const std::string& app, const json& change) const;
  void clear_faults() const { ask("DELETE", control_ + "/control/faults"); }
  std::size_t faults_left() const;
  std::string marathon_url() const { return marathon_; }
  std::string follower_url() const { return follower_; }
  /// All requests that change something, as Marathon's log has them.
  std::vector<json> puts() const;
  /// Those of them that are PUTs; what is there at the start is posted.
  std::vector<json> put_requests() const;
  /// Accepted changes of counts in Marathon's log of PUTs, oldest first: [{from, to}].
  std::vector<json> effective_puts() const;
  std::vector<json> effective_puts_to(const std::string& app) const;
  std::int64_t instances(const std::string& app) const;

 private:
  std::string folder_;
  std::string authorization_;
  std::string marathon_;
  std::string follower_;
  std::string master_;
  std::string control_;
  std::uint16_t port_ = 0;
  std::unique_ptr<child_process> simulator_;
  std::unique_ptr<child_process> webhook_;
};

}  // namespace mesoscale::webhook
