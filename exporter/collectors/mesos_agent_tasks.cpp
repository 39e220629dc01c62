#include "exporter/collectors/mesos_agent_tasks.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/info_labels.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/collectors/marathon_task_id.hpp"
#include "exporter/tables/mesos_task.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& task_rows() {
  static const row_finder rows(mesos_task_table());
  return rows;
}

const answer_shape& state_shape() {
  static const answer_shape shape = [] {
    constexpr auto text = json_kinds::text;
    const std::string_view tasks[] = {"tasks", "queued_tasks"};
    const std::string_view texts[] = {"id",
                                      "labels/[]/key",
                                      "labels/[]/value",
                                      "labels/labels/[]/key",
                                      "labels/labels/[]/value",
                                      "name",
                                      "state",
                                      "statuses/[]/container_status/container_id/parent/value",
                                      "statuses/[]/container_status/container_id/value"};
    answer_shape made({{"frameworks/[]/executors/[]/container", text},
                       {"frameworks/[]/executors/[]/id", text},
                       {"frameworks/[]/executors/[]/source", text},
                       {"frameworks/[]/id", text}});
    for (const std::string_view list : tasks) {
      for (const std::string_view one : texts) {
        made.add("frameworks/[]/executors/[]/" + std::string(list) + "/[]/" + std::string(one), text);
      }
    }
    return made;
  }();
  return shape;
}

// frameworks / [] / executors / [] / tasks / []
constexpr std::size_t framework_depth = 2;
constexpr std::size_t executor_depth = 4;
constexpr std::size_t task_depth = 6;

class agent_task_decoder final : public json_decoder {
 public:
  explicit agent_task_decoder(decode_options options)
      : json_decoder(mesos_task_table(), root::object, options, state_shape()),
        wanted_labels_(options.task_labels) {}

 private:
  struct task {
    std::string id, name, state;
    std::string container_id, parent_container_id;  ///< as the latest status has them
    std::map<std::string, std::string> labels;
    std::string label_key, label_value;
  };

  /// The ids may stand behind the tasks that need them.
  struct executor {
    std::string id, source, container_id;
    std::vector<task> tasks;
  };

  struct framework {
    std::string id;
    std::vector<executor> executors;
  };

  static bool is_element(const json_path& path, std::size_t depth) {
    if (path.depth() < depth || !path.starts_with({"frameworks", "[]"})) return false;
    if (depth >= executor_depth && (path[2] != "executors" || path[3] != "[]")) return false;
    if (depth < task_depth) return true;
    return (path[4] == "tasks" || path[4] == "queued_tasks") && path[5] == "[]";
  }

  void begin(const json_path& path, bool is_object) override {
    if (path.is({"frameworks"})) {
      has_frameworks_ = true;
    } else if (path.depth() == framework_depth && is_element(path, framework_depth)) {
      framework_ = {};
      has_a_framework_ = true;
    } else if (path.depth() == executor_depth && is_element(path, executor_depth)) {
      framework_.executors.emplace_back();
    } else if (path.depth() == task_depth && is_element(path, task_depth)) {
      framework_.executors.back().tasks.emplace_back();
    } else if (is_element(path, task_depth) && is_object) {
      begin_in_task(key_of(path, task_depth));
    }
  }

  void begin_in_task(std::string_view key) {
    task& of = framework_.executors.back().tasks.back();
    if (is_label(key)) of.label_key.clear(), of.label_value.clear();
    if (key == "statuses/[]/container_status/container_id") of.parent_container_id.clear();
  }

