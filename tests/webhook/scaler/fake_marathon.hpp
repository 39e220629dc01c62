// A Marathon made of values: what its apps look like, and how the next PUTs go.
#pragma once

#include "common/core/labels.hpp"
#include "webhook/marathon/marathon_api.hpp"
#include "webhook/rules/rule_file.hpp"

#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace mesoscale::webhook {

/// Thrown out of a request: the program was killed there.
struct killed : std::runtime_error {
  killed() : std::runtime_error("killed") {}
};

class fake_marathon final : public marathon_api {
 public:
  struct app {
    std::int64_t instances = 0;
    int version = 1;
    std::vector<std::string> deployments;
    std::optional<std::int64_t> running = {};  ///< nothing: all of them
    std::optional<instant> last_scaling = {};
    std::optional<instant> last_config = {};
    label_set labels = {};
    resource_need need = {};
  };
  /// How the next PUT goes; without an entry Marathon takes it.
  enum class fault {
    none,
    locked,
    unavailable,
    empty_answer,
    lost_before,
    lost_after,
    kill_before,
    kill_after,
    rejected,
    forbidden,
    too_many
  };

  explicit fake_marathon(const std::function<instant()>& = {}) {}
  std::shared_ptr<marathon_api> connect(const std::string&, const rule_file&) {
    return is_configured ? std::shared_ptr<marathon_api>(std::shared_ptr<marathon_api>(), this) : nullptr;
  }
  std::string complete(std::string rules_text) const { return rules_text; }

  boost::asio::io_context io;  ///< where the actors run
  std::map<std::string, app> apps;
  std::set<std::string> scalings;  ///< deployments that only scale one app; the others are configurations
  std::vector<queue_entry> queue;  ///< what waits for offers
  bool is_slow = false;            ///< an accepted scale-up deploys, and nothing starts
  std::deque<fault> faults;
  bool is_down = false;
  bool is_configured = true;  ///< it is in the rule file
  bool has_times = false;     ///< versions are times, as the real ones, and not "v7"
  std::optional<app> shown;   ///< every server shows this, whatever the apps are
  int puts_seen = 0;
  int reads_seen = 0;
  std::vector<bool> forced;  ///< of each PUT
  std::function<void(const std::string&, std::int64_t)> on_put;
  std::function<void()> on_read;  ///< what happens while the next reading of an app is under way

  boost::asio::awaitable<read_answer> read_app(std::string id, std::string) override {
    read_answer out;
    if (on_read) std::exchange(on_read, nullptr)();
    out.why = "refused";
    if (is_down) co_return out;
    const auto it = apps.find(id);
    out.what = it == apps.end() ? read_answer::kind::missing : read_answer::kind::present;
    if (it == apps.end()) co_return out;
    const app& of = shown ? *shown : it->second;
    out.app.instances = of.instances;
    out.app.version = version_of(of.version);
    out.app.deployments = of.deployments;
    out.app.tasks_running = of.running.value_or(of.instances);
    out.app.last_scaling = of.last_scaling;
    out.app.last_config_change = of.last_config;
    out.app.labels = of.labels;
    out.app.need = of.need;
    ++reads_seen;
    co_return out;
  }

  boost::asio::awaitable<deployments_answer> read_deployments() override {
    deployments_answer out;
    out.is_known = !is_down;
    for (const auto& [id, of] : apps) {
      for (const std::string& d : of.deployments) out.list.push_back({d, {id}, scalings.contains(d)});
    }
    co_return out;
  }

  boost::asio::awaitable<queue_answer> read_queue() override {
    queue_answer out;
    out.is_known = !is_down;
    out.list = queue;
    co_return out;
  }

  boost::asio::awaitable<put_answer> put_instances(std::string id, std::int64_t instances,
                                                   bool force) override {
    ++puts_seen;
    forced.push_back(force);
    fault how = fault::none;
    if (!faults.empty()) {
      how = faults.front();
      faults.pop_front();
    }
    net::http_response response;
    response.body = R"({"message":"App is locked by one or more deployments.","deployments":[{"id":"x"}]})";
    switch (how) {
      case fault::kill_before:
        throw killed();
      case fault::lost_before:
        co_return put_failure({errc::timeout, "timed out"});
      case fault::unavailable:
        response.status = 503;
        response.body = R"({"message":"Could not determine the current leader"})";
        co_return classify_put(response);
      case fault::locked:
        response.status = 409;
        co_return classify_put(response);
      case fault::forbidden:
        response.status = 403;
        response.body = R"({"message":"Not Authorized to perform this action!"})";
        co_return classify_put(response);
      case fault::too_many:
        response.status = 403;
        response.body = R"({"message":"Max number (100) of running deployments is achieved."})";
        co_return classify_put(response);
      case fault::rejected:
        response.status = 422;
        response.body = R"({"message":"Object is not valid","details":[]})";
        co_return classify_put(response);
      case fault::empty_answer:
        response.body = "";
        co_return classify_put(response);
      case fault::none:
      case fault::lost_after:
      case fault::kill_after:
        break;
    }
    app& changed = apps.at(id);
    const std::int64_t before = changed.instances;
    changed.instances = instances;
    ++changed.version;
    if (force) changed.deployments.clear();
    if (is_slow && instances > before) {
      changed.running = before;
      changed.deployments = {"d" + std::to_string(changed.version)};
      scalings.insert(changed.deployments.front());
    } else {
      changed.running.reset();
    }
    if (on_put) on_put(id, instances);
    if (how == fault::kill_after) throw killed();
    if (how == fault::lost_after) co_return put_failure({errc::timeout, "timed out"});
    response.body = R"({"version":")" + version_of(changed.version) + R"(","deploymentId":"d)" +
                    std::to_string(changed.version) + "\"}";
    co_return classify_put(response);
  }

 private:
  std::string version_of(int number) const {
    const std::string digits = std::to_string(number);
    return has_times ? "2027-01-15T08:00:00." + std::string(3 - digits.size(), '0') + digits + "Z"
                     : "v" + digits;
  }
};

}  // namespace mesoscale::webhook
