#include "simulator/mesos_json.hpp"

#include "simulator/mesos_snapshot.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace mesoscale::simulator {
namespace {

json scalar(const char* name, double value) {
  return {{"name", name}, {"type", "SCALAR"}, {"scalar", {{"value", value}}}};
}

std::string pid_of(const agent& which) { return "slave(1)@" + which.host + ':' + std::to_string(which.port); }

const char* state_name(const task& which, bool completed) {
  if (completed) return "TASK_KILLED";
  switch (which.state) {
    case task_state::staging:
      return "TASK_STAGING";
    case task_state::running:
      return "TASK_RUNNING";
    case task_state::killing:
      return "TASK_KILLING";
  }
  return "";
}

json container_status(const cluster& of, const task& which) {
  const agent* where = of.agent_of(which);
  const json address = {{"protocol", "IPv4"}, {"ip_address", where ? where->host : "127.0.0.1"}};
  return {{"container_id", {{"value", which.container_id}}},
          {"network_infos", json::array({{{"ip_addresses", json::array({address})}}})}};
}

/// A UUID's 16 bytes in base64, as v1 writes status ids; made from the task's own UUID.
std::string status_uuid(const task& which) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < 22; ++i)
    text += alphabet[(static_cast<unsigned char>(which.container_id[i]) * (i + 7)) % 64];
  return text + "==";
}

/// The labels of the task's app, which Marathon gives to its tasks: [{"key":...,"value":...}].
json task_labels(const cluster& of, const task& which) {
  json list = json::array();
  const auto found = of.apps().find(which.app_id);
  if (found == of.apps().end()) return list;
  const json labels = found->second.definition.full.value("labels", json::object());
  for (const auto& [key, text] : labels.items()) list.push_back({{"key", key}, {"value", text}});
  return list;
}

struct status {
  const char* state;
  instant when;
};

std::vector<status> statuses(const task& which, bool completed) {
  std::vector<status> out;
  if (which.started_at == instant{}) return out;
  out.push_back({"TASK_STARTING", which.started_at});
  out.push_back({"TASK_RUNNING", which.started_at});
  if (which.state == task_state::killing || completed)
    out.push_back({completed ? "TASK_KILLED" : "TASK_KILLING", which.due});
  return out;
}

}  // namespace

json resource_totals(double cpus, double mem, double disk) {
  return {{"cpus", cpus}, {"disk", disk}, {"gpus", 0.0}, {"mem", mem}};
}

json used_totals(const cluster& of, const std::string& agent_id) {
  double cpus = 0, mem = 0, disk = 0;
  for (const task& t : of.tasks())
    if (agent_id.empty() || t.agent_id == agent_id) cpus += t.cpus, mem += t.mem, disk += t.disk;
  return resource_totals(cpus, mem, disk);
}

json version_v0() {
  return {{"build_date", "2026-11-22 06:41:49 UTC"},
          {"build_time", 1795329709.0},
          {"build_user", "root"},
          {"git_sha", "c1b42f79d157aa900be5cbb0c1023f1479962aa7"},
          {"version", "1.12.0"}};
}

json capability_names() {
  return {"MULTI_ROLE",    "HIERARCHICAL_ROLE",        "RESERVATION_REFINEMENT", "RESOURCE_PROVIDER",
          "RESIZE_VOLUME", "AGENT_OPERATION_FEEDBACK", "AGENT_DRAINING",         "TASK_RESOURCE_LIMITS"};
}

json framework_capabilities() { return {"TASK_KILLING_STATE", "PARTITION_AWARE", "REGION_AWARE"}; }

json v1_types(const json& names) {
  json out = json::array();
  for (const auto& name : names) out.push_back({{"type", name}});
  return out;
}

json nanoseconds(instant when) {
  return {
      {"nanoseconds", std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch()).count()}};
}

json agent_attributes(const agent& which) {
  json out = json::object();
  for (const auto& [name, value] : which.attributes) out[name] = value;
  return out;
}

json agent_resources(const agent& which, bool with_role) {
  json ports{{"name", "ports"}, {"type", "RANGES"}};
  ports["ranges"] = {{"range", json::array({{{"begin", 31000}, {"end", 32000}}})}};
  json out = json::array(
      {scalar("cpus", which.cpus), scalar("mem", which.mem), scalar("disk", which.disk), std::move(ports)});
  if (with_role)
    for (auto& resource : out) resource["role"] = "*";
  return out;
}

json used_resources_list(double cpus, double mem, double disk, bool with_role, bool with_allocation) {
  json out = json::array();
  if (cpus > 0) out.push_back(scalar("cpus", cpus));
  if (mem > 0) out.push_back(scalar("mem", mem));
  if (disk > 0) out.push_back(scalar("disk", disk));
  for (auto& resource : out) {
    if (with_role) resource["role"] = "*";
    if (with_allocation) resource["allocation_info"] = {{"role", "*"}};
  }
  return out;
}

