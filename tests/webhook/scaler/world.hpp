// A webhook without network and without waiting: real store, real actors, a Marathon made of values, a clock that is set.
#pragma once

#include "common/net/lifecycle.hpp"
#include "tests/webhook/store/temporary_store.hpp"
#include "webhook/rules/rule_reader.hpp"
#include "webhook/scaler/app_actor.hpp"
#include "webhook/store/journal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <deque>
#include <map>
#include <stdexcept>
#include <string>
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
    rejected
  };

  std::map<std::string, app> apps;
  std::deque<fault> faults;
  bool is_down = false;
  int puts_seen = 0;
  std::vector<bool> forced;  ///< of each PUT
  std::function<void(const std::string&, std::int64_t)> on_put;

  boost::asio::awaitable<read_answer> read_app(std::string id) override {
    read_answer out;
    out.why = "refused";
    if (is_down) co_return out;
    const auto it = apps.find(id);
    out.what = it == apps.end() ? read_answer::kind::missing : read_answer::kind::present;
    if (it == apps.end()) co_return out;
    out.app.instances = it->second.instances;
    out.app.version = "v" + std::to_string(it->second.version);
    out.app.deployments = it->second.deployments;
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
    changed.instances = instances;
    ++changed.version;
    if (on_put) on_put(id, instances);
    if (how == fault::kill_after) throw killed();
    if (how == fault::lost_after) co_return put_failure({errc::timeout, "timed out"});
    response.body = R"({"version":"v)" + std::to_string(changed.version) + R"(","deploymentId":"d)" +
                    std::to_string(changed.version) + "\"}";
    co_return classify_put(response);
  }
};

/// A PUT that changed a count: when (seconds), and to what.
struct effect {
  int second;
  std::string app;
  std::int64_t to;
  friend bool operator==(const effect&, const effect&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const effect& e) {
  return out << "t" << e.second << " " << e.app << " -> " << e.to;
}

class world {
 public:
  explicit world(const std::string& rules_text) {
    const loaded_rules loaded = parse_rules(rules_text, "rules.yml");
    if (!loaded.rules) throw std::runtime_error(loaded.errors.front());
    shared_.rules = loaded.rules;
    shared_.storage = &pool_;
    shared_.now = [this] { return now_; };
    shared_.marathon = [this](const std::string&) { return &marathon; };
    marathon.on_put = [this](const std::string& app, std::int64_t to) {
      effects.push_back({second(), app, to});
    };
    reopen();
  }

  fake_marathon marathon;
  std::vector<effect> effects;
  ingest_report last_report;

  static instant at(int second) { return from_ms(1'800'000'000'000) + std::chrono::seconds(second); }
  int second() const { return static_cast<int>((now_ - at(0)).count() / 1000); }

  /// Runs everything that is due until then.
  world& until(int second) {
    while (step_earliest(at(second))) {
    }
    now_ = at(second);
    return *this;
  }

  /// A notification comes in at this second; false: it could not be stored.
  bool receive(int second, const notification& message) {
    until(second);
    auto stored = log_->ingest(message, "{}", "127.0.0.1", *shared_.rules, now_);
    if (!stored) return false;
    last_report = *stored;
    for (const app_key& target : stored->woken) plan(target, now_ + shared_.rules->global.settle);
    until(second);
    return true;
  }

  /// The program is killed and started again.
  void restart() {
    reopen();
    const auto woken = log_->sweep(*shared_.rules, now_, true);
    for (const app_key& target : *woken) plan(target, now_);
  }

  std::vector<decision_record> decisions() { return log_->decisions("", 100).value(); }
  journal& log() { return *log_; }
  const rule_file& rules() const { return *shared_.rules; }

 private:
  void reopen() {
    seats_.clear();
    log_.reset();
    log_ = journal::open(store_.location()).value();
    shared_.log = log_.get();
  }

  void plan(const app_key& target, instant when) {
    auto& place = seats_[target];
    if (!place.actor) place.actor = std::make_unique<app_actor>(target, shared_, 1);
    if (!place.due || when < *place.due) place.due = when;
  }

  bool step_earliest(instant last) {
    auto earliest = seats_.end();
    for (auto it = seats_.begin(); it != seats_.end(); ++it) {
      if (it->second.due && (earliest == seats_.end() || *it->second.due < *earliest->second.due))
        earliest = it;
    }
    if (earliest == seats_.end() || *earliest->second.due > last) return false;
    now_ = std::max(now_, *earliest->second.due);
    earliest->second.due.reset();
    run_step(earliest->first);
    return true;
  }

  void run_step(app_key target) {
    std::optional<instant> next;
    std::exception_ptr error;
    boost::asio::io_context io;
    boost::asio::co_spawn(io, seats_.at(target).actor->step(),
                          [&](std::exception_ptr e, std::optional<instant> value) {
                            error = e;
                            next = value;
                          });
    io.run();
    if (!error) {
      if (next) plan(target, *next);
      return;
    }
    try {
      std::rethrow_exception(error);
    } catch (const killed&) {
      restart();
    }
  }

  struct seat {
    std::unique_ptr<app_actor> actor;
    std::optional<instant> due;
  };

  temporary_store store_;
  boost::asio::thread_pool pool_{1};
  std::unique_ptr<journal> log_;
  environment shared_;
  std::map<app_key, seat> seats_;
  instant now_ = at(0);
};

}  // namespace mesoscale::webhook
