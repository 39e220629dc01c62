#include "exporter/collectors/mesos_lists.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/collectors/mesos_list_element.hpp"
#include "exporter/collectors/mesos_resources.hpp"
#include "exporter/tables/mesos_lists.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* used_prefix = "slaves/used_resources/";
constexpr auto number = json_kinds::number;
constexpr auto text = json_kinds::text;

/// Which of the three answers is read: a family must come from one of them only.
enum class list_part : std::uint8_t { agents, summary, details };

bool is_detail(std::string_view key) {
  return key == "frameworks/checkpoint" || key == "frameworks/failover_timeout" ||
         key == "frameworks/registered_time" || key == "frameworks/reregistered_time";
}

bool is_task_list(std::string_view key) {
  return key == "tasks" || key == "completed_tasks" || key == "unreachable_tasks";
}

/// The lists of a framework whose elements are on an agent.
bool holds_resources(std::string_view key) { return is_task_list(key) || key == "executors"; }

/// The members of an element whose own members have rows.
bool is_section(std::string_view key) {
  return key == "resources" || key == "drain_info" ||
         (key.ends_with("_resources") && key != "executor_resources");
}

/// How deep the values stand in a member of an element: a role stands between the reservations and its resources.
bool is_value_depth(const json_path& path) {
  if (path.depth() == 3) return true;
  if (path[2] == "drain_info") return true;
  return is_section(path[2]) && path.depth() == (path[2] == "reserved_resources" ? 5u : 4u);
}

std::string row_key(const json_path& path) {
  std::string key(path[0]);
  return key.append("/").append(key_of(path, 2));
}

const answer_shape& list_shape() {
  static const answer_shape shape(
      {
          {"frameworks/[]/completed_tasks/[]/slave_id", text},
          {"frameworks/[]/completed_tasks/[]/state", text},
          {"frameworks/[]/executors/[]/resources/*", text | number},
          {"frameworks/[]/executors/[]/slave_id", text},
          {"frameworks/[]/hostname", text},
          {"frameworks/[]/id", text},
          {"frameworks/[]/info", json_kinds::any},
          {"frameworks/[]/name", text},
          {"frameworks/[]/slave_ids/[]", text},
          {"frameworks/[]/tasks/[]/resources/*", text | number},
          {"frameworks/[]/tasks/[]/slave_id", text},
          {"frameworks/[]/tasks/[]/state", text},
          {"frameworks/[]/unreachable_tasks/[]/slave_id", text},
          {"frameworks/[]/unreachable_tasks/[]/state", text},
          {"frameworks/[]/webui_url", text},
          {"recovered_slaves/[]/attributes/*", text | number},
          {"recovered_slaves/[]/hostname", text},
          {"recovered_slaves/[]/id", text},
          {"slaves/[]/attributes/*", text | number},
          {"slaves/[]/domain/fault_domain/region/name", text},
          {"slaves/[]/domain/fault_domain/zone/name", text},
          {"slaves/[]/drain_info/state", text},
          {"slaves/[]/hostname", text},
          {"slaves/[]/id", text},
          {"slaves/[]/info", json_kinds::any},
          {"slaves/[]/pid", text},
          {"slaves/[]/version", text},
      },
      {{mesos_list_table(), "frameworks/", "frameworks/[]/", text},
       {mesos_list_table(), "slaves/", "slaves/[]/", text}});
  return shape;
}

class list_decoder final : public json_decoder {
 public:
  list_decoder(decode_options options, list_part part)
      : json_decoder(mesos_list_table(), root::object, options, list_shape()),
        part_(part),
        wanted_attributes_(options.agent_attributes) {}

 private:
  /// Of a task or an executor.
  struct task {
    std::string state;
    std::string agent_id;
    std::vector<std::pair<std::string, double>> resources;
  };

  bool takes_agent_resources() const { return part_ == list_part::agents; }
  bool takes_framework(std::string_view key) const {
    return part_ == list_part::agents || is_detail(key) == (part_ == list_part::details);
  }

