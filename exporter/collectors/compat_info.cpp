#include "exporter/collectors/compat_info.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/agent_list.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/compat_mesos.hpp"

namespace mesoscale::exporter {
namespace {

using texts = std::map<std::string, std::string>;

const row_finder& info_rows() {
  static const row_finder rows(compat_info_table());
  return rows;
}

/// Names and values as labels; the old exporter left out what is no plain text.
class info_labels {
 public:
  explicit info_labels(const std::vector<std::string>& wanted) {
    for (const std::string& one : wanted) wanted_.emplace(one, compat_label_name(one));
  }

  bool empty() const { return wanted_.empty(); }

  void take(std::string_view name, const json_scalar& value, texts& into) const {
    const auto at = wanted_.find(name);
    const auto text = attribute_text(value);
    if (at != wanted_.end() && text) into[at->second] = *text;
  }

  static void write(std::string_view row_key, const texts& fixed, const texts& chosen, series_writer& out) {
    std::vector<label> labels;
    for (const auto& [name, value] : fixed) labels.push_back({name, value});
    for (const auto& [name, value] : chosen) {
      if (!fixed.contains(name)) labels.push_back({name, value});
    }
    out.add(*info_rows().find(row_key), 1, labels);
  }

 private:
  std::map<std::string, std::string, std::less<>> wanted_;  ///< to the name of the label
};

class attribute_decoder final : public json_decoder {
 public:
  explicit attribute_decoder(decode_options options)
      : json_decoder(compat_info_table(), root::object, options), wanted_(options.agent_attributes) {}

 private:
  void scalar(const json_path& path, const json_scalar& value) override {
    if (!path.starts_with({"slaves", "[]"})) return;
    if (path.depth() == 3 && path.key() == "pid" && value.kind == json_kind::string) pid_ = value.string;
    if (path.depth() == 4 && path[2] == "attributes") wanted_.take(path.key(), value, attributes_);
  }

  void end(const json_path& path) override {
    if (!path.is({"slaves", "[]"})) return;
    if (!wanted_.empty() && !pid_.empty()) {
      info_labels::write("attributes", {{"slave", pid_}}, attributes_, writer());
    }
    pid_.clear();
    attributes_.clear();
  }

  info_labels wanted_;
  std::string pid_;
  texts attributes_;
};

// frameworks / [] / executors / [] / tasks / []
constexpr std::size_t framework_depth = 2;
constexpr std::size_t executor_depth = 4;
constexpr std::size_t task_depth = 6;

class agent_state_decoder final : public json_decoder {
 public:
  explicit agent_state_decoder(decode_options options)
      : json_decoder(compat_info_table(), root::object, options),
        wanted_attributes_(options.agent_attributes),
        wanted_labels_(options.task_labels) {}

 private:
  struct task {
    texts fixed;
    texts labels;
  };

  static bool is_in(const json_path& path, std::size_t depth) {
    if (path.depth() < depth || !path.starts_with({"frameworks", "[]"})) return false;
    if (depth >= executor_depth && (path[2] != "executors" || path[3] != "[]")) return false;
    return depth < task_depth || (path[4] == "tasks" && path[5] == "[]");
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() == 2 && path[0] == "attributes") {
      wanted_attributes_.take(path.key(), value, attributes_);
    }
    if (value.kind != json_kind::string) return;
    const std::string text(value.string);
    if (is_in(path, task_depth)) {
      in_task(path, value);
    } else if (path.depth() == executor_depth + 1 && is_in(path, executor_depth)) {
      if (path.key() == "id") executor_id_ = text;
      if (path.key() == "source") source_ = text;
    } else if (path.depth() == framework_depth + 1 && is_in(path, framework_depth)) {
      if (path.key() == "id") framework_id_ = text;
    }
  }

  void in_task(const json_path& path, const json_scalar& value) {
    const std::string text(value.string);
    if (path.depth() == task_depth + 1) {
      if (path.key() == "id") current_.fixed["task_id"] = text;
      if (path.key() == "name") current_.fixed["task_name"] = text;
    } else if (path.depth() == task_depth + 3 && path[task_depth] == "labels") {
      if (path.key() == "key") label_key_ = text;
      if (path.key() == "value") label_value_ = text;
    }
  }

  void end(const json_path& path) override {
    if (path.depth() == task_depth + 2 && is_in(path, task_depth) && path[task_depth] == "labels") {
      json_scalar value{.kind = json_kind::string, .string = label_value_};
      wanted_labels_.take(label_key_, value, current_.labels);
      label_key_.clear();
      label_value_.clear();
    } else if (path.depth() == task_depth && is_in(path, task_depth)) {
      tasks_of_executor_.push_back(std::exchange(current_, {}));
    } else if (path.depth() == executor_depth && is_in(path, executor_depth)) {
      end_executor();
    } else if (path.depth() == framework_depth && is_in(path, framework_depth)) {
      end_framework();
    }
  }

  /// The ids may stand behind the tasks that need them.
  void end_executor() {
    for (task& one : tasks_of_executor_) {
      one.fixed["executor_id"] = executor_id_;
      one.fixed["source"] = source_;
      tasks_.push_back(std::move(one));
    }
    tasks_of_executor_.clear();
    executor_id_.clear();
    source_.clear();
  }

  void end_framework() {
    for (task& one : tasks_) {
      one.fixed["framework_id"] = framework_id_;
      if (!wanted_labels_.empty()) info_labels::write("labels", one.fixed, one.labels, writer());
    }
    tasks_.clear();
    framework_id_.clear();
  }

  result<void> check() override {
    if (!wanted_attributes_.empty()) info_labels::write("attributes", {}, attributes_, writer());
    return {};
  }

  info_labels wanted_attributes_;
  info_labels wanted_labels_;
  texts attributes_;
  task current_;
  std::vector<task> tasks_of_executor_;
  std::vector<task> tasks_;
  std::string framework_id_, executor_id_, source_, label_key_, label_value_;
};

}  // namespace

std::string compat_label_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool is_digit = c >= '0' && c <= '9';
    name.push_back(is_letter || (is_digit && !name.empty()) ? c : '_');
  }
  return name;
}

std::unique_ptr<body_decoder> make_compat_attribute_decoder(decode_options options) {
  return std::make_unique<attribute_decoder>(std::move(options));
}

std::unique_ptr<body_decoder> make_compat_agent_state_decoder(decode_options options) {
  return std::make_unique<agent_state_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