json agent_v0(const cluster& of, const agent& which) {
  json total = resource_totals(which.cpus, which.mem, which.disk);
  total["ports"] = "[31000-32000]";
  const json used = used_totals(of, which.id);
  return {{"id", which.id},
          {"hostname", which.host},
          {"port", which.port},
          {"attributes", agent_attributes(which)},
          {"pid", pid_of(which)},
          {"registered_time", epoch_seconds(std::max(which.started_at, of.elected_at()))},
          {"resources", total},
          {"used_resources", used},
          {"offered_resources", resource_totals(0, 0, 0)},
          {"reserved_resources", json::object()},
          {"unreserved_resources", total},
          {"active", !which.is_lost()},
          {"deactivated", false},
          {"version", "1.12.0"},
          {"capabilities", capability_names()}};
}

json agent_info_v1(const agent& which) {
  json attributes = json::array();
  for (const auto& [name, value] : which.attributes)
    attributes.push_back({{"name", name}, {"type", "TEXT"}, {"text", {{"value", value}}}});
  return {{"hostname", which.host},
          {"port", which.port},
          {"resources", agent_resources(which, false)},
          {"attributes", std::move(attributes)},
          {"id", {{"value", which.id}}}};
}

json agent_v1(const cluster& of, const agent& which) {
  json info = agent_info_v1(which);
  info["checkpoint"] = true;
  const json used = used_totals(of, which.id);
  return {{"agent_info", std::move(info)},
          {"active", !which.is_lost()},
          {"deactivated", false},
          {"version", "1.12.0"},
          {"pid", pid_of(which)},
          {"registered_time", nanoseconds(std::max(which.started_at, of.elected_at()))},
          {"total_resources", agent_resources(which, true)},
          {"allocated_resources",
           used_resources_list(used.at("cpus"), used.at("mem"), used.at("disk"), true, true)},
          {"capabilities", v1_types(capability_names())}};
}

std::string task_name(const task& which) {
  // Marathon names a task by its app's path turned round: /demo/web is "web.demo".
  std::string name;
  std::string rest = which.app_id;
  while (!rest.empty()) {
    const auto slash = rest.rfind('/');
    name += (name.empty() ? "" : ".") + rest.substr(slash + 1);
    rest.resize(slash);
  }
  return name;
}

std::string executor_name(const cluster& of, const task& which) {
  std::string command;
  const auto found = of.apps().find(which.app_id);
  if (found != of.apps().end()) command = found->second.definition.full.value("cmd", "");
  constexpr std::size_t shown = 15;
  if (command.size() > shown) command = command.substr(0, shown - 3) + "...";
  return "Command Executor (Task: " + which.id + ") (Command: sh -c '" + command + "')";
}

json task_v0(const cluster& of, const task& which, bool completed) {
  json history = json::array();
  for (const status& s : statuses(which, completed))
    history.push_back({{"state", s.state},
                       {"timestamp", epoch_seconds(s.when)},
                       {"container_status", container_status(of, which)}});
  json out{{"id", which.id},
           {"name", task_name(which)},
           {"framework_id", of.framework_id()},
           {"executor_id", ""},
           {"slave_id", which.agent_id},
           {"state", state_name(which, completed)},
           {"resources", resource_totals(which.cpus, which.mem, which.disk)},
           {"role", "*"},
           {"statuses", std::move(history)}};
  if (json labels = task_labels(of, which); !labels.empty()) out["labels"] = std::move(labels);
  return out;
}

json task_v1(const cluster& of, const task& which, bool completed) {
  json history = json::array();
  for (const status& s : statuses(which, completed)) {
    json container = container_status(of, which);
    container["executor_pid"] = which.executor_pid;
    history.push_back({{"task_id", {{"value", which.id}}},
                       {"state", s.state},
                       {"source", "SOURCE_EXECUTOR"},
                       {"agent_id", {{"value", which.agent_id}}},
                       {"executor_id", {{"value", which.id}}},
                       {"timestamp", epoch_seconds(s.when)},
                       {"uuid", status_uuid(which)},
                       {"container_status", std::move(container)}});
    if (std::string_view(s.state) == "TASK_KILLED")
      history.back()["message"] = "Command terminated with signal Terminated";
  }
  json out{{"name", task_name(which)},
           {"task_id", {{"value", which.id}}},
           {"framework_id", {{"value", of.framework_id()}}},
           {"agent_id", {{"value", which.agent_id}}},
           {"state", state_name(which, completed)},
           {"resources", used_resources_list(which.cpus, which.mem, which.disk, false, true)}};
  if (!history.empty()) {
    out["status_update_state"] = history.back().at("state");
    out["status_update_uuid"] = history.back().at("uuid");
  }
  out["statuses"] = std::move(history);
  if (json labels = task_labels(of, which); !labels.empty()) out["labels"] = {{"labels", std::move(labels)}};
  return out;
}

json framework_v1_info(const cluster& of) {
  return {{"user", "root"},
          {"name", "marathon"},
          {"id", {{"value", of.framework_id()}}},
          {"failover_timeout", 604800.0},
          {"checkpoint", true},
          {"role", "*"},
          {"capabilities", v1_types(framework_capabilities())}};
}

}  // namespace mesoscale::simulator