  void begin(const json_path& path, bool is_object) override {
    if (path.depth() == 1 && !is_object) begin_list(path.key());
    if (path.depth() < 2 || path[1] != "[]") return;
    if (path.depth() == 2) current_ = list_element{};
    if (path.depth() > 2 && path[0] == "frameworks") begin_in_framework(path);
  }

  static bool is_list(std::string_view key) {
    return key == "slaves" || key == "frameworks" || key == "recovered_slaves";
  }

  void begin_list(std::string_view key) {
    has_agents_ |= key == "slaves";
    has_frameworks_ |= key == "frameworks";
    has_recovered_ |= key == "recovered_slaves";
  }

  void begin_in_framework(const json_path& path) {
    if (path.depth() == 4 && holds_resources(path[2])) task_ = task{};
    if (path.depth() != 3 || part_ == list_part::details) return;
    if (path.key() == "slave_ids") current_.values.set("frameworks/slave_ids", 0);
    if (path.key() == "tasks") set_no_tasks("frameworks/", current_.values);
  }

  /// The states that tasks can be in without an end have had a number since the first version: none is zero.
  static void set_no_tasks(const std::string& list, element_values& values) {
    for (const char* state : {"TASK_STAGING", "TASK_STARTING", "TASK_RUNNING"}) values.add(list + state, 0);
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() <= 2 || path[1] != "[]") return;
    if (path[0] == "frameworks") return take_framework(path, value);
    if (path[0] == "slaves" && part_ != list_part::details) take_agent(path, value);
    if (path[0] == "recovered_slaves") current_.take_text(path, value);
  }

  void take_agent(const json_path& path, const json_scalar& value) {
    if (current_.take_text(path, value)) return;
    if (!takes_agent_resources()) {
      if (path.depth() == 3 && path.key().starts_with("TASK_")) take_value(path, value);
    } else if (is_value_depth(path)) {
      take_value(path, value);
    }
  }

  void take_framework(const json_path& path, const json_scalar& value) {
    if (holds_resources(path[2])) return take_task(path, value);
    if (path.depth() == 4 && path[2] == "slave_ids") {
      if (part_ != list_part::details) current_.values.add("frameworks/slave_ids", 1);
      return;
    }
    if (!current_.take_text(path, value) && is_value_depth(path)) take_value(path, value);
  }

  void take_task(const json_path& path, const json_scalar& value) {
    if (part_ != list_part::agents) return;
    if (path.depth() == 6 && path[4] == "resources") return take_task_resource(path.key(), value);
    if (path.depth() != 5 || value.kind != json_kind::string) return;
    if (path.key() == "state") task_.state = value.string;
    if (path.key() == "slave_id") task_.agent_id = value.string;
  }

  void take_task_resource(std::string_view name, const json_scalar& value) {
    if (value.kind == json_kind::number) task_.resources.emplace_back(name, value.number);
    if (value.kind != json_kind::string) return;
    const auto count = count_resource(value.string);
    count ? static_cast<void>(task_.resources.emplace_back(name, *count)) : writer().refuse();
  }

  void take_value(const json_path& path, const json_scalar& value) {
    const std::string key = row_key(path);
    if (path[0] == "frameworks" && !takes_framework(key)) return;
    const bool is_resource = path.depth() > 3 && path[2] != "drain_info";
    if (is_resource && value.kind == json_kind::string) {
      if (const auto count = count_resource(value.string)) return current_.values.set(key, *count);
    }
    current_.values.take(key, value, writer());
  }

  void end(const json_path& path) override {
    if (path.depth() == 4 && path[0] == "frameworks" && path[1] == "[]" && part_ == list_part::agents) {
      if (is_task_list(path[2])) count_task();
      if (path[2] == "executors" || is_active(task_.state)) count_resources();
    }
    if (path.depth() != 2 || path[1] != "[]" || !is_list(path[0])) return;
    if (current_.agent.id.empty()) return refuse_nameless(path);
    if (path[0] == "frameworks") {
      current_.write_framework(part_ != list_part::details, writer());
    } else if (path[0] == "recovered_slaves") {
      end_recovered_agent();
    } else if (part_ != list_part::details) {
      end_agent();
    }
  }

  void end_agent() {
    current_.values.write(agent_labels(current_.agent), writer());
    if (!takes_agent_resources()) return;
    if (current_.values.find(used_prefix + std::string("cpus"))) tells_use_.insert(current_.agent.id);
    current_.write_agent_texts(wanted_attributes_, writer());
    agents_.push_back(current_.agent);
    // Without an address there is nobody to ask.
    if (!current_.agent.address.empty()) writer().name_agent(std::move(current_.agent));
  }

  void end_recovered_agent() {
    ++recovered_;
    if (!takes_agent_resources()) return;
    current_.agent.address.clear();
    writer().name_agent(std::move(current_.agent));
  }

  void count_task() {
    if (task_.state.empty()) return;
    current_.values.add("frameworks/" + task_.state, 1);
    const auto at = tasks_of_agent_.try_emplace(task_.agent_id, list_rows()).first;
    at->second.add("slaves/" + task_.state, 1);
  }

  static bool is_active(std::string_view state) {
    return state == "TASK_STAGING" || state == "TASK_STARTING" || state == "TASK_RUNNING" ||
           state == "TASK_KILLING";
  }

  void count_resources() {
    const auto at = used_of_agent_.try_emplace(task_.agent_id, list_rows()).first;
    for (const auto& [name, amount] : task_.resources) at->second.add(used_prefix + name, amount);
    task_ = task{};
  }

  result<void> check() override {
    if (part_ != list_part::details && !has_agents_) {
      return failure{errc::wrong_shape, "the answer has no list \"slaves\""};
    }
    if (part_ != list_part::agents && !has_frameworks_) {
      return failure{errc::wrong_shape, "the answer has no list \"frameworks\""};
    }
    if (part_ != list_part::agents) return {};
    if (has_recovered_) writer().add(*list_rows().find("recovered_slaves"), static_cast<double>(recovered_));
    if (has_frameworks_) write_tasks_of_agents();
    return {};
  }

  void write_tasks_of_agents() {
    for (const listed_agent& agent : agents_) {
      element_values& tasks = tasks_of_agent_.try_emplace(agent.id, list_rows()).first->second;
      set_no_tasks("slaves/", tasks);
      tasks.write(agent_labels(agent), writer());
      if (!tells_use_.contains(agent.id)) write_use_of(agent);
    }
  }

  // Versions that have the agents in /state.json only do not say what is used of each, but have all that uses it in the same answer.
  void write_use_of(const listed_agent& agent) {
    element_values& used = used_of_agent_.try_emplace(agent.id, list_rows()).first->second;
    for (const char* always : {"cpus", "disk", "mem"}) used.add(used_prefix + std::string(always), 0);
    used.write(agent_labels(agent), writer());
  }

  list_part part_;
  std::vector<std::string> wanted_attributes_;
  list_element current_;
  task task_;
  std::vector<listed_agent> agents_;
  std::map<std::string, element_values> tasks_of_agent_;  ///< only of a body that has the tasks
  std::map<std::string, element_values> used_of_agent_;   ///< the same
  std::set<std::string> tells_use_;                       ///< agents whose use the list itself tells
  std::size_t recovered_ = 0;
  bool has_agents_ = false;
  bool has_frameworks_ = false;
  bool has_recovered_ = false;
};

}  // namespace

std::unique_ptr<body_decoder> make_agent_list_decoder(decode_options options) {
  return std::make_unique<list_decoder>(std::move(options), list_part::agents);
}

std::unique_ptr<body_decoder> make_framework_list_decoder(decode_options options) {
  return std::make_unique<list_decoder>(std::move(options), list_part::summary);
}

std::unique_ptr<body_decoder> make_framework_detail_decoder(decode_options options) {
  return std::make_unique<list_decoder>(std::move(options), list_part::details);
}

}  // namespace mesoscale::exporter
