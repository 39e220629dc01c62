#include "simulator/master_api.hpp"

#include "simulator/mesos_answers.hpp"
#include "simulator/mesos_json.hpp"
#include "simulator/mesos_snapshot.hpp"
#include "simulator/mesos_tables.hpp"

#include <algorithm>
#include <array>

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;

/// What only the leader answers, under /NAME and /master/NAME.
constexpr std::array<std::string_view, 11> leader_endpoints = {
    "state", "state-summary", "slaves",  "frameworks",           "roles",
    "tasks", "quota",         "weights", "maintenance/schedule", "maintenance/status",
    "api/v1"};

/// "/master/slaves" and "/slaves" are "slaves".
std::string endpoint(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const std::string own = "/master/";
  return path.compare(0, own.size(), own) == 0 ? path.substr(own.size())
                                               : path.substr(std::min<std::size_t>(1, path.size()));
}

}  // namespace

http_response master_api::answer(const http_request& request) const {
  const std::string name = endpoint(net::percent_decode(request.path));
  if (name == "metrics/snapshot") {
    if (auto refused = refused_timeout(request)) return *refused;
    return v0_answer(request, master_snapshot(model_, index_));
  }
  if (name == "health") return empty_answer();
  if (name == "version") return v0_answer(request, version_v0());
  if (name == "flags") return v0_answer(request, {{"flags", flags()}});
  if (name == "system/stats.json") return v0_answer(request, system_stats(model_));
  if (name == "redirect") return to_leader("");
  if (name == "logging/toggle") return mesos_text(200, "0\n");
  if (std::find(leader_endpoints.begin(), leader_endpoints.end(), name) == leader_endpoints.end())
    return mesos_not_found();
  if (!leads()) return to_leader("/master/" + name);
  return name == "api/v1" ? operator_call(request) : leader_v0(request, name);
}

http_response master_api::to_leader(const std::string& path) const {
  const auto leader = model_.leader();
  if (!leader) return mesos_text(503, "No leader elected");
  http_response out;
  out.status = 307;
  out.headers.set("Location", "//" + addresses_[static_cast<std::size_t>(*leader)] + path);
  return out;
}

http_response master_api::leader_v0(const http_request& request, const std::string& name) const {
  if (name == "state") return v0_answer(request, state());
  if (name == "state-summary") return v0_answer(request, state_summary());
  if (name == "slaves") return v0_answer(request, agents());
  if (name == "frameworks") return v0_answer(request, frameworks());
  if (name == "roles") return v0_answer(request, roles());
  if (name == "tasks") return v0_answer(request, tasks(request));
  if (!model_.has_quorum() && name != "weights") return v0_answer(request, json::object());
  if (name == "weights") return v0_answer(request, model_.has_quorum() ? model_.weights() : json::array());
  if (name == "maintenance/schedule") return v0_answer(request, model_.maintenance_schedule());
  if (name == "maintenance/status") return v0_answer(request, maintenance_status());
  return v0_answer(request, json::object());  // the quota of a cluster that has none
}

json master_api::flags() const {
  json out;
  for (const flag_row& row : master_flags()) out[std::string(row.name)] = row.value;
  const auto colon = address().rfind(':');
  const std::string host = address().substr(0, colon);
  out["cluster"] = "simulated";
  out["hostname"] = host;
  out["ip"] = host;
  out["port"] = address().substr(colon + 1);
  out["quorum"] = std::to_string(model_.options().masters / 2 + 1);
  out["log_dir"] = "/var/log/mesos";
  out["work_dir"] = "/var/lib/mesos";
  out["zk"] = "zk://127.0.0.1:2181/mesos";
  return out;
}

json master_api::agents() const {
  json list = json::array();
  for (const agent& a : model_.agents()) {
    if (!leader_knows_cluster(model_)) break;
    json one = agent_v0(model_, a);
    const json& used = one.at("used_resources");
    one["reserved_resources_full"] = json::object();
    one["unreserved_resources_full"] = agent_resources(a, true);
    one["used_resources_full"] =
        used_resources_list(used.at("cpus"), used.at("mem"), used.at("disk"), true, true);
    one["offered_resources_full"] = json::array();
    list.push_back(std::move(one));
  }
  return {{"slaves", std::move(list)}, {"recovered_slaves", recovered_agents()}};
}

/// A new leader knows from the registry who was there, until they come back.
json master_api::recovered_agents() const {
  json list = json::array();
  if (!model_.has_quorum() || leader_knows_cluster(model_)) return list;
  for (const agent& a : model_.agents())
    list.push_back(
        {{"id", a.id}, {"hostname", a.host}, {"port", a.port}, {"attributes", agent_attributes(a)}});
  return list;
}

/// The machines of the schedule are drained from the moment it is set.
json master_api::maintenance_status() const {
  json machines = json::array();
  for (const json& window : model_.maintenance_schedule().value("windows", json::array()))
    for (const json& machine : window.value("machine_ids", json::array()))
      machines.push_back({{"id", machine}});
  if (machines.empty()) return json::object();
  return {{"draining_machines", std::move(machines)}};
}

