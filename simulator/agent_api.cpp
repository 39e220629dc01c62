#include "simulator/agent_api.hpp"

#include "simulator/container_statistics.hpp"
#include "simulator/mesos_answers.hpp"
#include "simulator/mesos_json.hpp"
#include "simulator/mesos_snapshot.hpp"
#include "simulator/mesos_tables.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;

/// "/slave(1)/state" and "/state" are "state".
std::string endpoint(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const std::string own = "/slave(1)/";
  return path.compare(0, own.size(), own) == 0 ? path.substr(own.size())
                                               : path.substr(std::min<std::size_t>(1, path.size()));
}

std::vector<const task*> tasks_on(const cluster& of, const agent& where) {
  std::vector<const task*> found;
  for (const task& t : of.tasks())
    if (t.agent_id == where.id) found.push_back(&t);
  return found;
}

/// Only a task that has started has a container with statistics.
bool has_container(const task& of) { return of.started_at != instant{}; }

std::string sandbox(const cluster& of, const task& which) {
  return "/var/lib/mesos/slaves/" + which.agent_id + "/frameworks/" + of.framework_id() + "/executors/" +
         which.id + "/runs/" + which.container_id;
}

/// A member of the call's own object, as {"get_containers":{"show_nested":true}}.
bool is_set_in_call(const http_request& request, const char* call, const char* member) {
  const json whole = json::parse(request.body, nullptr, false);
  if (!whole.is_object() || !whole.contains(call) || !whole.at(call).is_object()) return false;
  const auto found = whole.at(call).find(member);
  return found != whole.at(call).end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

http_response agent_api::answer(const http_request& request) const {
  const auto& all = model_.agents();
  const auto self = std::find_if(all.begin(), all.end(), [&](const agent& a) { return a.host == host_; });
  if (self == all.end()) return mesos_not_found();
  const std::string name = endpoint(net::percent_decode(request.path));
  if (name == "metrics/snapshot") {
    if (auto refused = refused_timeout(request)) return *refused;
    return v0_answer(request, agent_snapshot(model_, *self));
  }
  if (name == "health") return empty_answer();
  if (name == "version") return v0_answer(request, version_v0());
  if (name == "flags") return v0_answer(request, {{"flags", flags(*self)}});
  if (name == "system/stats.json") return v0_answer(request, system_stats(model_));
  if (name == "state") return v0_answer(request, state(*self));
  if (name == "containers") return v0_answer(request, containers(*self, true));
  if (name == "monitor/statistics") return v0_answer(request, containers(*self, false));
  if (name == "api/v1") return operator_call(request, *self);
  return mesos_not_found();
}

json agent_api::flags(const agent& self) const {
  json out;
  for (const flag_row& row : agent_flags()) out[std::string(row.name)] = row.value;
  std::string attributes;
  for (const auto& [name, value] : self.attributes)
    attributes += (attributes.empty() ? "" : ";") + name + ':' + value;
  out["attributes"] = attributes;
  out["hostname"] = self.host;
  out["ip"] = self.host;
  out["port"] = std::to_string(self.port);
  out["master"] = "zk://127.0.0.1:2181/mesos";
  out["log_dir"] = "/var/log/mesos";
  out["work_dir"] = "/var/lib/mesos";
  out["runtime_dir"] = "/var/run/mesos";
  out["fetcher_cache_dir"] = "/tmp/mesos/fetch";
  out["resources"] = "cpus:" + json(self.cpus).dump() + ";mem:" + json(self.mem).dump() +
                     ";disk:" + json(self.disk).dump() + ";ports:[31000-32000]";
  return out;
}

json agent_api::containers(const agent& self, bool with_ids) const {
  json list = json::array();
  for (const task* t : tasks_on(model_, self)) {
    if (!has_container(*t)) continue;
    json one{{"executor_id", t->id},
             {"executor_name", executor_name(model_, *t)},
             {"framework_id", model_.framework_id()},
             {"source", t->id},
             {"statistics", statistics(model_, *t)}};
    if (with_ids) {
      one["container_id"] = t->container_id;
      one["status"] = {{"container_id", {{"value", t->container_id}}}, {"executor_pid", t->executor_pid}};
    }
    list.push_back(std::move(one));
  }
  for (const pod_instance& pod : pods_on(self)) list.push_back(v0_pod_container(model_, pod, with_ids));
  return list;
}

std::vector<pod_instance> agent_api::pods_on(const agent& self) const {
  auto pods = pods_of(model_, pods_);
  std::erase_if(pods, [&](const pod_instance& one) { return one.agent_id != self.id; });
  return pods;
}

json agent_api::executor_v0(const task& of, bool completed) const {
  const json task = task_v0(model_, of, completed);
  const double used = completed ? 0 : 1;
  return {{"id", of.id},
          {"name", executor_name(model_, of)},
          {"source", of.id},
          {"container", of.container_id},
          {"directory", sandbox(model_, of)},
          {"resources",
           resource_totals(executor_cpus + used * of.cpus, executor_mem + used * of.mem, used * of.disk)},
          {"role", "*"},
          {"tasks", completed ? json::array() : json::array({task})},
          {"queued_tasks", json::array()},
          {"completed_tasks", completed ? json::array({task}) : json::array()}};
}

json agent_api::state(const agent& self) const {
  const auto tasks = tasks_on(model_, self);
  json executors = json::array();
  for (const task* t : tasks) executors.push_back(executor_v0(*t, false));
  for (const pod_instance& pod : pods_on(self)) executors.push_back(v0_pod_executor(model_, pod));
  json completed = json::array();
  for (const task& t : model_.completed_tasks())
    if (t.agent_id == self.id) completed.push_back(executor_v0(t, true));
  json frameworks = json::array();
  if (!executors.empty() || !completed.empty())
    frameworks.push_back({{"id", model_.framework_id()},
                          {"name", "marathon"},
                          {"user", "root"},
                          {"failover_timeout", 604800.0},
                          {"checkpoint", true},
                          {"hostname", "127.0.12.1"},
                          {"role", "*"},
                          {"executors", std::move(executors)},
                          {"completed_executors", std::move(completed)}});
  json total = resource_totals(self.cpus, self.mem, self.disk);
  total["ports"] = "[31000-32000]";
  const json used = used_totals(model_, self.id);
  const auto count = static_cast<double>(tasks.size());
  json out = version_v0();
  out.update(
      {{"start_time", epoch_seconds(self.started_at)},
       {"id", self.id},
       {"pid", "slave(1)@" + self.host + ':' + std::to_string(self.port)},
       {"hostname", self.host},
       {"capabilities", capability_names()},
       {"resources", total},
       {"reserved_resources", json::object()},
       {"unreserved_resources", total},
       {"reserved_resources_full", json::object()},
       {"unreserved_resources_full", agent_resources(self, true)},
       {"reserved_resources_allocated", json::object()},
       {"unreserved_resources_allocated",
        resource_totals(used.at("cpus").get<double>() + executor_cpus * count,
                        used.at("mem").get<double>() + executor_mem * count, used.at("disk").get<double>())},
       {"resource_providers", json::array()},
       {"attributes", agent_attributes(self)},
       {"master_hostname", "127.0.10." + std::to_string(model_.leader().value_or(0) + 1)},
       {"log_dir", "/var/log/mesos"},
       {"flags", flags(self)},
       {"frameworks", std::move(frameworks)},
       {"completed_frameworks", json::array()}});
  return out;
}

json agent_api::v1_containers(const agent& self, bool with_nested) const {
  json list = json::array();
  for (const task* t : tasks_on(model_, self)) {
    if (!has_container(*t)) continue;
    list.push_back({{"framework_id", {{"value", model_.framework_id()}}},
                    {"executor_id", {{"value", t->id}}},
                    {"executor_name", executor_name(model_, *t)},
                    {"container_id", {{"value", t->container_id}}},
                    {"container_status",
                     {{"container_id", {{"value", t->container_id}}}, {"executor_pid", t->executor_pid}}},
                    {"resource_statistics", statistics(model_, *t)}});
  }
  for (const pod_instance& pod : pods_on(self)) {
    for (json& one : v1_pod_containers(model_, pod, with_nested)) list.push_back(std::move(one));
  }
  return list.empty() ? json::object() : json{{"containers", std::move(list)}};
}

json agent_api::v1_tasks(const agent& self) const {
  json launched = json::array();
  json terminated = json::array();
  for (const task* t : tasks_on(model_, self)) launched.push_back(task_v1(model_, *t, false));
  for (const task& t : model_.completed_tasks())
    if (t.agent_id == self.id) terminated.push_back(task_v1(model_, t, true));
  return {{"pending_tasks", json::array()},
          {"queued_tasks", json::array()},
          {"launched_tasks", std::move(launched)},
          {"terminated_tasks", std::move(terminated)},
          {"completed_tasks", json::array()}};
}

json agent_api::v1_executors(const agent& self) const {
  const json launcher = {"mesos-executor", "--launcher_dir=/usr/libexec/mesos"};
  json list = json::array();
  for (const task* t : tasks_on(model_, self)) {
    json info{{"executor_id", {{"value", t->id}}},
              {"framework_id", {{"value", model_.framework_id()}}},
              {"command",
               {{"shell", false}, {"value", "/usr/libexec/mesos/mesos-executor"}, {"arguments", launcher}}},
              {"resources", used_resources_list(executor_cpus, executor_mem, 0, false, true)},
              {"name", executor_name(model_, *t)},
              {"source", t->id}};
    list.push_back({{"executor_info", std::move(info)}});
  }
  return list.empty() ? json::object() : json{{"executors", std::move(list)}};
}

json agent_api::v1_frameworks(const agent& self) const {
  if (tasks_on(model_, self).empty()) return json::object();
  return {{"frameworks", json::array({{{"framework_info", framework_v1_info(model_)}}})}};
}

json agent_api::operator_body(const std::string& call, const http_request& request, const agent& self) const {
  if (call == "GET_HEALTH") return {{"healthy", true}};
  if (call == "GET_VERSION") return v1_version();
  if (call == "GET_FLAGS") return v1_flags(flags(self));
  if (call == "GET_METRICS") return v1_metrics(agent_snapshot(model_, self));
  if (call == "GET_LOGGING_LEVEL") return {{"level", 0}};
  if (call == "GET_AGENT") return {{"agent_info", agent_info_v1(self)}};
  if (call == "GET_CONTAINERS") {
    return v1_containers(self, is_set_in_call(request, "get_containers", "show_nested"));
  }
  if (call == "GET_EXECUTORS") return v1_executors(self);
  if (call == "GET_FRAMEWORKS") return v1_frameworks(self);
  if (call == "GET_OPERATIONS" || call == "GET_RESOURCE_PROVIDERS") return json::object();
  if (call == "GET_TASKS") return v1_tasks(self);
  if (call == "GET_STATE")
    return {{"get_tasks", v1_tasks(self)},
            {"get_executors", v1_executors(self)},
            {"get_frameworks", v1_frameworks(self)}};
  return json();
}

http_response agent_api::operator_call(const http_request& request, const agent& self) const {
  const auto call = v1_call(request, "agent");
  if (const auto* refused = std::get_if<http_response>(&call)) return *refused;
  const std::string& type = std::get<std::string>(call);
  const json body = operator_body(type, request, self);
  if (body.is_null())
    return mesos_text(400, "Failed to validate agent::Call: Expecting 'type' to be present");
  return v1_answer(type, body);
}

}  // namespace mesoscale::simulator
