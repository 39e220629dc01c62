#include "simulator/marathon_api.hpp"

#include "simulator/marathon_answers.hpp"
#include "simulator/marathon_json.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;

bool is_write(const http_request& request) { return request.method != "GET" && request.method != "HEAD"; }

std::string without_trailing_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

/// "a/b/tasks" with tail "/tasks" gives "a/b"; nothing if it does not end so.
std::optional<std::string> before(const std::string& path, std::string_view tail) {
  if (path.size() <= tail.size() || path.compare(path.size() - tail.size(), tail.size(), tail) != 0)
    return std::nullopt;
  return path.substr(0, path.size() - tail.size());
}

bool carries(const json& app, const std::string& selector) {
  const auto equal = selector.find("==");
  const std::string key = selector.substr(0, equal);
  const auto& labels = app.at("labels");
  if (!labels.contains(key)) return false;
  return equal == std::string::npos || labels.at(key) == selector.substr(equal + 2);
}

}  // namespace

http_response marathon_api::answer(const http_request& request) {
  put_entry entry = start_entry(request);
  http_response out = route(request, entry);
  out.headers.set("X-Marathon-Leader", "http://" + address_);
  out.headers.set("Cache-Control", "no-cache, no-store, must-revalidate");
  out.headers.set("Pragma", "no-cache");
  out.headers.set("Expires", "0");
  if (is_write(request)) {
    entry.status = out.status;
    log_.add(std::move(entry));
  }
  return out;
}

put_entry marathon_api::start_entry(const http_request& request) const {
  put_entry entry;
  entry.time = model_.now();
  entry.method = request.method;
  entry.path = request.path;
  entry.body = request.body;
  entry.force = flag(request, "force", false);
  const json body = json::parse(request.body, nullptr, false);
  if (body.is_object() && body.contains("instances") && body.at("instances").is_number_integer())
    entry.to = body.at("instances").get<int>();
  std::string named;
  if (const std::string start = "/v2/apps/"; request.path.compare(0, start.size(), start) == 0) {
    named = net::percent_decode(request.path.substr(start.size()));
    named = before(named, "/restart").value_or(named);
  } else if (request.path == "/v2/apps" && body.is_object() && body.contains("id") &&
             body.at("id").is_string()) {
    named = body.at("id").get<std::string>();
  }
  entry.app = canonical_id(named).value_or("");
  if (const auto found = model_.apps().find(entry.app); found != model_.apps().end())
    entry.from = found->second.definition.instances;
  return entry;
}

void marathon_api::log_unseen(const http_request& request, int status) {
  if (!is_write(request)) return;
  put_entry entry = start_entry(request);
  entry.status = status;
  log_.add(std::move(entry));
}

http_response marathon_api::route(const http_request& request, put_entry& entry) {
  const std::string path = without_trailing_slashes(net::percent_decode(request.path));
  const bool reads = !is_write(request);
  if (path == "/v2/apps" || path.compare(0, 9, "/v2/apps/") == 0) return apps(request, entry);
  if (path.compare(0, 16, "/v2/deployments/") == 0) return one_deployment(request, path.substr(16), entry);
  if (const auto id = before(path, "/delay");
      id && request.method == "DELETE" && id->compare(0, 10, "/v2/queue/") == 0) {
    http_response out;
    out.status = 204;
    return out;
  }
  if (!reads) return message(405, "Method Not Allowed");
  if (path == "/v2/deployments") {
    json list = json::array();
    for (const deployment& d : model_.deployments()) list.push_back(marathon_deployment(d));
    return answer_json(200, list);
  }
  if (path == "/v2/tasks") return list_tasks(request);
  if (path == "/v2/queue") return answer_json(200, marathon_queue(model_));
  if (path == "/v2/leader") return answer_json(200, {{"leader", address_}});
  if (path == "/v2/info") return answer_json(200, marathon_info(model_, address_));
  if (path == "/v2/groups") return answer_json(200, marathon_group(model_, "/"));
  if (path.compare(0, 11, "/v2/groups/") == 0) {
    const std::string id = canonical_id(path.substr(11)).value_or("/");
    const json group = marathon_group(model_, id);
    if (group.at("apps").empty() && group.at("groups").empty())
      return message(404, "Group '" + id + "' does not exist");
    return answer_json(200, group);
  }
  if (auto extra = extra_answer(model_, extras_, path)) return *std::move(extra);
  if (path == "/metrics") return answer_json(200, marathon_metrics(model_));
  if (path == "/ping") return net::text_response(200, "pong", "text/plain;charset=utf-8");
  return message(404, "URI not found: " + request.path);
}

http_response marathon_api::list_tasks(const http_request& request) {
  const auto wanted = net::query_values(request.query, "status");
  json tasks = json::array();
  for (const task& t : model_.tasks()) {
    const bool fits = wanted.empty() || (wanted.front() == "running" && t.state == task_state::running) ||
                      (wanted.front() == "staging" && t.state == task_state::staging);
    if (fits) tasks.push_back(marathon_task(model_, t));
  }
  return answer_json(200, {{"tasks", std::move(tasks)}});
}

http_response marathon_api::one_deployment(const http_request& request, const std::string& id,
                                           put_entry& entry) {
  const auto& all = model_.deployments();
  const auto found = std::find_if(all.begin(), all.end(), [&](const deployment& d) { return d.id == id; });
  if (found == all.end()) return message(404, "DeploymentPlan " + id + " does not exist");
  if (request.method != "DELETE") return message(405, "Method Not Allowed");
  const std::string app_id = found->app_id;
  entry.app = app_id;
  if (const auto of = model_.apps().find(app_id); of != model_.apps().end())
    entry.from = of->second.definition.instances;
  if (!flag(request, "force", false)) return change_answer(model_.roll_back(id), app_id, 200, entry);
  entry.to = entry.from;
  model_.cancel_deployment(id);
  http_response out;
  out.status = 202;
  return out;
}

http_response marathon_api::list_apps(const http_request& request) {
  const auto embed = net::query_values(request.query, "embed");
  const auto labels = net::query_values(request.query, "label");
  const bool with_tasks = std::find(embed.begin(), embed.end(), "apps.tasks") != embed.end();
  json list = json::array();
  for (const auto& [id, which] : model_.apps()) {
    if (!labels.empty() && !carries(which.definition.full, labels.front())) continue;
    list.push_back(marathon_app(model_, which, with_tasks));
  }
  return answer_json(200, {{"apps", std::move(list)}});
}

}  // namespace mesoscale::simulator
