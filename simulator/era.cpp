#include "simulator/era.hpp"

#include "simulator/era_tables.hpp"
#include "simulator/json.hpp"
#include "simulator/marathon_answers.hpp"
#include "simulator/mesos_answers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;
using members = std::span<const std::string_view>;
using old_path = std::pair<std::string_view, std::string_view>;  ///< then, now

// Paths ended in .json until 0.25 (Mesos' upgrade notes); /slaves, /state-summary, /frameworks and /containers came later.
constexpr old_path master_paths[] = {
    {"/health", "/health"},     {"/metrics/snapshot", "/metrics/snapshot"},
    {"/redirect", "/redirect"}, {"/roles.json", "/roles"},
    {"/state.json", "/state"},  {"/system/stats.json", "/system/stats.json"},
};
constexpr old_path agent_paths[] = {
    {"/health", "/health"},
    {"/metrics/snapshot", "/metrics/snapshot"},
    {"/monitor/statistics.json", "/monitor/statistics"},
    {"/state.json", "/state"},
    {"/system/stats.json", "/system/stats.json"},
};
constexpr std::string_view later_marathon_paths[] = {"/metrics/prometheus", "/v2/pods"};

/// The request as it is asked today; nothing where the daemon had no such path. prefix: under which all paths are there, too.
std::optional<http_request> as_today(http_request request, std::string_view prefix,
                                     std::span<const old_path> paths) {
  if (request.path.starts_with(prefix)) request.path.erase(0, prefix.size());
  const auto found = std::ranges::find(paths, std::string_view(request.path), &old_path::first);
  if (found == paths.end()) return std::nullopt;
  request.path = found->second;
  // What a callback is wrapped around could not be cut down.
  const auto timeout = net::query_values(request.query, "timeout");
  request.query = timeout.empty() ? "" : "timeout=" + timeout.front();
  return request;
}

json only(const json& of, members wanted) {
  json out = json::object();
  for (const std::string_view name : wanted) {
    if (const auto at = of.find(name); at != of.end()) out[std::string(name)] = *at;
  }
  return out;
}

json only_each(const json& list, members wanted) {
  json out = json::array();
  for (const json& one : list) out.push_back(only(one, wanted));
  return out;
}

/// There were no GPUs, and a number without a fraction was written as a whole one.
void make_old(json& value) {
  if (value.is_object()) value.erase("gpus");
  if (value.is_structured()) {
    for (json& one : value) make_old(one);
  } else if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::floor(number) == number && std::abs(number) < 1e15) value = static_cast<std::int64_t>(number);
  }
}

/// Mesos escaped the slashes of texts until 1.7.
http_response old_mesos_json(const http_request& request, json body) {
  make_old(body);
  http_response out = v0_answer(request, body);
  std::string escaped;
  for (const char c : out.body) {
    if (c == '/') escaped += '\\';
    escaped += c;
  }
  out.body = std::move(escaped);
  return out;
}

std::optional<json> body_of(const http_response& answer) {
  if (answer.status != 200) return std::nullopt;
  json body = json::parse(answer.body, nullptr, false);
  if (body.is_discarded()) return std::nullopt;
  return body;
}

json old_state(const json& now) {
  json out{{"version", "0.21.1"}, {"orphan_tasks", json::array()}};
  for (const char* same : {"cluster", "elected_time", "flags", "hostname", "id", "leader", "pid",
                           "start_time", "completed_frameworks", "unregistered_frameworks"}) {
    if (now.contains(same)) out[same] = now.at(same);
  }
  out["slaves"] = only_each(now.at("slaves"), old_agent_members());
  out["activated_slaves"] = out["slaves"].size();
  out["deactivated_slaves"] = 0;
  out["frameworks"] = only_each(now.at("frameworks"), old_framework_members());
  for (json& framework : out["frameworks"]) {
    for (const char* tasks : {"tasks", "completed_tasks"}) {
      if (framework.contains(tasks)) framework[tasks] = only_each(framework.at(tasks), old_task_members());
    }
  }
  return out;
}

json old_roles(const json& list) {
  json out = json::array();
  for (const json& one : list) {
    json role = only(one, old_role_members());
    role["resources"] = {{"cpus", 0}, {"disk", 0}, {"mem", 0}};
    if (one.contains("resources")) role["resources"].update(one.at("resources"));
    out.push_back(std::move(role));
  }
  return {{"roles", std::move(out)}};
}

/// The limit was what the task had asked for; limits apart from requests came with 1.10.
json old_container(const json& now) {
  json out = only(now, std::to_array<std::string_view>(
                           {"executor_id", "executor_name", "framework_id", "source", "statistics"}));
  const json& statistics = now.at("statistics");
  json old = only(statistics, old_statistics());
  if (statistics.contains("cpus_soft_limit")) old["cpus_limit"] = statistics.at("cpus_soft_limit");
  out["statistics"] = std::move(old);
  return out;
}

