#include "exporter/collectors/marathon_tasks.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/iso_time.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& task_rows() {
  static const row_finder rows(marathon_task_table());
  return rows;
}

const answer_shape& task_shape() {
  constexpr auto text = json_kinds::text;
  static const answer_shape shape({{"tasks/[]/appId", text},
                                   {"tasks/[]/healthCheckResults/[]/alive", json_kinds::truth},
                                   {"tasks/[]/healthCheckResults/[]/consecutiveFailures", json_kinds::number},
                                   {"tasks/[]/host", text},
                                   {"tasks/[]/stagedAt", text},
                                   {"tasks/[]/startedAt", text},
                                   {"tasks/[]/state", text}});
  return shape;
}

class task_decoder final : public json_decoder {
 public:
  explicit task_decoder(decode_options options)
      : json_decoder(marathon_task_table(), root::object, std::move(options), task_shape()) {
    // States of which there may be none now, but which are asked for in graphs and alerts.
    states_ = {{"running", 0}, {"staging", 0}};
  }

 private:
  struct task {
    std::string app;
    std::string host;
    std::string state;
    std::optional<double> staged_at;
    bool has_started = false;
    double alive = 0;
    double not_alive = 0;
    std::optional<double> failures;
  };
  struct app {
    double alive = 0;
    double not_alive = 0;
    std::optional<double> failures;
    std::optional<double> oldest_staged;
  };

  void begin(const json_path& path, bool) override {
    if (path.is({"tasks"})) has_tasks_ = true;
    if (path.is({"tasks", "[]"})) current_ = task{};
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (!path.starts_with({"tasks", "[]"})) return;
    const std::string_view key = path.key();
    const bool is_text = value.kind == json_kind::string;
    if (path.depth() == 3 && is_text) {
      if (key == "appId") current_.app = value.string;
      if (key == "host") current_.host = value.string;
      if (key == "state") current_.state = state_name(value.string);
      if (key == "startedAt") current_.has_started = !value.string.empty();
    }
    if (path.depth() == 3 && key == "stagedAt") {
      current_.staged_at = value_in(source_unit::timestamp, value);
      if (!current_.staged_at) writer().refuse();
    }
    if (path.depth() == 5 && path[2] == "healthCheckResults") take_health(key, value);
  }

  void take_health(std::string_view key, const json_scalar& value) {
    if (key == "alive") ++(value.boolean ? current_.alive : current_.not_alive);
    if (key == "consecutiveFailures") {
      current_.failures = std::max(current_.failures.value_or(0), value.number);
    }
  }

  void end(const json_path& path) override {
    if (!path.is({"tasks", "[]"})) return;
    if (current_.app.empty()) return refuse_nameless(path);
    // Marathon before 1.3 tells no state: a task that has started runs.
    if (current_.state.empty()) current_.state = current_.has_started ? "running" : "staging";
    ++states_[current_.state];
    if (!current_.host.empty()) ++hosts_[current_.host];
    app& of = apps_[current_.app];
    of.alive += current_.alive;
    of.not_alive += current_.not_alive;
    if (current_.failures) of.failures = std::max(of.failures.value_or(0), *current_.failures);
    const bool is_staged = current_.state == "staging" || current_.state == "starting";
    if (is_staged && current_.staged_at) {
      of.oldest_staged = std::min(of.oldest_staged.value_or(*current_.staged_at), *current_.staged_at);
    }
    current_ = task{};
  }

  result<void> check() override {
    if (!has_tasks_) return failure{errc::wrong_shape, "the answer has no list \"tasks\""};
    for (const auto& [state, count] : states_) add("state", count, {{"state", state}});
    for (const auto& [host, count] : hosts_) add("host", count, {{"host", host}});
    for (const auto& [id, of] : apps_) {
      const label app_label{"app", id};
      if (of.alive + of.not_alive > 0) {
        add("healthCheckResults/[]/alive", of.alive, {app_label, {"alive", "true"}});
        add("healthCheckResults/[]/alive", of.not_alive, {app_label, {"alive", "false"}});
      }
      if (of.failures) add("healthCheckResults/[]/consecutiveFailures", *of.failures, {app_label});
      if (of.oldest_staged) add("stagedAt", *of.oldest_staged, {app_label});
    }
    return {};
  }

  void add(std::string_view key, double value, std::initializer_list<label> labels) {
    writer().add(*task_rows().find(key), value, labels);
  }

  task current_;
  std::map<std::string, double> states_;
  std::map<std::string, double> hosts_;
  std::map<std::string, app> apps_;
  bool has_tasks_ = false;
};

}  // namespace

std::unique_ptr<body_decoder> make_task_decoder(decode_options options) {
  return std::make_unique<task_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