  /// Agents before 0.23 wrote the labels one level deeper.
  static bool is_label(std::string_view key) { return key == "labels/[]" || key == "labels/labels/[]"; }

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::size_t depth = path.depth();
    if (value.kind != json_kind::string || !is_element(path, framework_depth)) return;
    if (depth == framework_depth + 1 && path.key() == "id") framework_.id = value.string;
    if (!is_element(path, executor_depth) || framework_.executors.empty()) return;
    executor& owner = framework_.executors.back();
    if (depth == executor_depth + 1) {
      if (path.key() == "id") owner.id = value.string;
      if (path.key() == "source") owner.source = value.string;
      if (path.key() == "container") owner.container_id = value.string;
    }
    if (is_element(path, task_depth) && !owner.tasks.empty()) {
      in_task(key_of(path, task_depth), value.string, owner.tasks.back());
    }
  }

  static void in_task(std::string_view key, std::string_view text, task& of) {
    if (key == "id") of.id = text;
    if (key == "name") of.name = text;
    if (key == "state") of.state = state_name(text);
    if (key == "statuses/[]/container_status/container_id/value") of.container_id = text;
    if (key == "statuses/[]/container_status/container_id/parent/value") of.parent_container_id = text;
    if (key == "labels/[]/key" || key == "labels/labels/[]/key") of.label_key = text;
    if (key == "labels/[]/value" || key == "labels/labels/[]/value") of.label_value = text;
  }

  void end(const json_path& path) override {
    if (path.depth() == framework_depth && is_element(path, framework_depth)) {
      framework_.id.empty() ? refuse_nameless(path) : write_framework();
      framework_ = {};
    } else if (path.depth() == executor_depth && is_element(path, executor_depth)) {
      if (framework_.executors.back().id.empty()) refuse_nameless(path);
    } else if (path.depth() == task_depth && is_element(path, task_depth)) {
      if (framework_.executors.back().tasks.back().id.empty()) refuse_nameless(path);
    }
    if (!is_element(path, task_depth) || !is_label(key_of(path, task_depth))) return;
    task& of = framework_.executors.back().tasks.back();
    if (std::ranges::count(wanted_labels_, of.label_key) > 0) of.labels[of.label_key] = of.label_value;
  }

  void write_framework() {
    for (const executor& owner : framework_.executors) {
      if (owner.id.empty()) continue;
      for (const task& one : owner.tasks) {
        if (!one.id.empty()) write(one, owner);
      }
    }
  }

  // A task that has no container of its own runs in that of its executor.
  void write(const task& one, const executor& owner) {
    std::vector<label> labels{
        {"framework_id", framework_.id}, {"executor_id", owner.id}, {"task_id", one.id}};
    const std::string& container = one.container_id.empty() ? owner.container_id : one.container_id;
    if (!container.empty()) labels.push_back({"container_id", container});
    if (!one.parent_container_id.empty()) labels.push_back({"parent_container_id", one.parent_container_id});
    // A queued task has no state yet: it waits for its executor.
    const std::string_view state = one.state.empty() ? "staging" : std::string_view(one.state);
    std::vector<label> with_state = labels;
    with_state.push_back({"state", state});
    writer().add(*task_rows().find("state"), 1, with_state);

    const auto app = app_of_container(owner.id, owner.source);
    if (app) labels.push_back({"app", *app});
    if (!one.name.empty()) labels.push_back({"task_name", one.name});
    const auto names =
        info_label_names(one.labels, {"app", "container_id", "executor_id", "framework_id", "instance",
                                      "parent_container_id", "state", "task_id", "task_name"});
    for (std::size_t i = 0; const auto& [key, text] : one.labels) labels.push_back({names[i++], text});
    writer().add(*task_rows().find("labels"), 1, labels);
  }

  result<void> check() override {
    if (!has_frameworks_) return failure{errc::wrong_shape, "the answer has no list \"frameworks\""};
    if (has_refused() && !has_a_framework_) {
      return failure{errc::wrong_shape, "nothing in the list \"frameworks\" is an object"};
    }
    return {};
  }

  std::vector<std::string> wanted_labels_;
  bool has_frameworks_ = false;
  bool has_a_framework_ = false;
  framework framework_;
};

}  // namespace

std::unique_ptr<body_decoder> make_agent_task_decoder(decode_options options) {
  return std::make_unique<agent_task_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