json master_api::role_weight(const std::string& role) const {
  for (const json& one : model_.weights())
    if (one.value("role", "") == role) return one.value("weight", 1.0);
  return 1.0;
}

json master_api::task_list(bool completed, bool v1) const {
  json out = json::array();
  if (!leader_knows_cluster(model_)) return out;
  const auto add = [&](const task& t) {
    out.push_back(v1 ? task_v1(model_, t, completed) : task_v0(model_, t, completed));
  };
  if (completed) {
    for (const task& t : model_.completed_tasks()) add(t);
  } else {
    for (const task& t : model_.tasks()) add(t);
  }
  return out;
}

json master_api::framework_summary() const {
  return {{"id", model_.framework_id()},
          {"name", "marathon"},
          {"used_resources", used_totals(model_, "")},
          {"offered_resources", resource_totals(0, 0, 0)},
          {"capabilities", framework_capabilities()},
          {"hostname", "127.0.12.1"},
          {"webui_url", ""},
          {"active", true},
          {"connected", true},
          {"recovered", false}};
}

json master_api::frameworks() const {
  json list = json::array();
  if (leader_knows_cluster(model_)) {
    json one = framework_summary();
    one["user"] = "root";
    one["failover_timeout"] = 604800.0;
    one["checkpoint"] = true;
    one["registered_time"] = epoch_seconds(model_.elected_at());
    one["unregistered_time"] = 0.0;
    one["resources"] = used_totals(model_, "");
    one["role"] = "*";
    one["tasks"] = task_list(false, false);
    one["completed_tasks"] = task_list(true, false);
    for (const char* empty : {"unreachable_tasks", "offers", "executors"}) one[empty] = json::array();
    one["offer_constraints"] = json::object();
    list.push_back(std::move(one));
  }
  return {{"frameworks", std::move(list)},
          {"completed_frameworks", json::array()},
          {"unregistered_frameworks", json::array()}};
}

json master_api::tasks(const http_request& request) const {
  json list = task_list(false, false);
  for (auto& t : task_list(true, false)) list.push_back(t);
  std::size_t limit = 100;
  if (const auto given = net::query_values(request.query, "limit"); !given.empty())
    limit = static_cast<std::size_t>(std::max(0, std::atoi(given.front().c_str())));
  while (list.size() > limit) list.erase(list.size() - 1);
  return {{"tasks", std::move(list)}};
}

json master_api::roles() const {
  const json used = used_totals(model_, "");
  json resources = json::object();
  for (const char* name : {"cpus", "disk", "mem"})
    if (used.at(name).get<double>() > 0) resources[name] = used.at(name);
  json list = json::array();
  if (leader_knows_cluster(model_)) {
    const json quota = {
        {"role", "*"}, {"guarantee", json::object()}, {"limit", json::object()}, {"consumed", resources}};
    list.push_back({{"name", "*"},
                    {"weight", role_weight("*")},
                    {"quota", quota},
                    {"resources", resources},
                    {"allocated", resources},
                    {"offered", json::object()},
                    {"reserved", json::object()},
                    {"frameworks", json::array({model_.framework_id()})}});
  }
  return {{"roles", std::move(list)}};
}

json master_api::task_counts(const std::string& agent_id) const {
  json out;
  for (const char* state : {"STAGING", "STARTING", "RUNNING", "KILLING", "FINISHED", "KILLED", "FAILED",
                            "LOST", "ERROR", "UNREACHABLE"})
    out[std::string("TASK_") + state] = 0;
  const auto add = [&](const char* key) { out[key] = out[key].get<int>() + 1; };
  for (const task& t : model_.tasks()) {
    if (!agent_id.empty() && t.agent_id != agent_id) continue;
    add(t.state == task_state::staging   ? "TASK_STAGING"
        : t.state == task_state::running ? "TASK_RUNNING"
                                         : "TASK_KILLING");
  }
  for (const task& t : model_.completed_tasks())
    if (agent_id.empty() || t.agent_id == agent_id) add("TASK_KILLED");
  return out;
}

json master_api::state_summary() const {
  json slaves = json::array();
  json with_tasks = json::array();
  json frameworks = json::array();
  if (leader_knows_cluster(model_)) {
    for (const agent& a : model_.agents()) {
      json one = agent_v0(model_, a);
      one.update(task_counts(a.id));
      const bool busy = std::any_of(model_.tasks().begin(), model_.tasks().end(),
                                    [&](const task& t) { return t.agent_id == a.id; });
      one["framework_ids"] = busy ? json::array({model_.framework_id()}) : json::array();
      if (busy) with_tasks.push_back(a.id);
      slaves.push_back(std::move(one));
    }
    json one = framework_summary();
    one.update(task_counts(""));
    one["slave_ids"] = std::move(with_tasks);
    frameworks.push_back(std::move(one));
  }
  return {{"hostname", address().substr(0, address().rfind(':'))},
          {"cluster", "simulated"},
          {"slaves", std::move(slaves)},
          {"frameworks", std::move(frameworks)}};
}

}  // namespace mesoscale::simulator