json old_app(const json& now) {
  json out = only(now, old_app_members());
  for (const char* always : {"args", "container", "user"}) {
    if (!out.contains(always)) out[always] = nullptr;
  }
  if (out.contains("tasks")) out["tasks"] = only_each(out.at("tasks"), old_marathon_task_members());
  return out;
}

json old_apps(const json& list) {
  json out = json::array();
  for (const json& one : list) out.push_back(old_app(one));
  return out;
}

/// The actions of a step stood in it without a name.
json old_deployment(const json& now) {
  json out = only(now, old_deployment_members());
  for (json& step : out.at("steps")) step = json(step.at("actions"));
  for (json& action : out.at("currentActions")) action.erase("readinessCheckResults");
  return out;
}

json old_group(const json& now) {
  json out = only(now, old_group_members());
  out["apps"] = old_apps(now.at("apps"));
  for (json& inner : out.at("groups")) inner = old_group(json(inner));
  return out;
}

/// A follower passed the leader's answer on, and neither said so.
net::header_list without_later_headers(const net::header_list& all) {
  net::header_list out;
  for (const auto& [name, value] : all.fields()) {
    if (name != "X-Marathon-Leader" && name != "X-Marathon-Via") out.add(name, value);
  }
  return out;
}

json old_marathon_json(const std::string& path, const json& now) {
  if (path == "/v2/deployments") {
    json out = json::array();
    for (const json& one : now) out.push_back(old_deployment(one));
    return out;
  }
  if (path == "/v2/tasks") return {{"tasks", only_each(now.at("tasks"), old_marathon_task_members())}};
  if (path == "/v2/queue") {
    json queue = only_each(now.at("queue"), old_queue_members());
    for (json& one : queue) one["app"] = old_app(json(one.at("app")));
    return {{"queue", std::move(queue)}};
  }
  if (path.starts_with("/v2/groups")) return old_group(now);
  if (path == "/v2/info") {
    json out = only(now, old_info_members());
    out["version"] = "0.8.1";
    return out;
  }
  json out = now;
  if (out.is_object() && out.contains("apps")) out["apps"] = old_apps(now.at("apps"));
  if (out.is_object() && out.contains("app")) out["app"] = old_app(now.at("app"));
  return out;
}

}  // namespace

http_response old_master_answer(const http_request& request, bool leads, const daemon_of_today& today) {
  const auto now = as_today(request, "/master", master_paths);
  if (!now) return mesos_not_found();
  if (now->path == "/state" && !leads) {
    const json empty{{"slaves", json::array()}, {"frameworks", json::array()}};
    return old_mesos_json(request, old_state(empty));
  }
  if (now->path == "/roles" && !leads) {
    const json unused{{"name", "*"}, {"weight", 1}, {"frameworks", json::array()}};
    return old_mesos_json(request, old_roles(json::array({unused})));
  }
  http_response answer = today(*now);
  const auto body = body_of(answer);
  if (!body) return answer;
  if (now->path == "/state") return old_mesos_json(request, old_state(*body));
  if (now->path == "/metrics/snapshot") return old_mesos_json(request, only(*body, old_master_keys()));
  if (now->path == "/roles") return old_mesos_json(request, old_roles(body->at("roles")));
  return old_mesos_json(request, *body);
}

http_response old_agent_answer(const http_request& request, const daemon_of_today& today) {
  const auto now = as_today(request, "/slave(1)", agent_paths);
  if (!now) return mesos_not_found();
  http_response answer = today(*now);
  auto body = body_of(answer);
  if (!body) return answer;
  if (now->path == "/metrics/snapshot") return old_mesos_json(request, only(*body, old_agent_keys()));
  if (now->path == "/state") (*body)["version"] = "0.21.1";
  if (now->path == "/monitor/statistics") {
    for (json& one : *body) one = old_container(json(one));
  }
  return old_mesos_json(request, std::move(*body));
}

http_response old_marathon_answer(const http_request& request, const daemon_of_today& today) {
  for (const std::string_view later : later_marathon_paths) {
    if (request.path.starts_with(later)) return message(404, "URI not found: " + request.path);
  }
  http_response answer = today(request);
  answer.headers = without_later_headers(answer.headers);
  std::string path = request.path;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const auto body = body_of(answer);
  if (!body || !path.starts_with("/v2/")) return answer;
  answer.body = old_marathon_json(path, *body).dump();
  return answer;
}

}  // namespace mesoscale::simulator
