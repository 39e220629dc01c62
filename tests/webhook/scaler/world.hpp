// A webhook without waiting: real store, real actors, a clock that is set. Its Marathon is one made of values (world), or another
// that has its parts: connect(), complete(), io.
#pragma once

#include "common/net/lifecycle.hpp"
#include "tests/webhook/scaler/fake_marathon.hpp"
#include "tests/webhook/store/temporary_store.hpp"
#include "webhook/rules/rule_reader.hpp"
#include "webhook/scaler/app_actor.hpp"
#include "webhook/store/journal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace mesoscale::webhook {

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

template <class Marathon>
class basic_world {
  instant now_;

 public:
  /// Where its store is: in_memory is quick, and a restart finds what was stored without reading a file again.
  enum class kept { in_file, in_memory };

  /// first_second: what time it is when it begins.
  explicit basic_world(const std::string& rules_text, int first_second = 0, kept where = kept::in_file)
      : now_(at(first_second)), where_(where) {
    const loaded_rules loaded = parse_rules(marathon.complete(rules_text), "rules.yml");
    if (!loaded.rules) throw std::runtime_error(loaded.errors.front());
    shared_.rules = loaded.rules;
    shared_.storage = &storage_;
    shared_.now = [this] { return now_ + clock_error_; };
    shared_.wall = [this] { return now_ + clock_error_ + clock_set; };
    shared_.marathon = [this](const std::string& name) { return marathon.connect(name, *shared_.rules); };
    shared_.find_room = [this](resource_need) -> boost::asio::awaitable<std::optional<std::int64_t>> {
      co_return fits;
    };
    shared_.ask_prometheus =
        [this](std::string query) -> boost::asio::awaitable<std::optional<exact_number>> {
      const auto at = values.find(query);
      co_return at == values.end() ? std::nullopt : std::optional<exact_number>(at->second);
    };
    shared_.on_change = [this](const change_report& report) { changes.push_back(report); };
    shared_.on_decision = [this](const decision_record& record, const char*) { ++told[record.reason]; };
    shared_.on_conflict = [this](const app_key&) { ++conflicts; };
    if constexpr (requires { marathon.on_put; }) {
      marathon.on_put = [this](const std::string& app, std::int64_t to) {
        effects.push_back({second(), app, to});
      };
    }
    reopen();
  }

  Marathon marathon{[this] { return now_; }};
  std::vector<effect> effects;
  ingest_report last_report;
  std::optional<std::int64_t> fits;            ///< room in the cluster
  std::map<std::string, exact_number> values;  ///< what Prometheus knows, by query
  std::vector<change_report> changes;
  int conflicts = 0;
  std::map<std::string, int> told;    ///< decisions that metrics count, by reason
  std::chrono::seconds clock_set{0};  ///< by how much the wall clock was set since the start

  static instant at(int second) { return from_ms(1'800'000'000'000) + std::chrono::seconds(second); }
  static int second_of(instant when) { return static_cast<int>((when - at(0)).count() / 1000); }
  int second() const { return second_of(now_); }

  /// Runs everything that is due until then.
  basic_world& until(int second) {
    while (step_earliest(at(second))) {
    }
    now_ = at(second);
    return *this;
  }

  /// A notification comes in at this second; false: it could not be stored.
  bool receive(int second, const notification& message, const std::string& body = "{}") {
    until(second);
    auto stored = log_->ingest(message, body, "127.0.0.1", *shared_.rules, shared_.here());
    if (!stored) return false;
    last_report = *stored;
    for (const app_key& target : stored->woken) {
      plan(target, now_ + shared_.rules->global.settle);
      seats_.at(target).actor->note_news(shared_.now() + shared_.rules->global.settle);
    }
    until(second);
    return true;
  }

  /// A notification is stored, and nobody looks at its apps.
  bool store(int second, const notification& message, const std::string& body) {
    now_ = at(second);
    return log_->ingest(message, body, "127.0.0.1", *shared_.rules, shared_.now()).ok();
  }

  /// The clock begins anew; nobody looks at an app until something is heard of it. What is stored stays.
  void forget_actors() {
    seats_.clear();
    now_ = at(0) - std::chrono::seconds(1);
    effects.clear();
    changes.clear();
  }

  /// The program is killed and started again; meanwhile its clock was set by that much.
  void restart(milliseconds clock_jump = milliseconds(0)) {
    clock_error_ += clock_jump;
    reopen();
    const auto woken = log_->sweep(*shared_.rules, shared_.here(), true);
    for (const app_key& target : *woken) plan(target, now_);
  }

  /// Another rule file; false, and the old one stays, when it has a mistake.
  bool reload(const std::string& rules_text) {
    const loaded_rules loaded = parse_rules(marathon.complete(rules_text), "rules.yml");
    if (!loaded.rules) return false;
    shared_.rules = loaded.rules;
    const auto woken = log_->sweep(*shared_.rules, shared_.here(), true);
    for (const app_key& target : *woken) plan(target, now_);
    return true;
  }

  /// The Alertmanagers are asked and say that these fire.
  void poll(int second, const std::set<std::string>& firing, bool is_complete = true) {
    until(second);
    const auto woken = log_->apply_poll(firing, is_complete, *shared_.rules, shared_.here());
    for (const app_key& target : *woken) plan(target, now_);
    until(second);
  }

  /// Newest first.
  std::vector<decision_record> decisions() { return log_->decisions("", 10'000).value(); }
  journal& log() { return *log_; }
  const rule_file& rules() const { return *shared_.rules; }

 private:
  void reopen() {
    seats_.clear();
    if (where_ == kept::in_memory) {
      if (!log_) log_ = journal::open({"memory", "", true}).value();
    } else {
      if (!store_) store_.emplace();
      log_.reset();
      log_ = journal::open(store_->location()).value();
    }
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
    boost::asio::co_spawn(marathon.io, seats_.at(target).actor->step(),
                          [&](std::exception_ptr e, std::optional<instant> value) {
                            error = e;
                            next = value;
                            marathon.io.stop();
                          });
    marathon.io.restart();
    marathon.io.run();
    if (!error) {
      if (next) plan(target, *next - clock_error_);
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

  kept where_;
  std::optional<temporary_store> store_;
  boost::asio::any_io_executor storage_ = marathon.io.get_executor();
  std::unique_ptr<journal> log_;
  environment shared_;
  std::map<app_key, seat> seats_;
  milliseconds clock_error_{0};  ///< how far the webhook's clock is ahead of everybody else's
};

using world = basic_world<fake_marathon>;

}  // namespace mesoscale::webhook
