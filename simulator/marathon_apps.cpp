// The app resources of Marathon's API: reading, writing, restarting one app. The other half of marathon_api.hpp.
#include "simulator/marathon_answers.hpp"
#include "simulator/marathon_api.hpp"
#include "simulator/marathon_json.hpp"

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;

/// Bodies of POST, PUT and PATCH must be declared as JSON.
bool declares_json(const http_request& request) {
  return request.headers.get("Content-Type").find("json") != std::string_view::npos;
}

/// Splits "a/b/versions/2015" into the app, "versions" and the rest.
struct app_path {
  std::string id;
  std::string tail;
  std::string rest;
};

app_path split(const std::string& path) {
  for (const char* tail : {"versions", "tasks", "restart"}) {
    const std::string middle = std::string("/") + tail;
    const auto at = path.rfind(middle);
    if (at == std::string::npos) continue;
    const std::string after = path.substr(at + middle.size());
    if (after.empty()) return {path.substr(0, at), tail, ""};
    if (after.front() == '/') return {path.substr(0, at), tail, after.substr(1)};
  }
  return {path, "", ""};
}

}  // namespace

http_response marathon_api::apps(const http_request& request, put_entry& entry) {
  std::string rest = net::percent_decode(request.path).substr(8);
  while (!rest.empty() && rest.back() == '/') rest.pop_back();
  if (!rest.empty()) return one_app(request, rest, entry);
  if (request.method == "GET" || request.method == "HEAD") return list_apps(request);
  if (request.method == "POST") return post_app(request, entry);
  return message(405, "Method Not Allowed");
}

http_response marathon_api::one_app(const http_request& request, const std::string& rest, put_entry& entry) {
  const app_path path = split(rest);
  const auto id = canonical_id(path.id);
  if (!id) return message(404, "App '" + path.id + "' does not exist");
  entry.app = *id;
  if (request.method == "GET" || request.method == "HEAD") return read_app(*id, path.tail, path.rest);
  const bool force = flag(request, "force", request.method == "DELETE");
  if (path.tail == "restart" && request.method == "POST")
    return change_answer(model_.restart_app(*id, force), *id, 200, entry);
  if (!path.tail.empty()) return message(405, "Method Not Allowed");
  if (request.method == "PUT" || request.method == "PATCH") return write_app(request, *id, entry);
  if (request.method == "DELETE") {
    entry.to = 0;
    return change_answer(model_.delete_app(*id, force), *id, 200, entry);
  }
  return message(405, "Method Not Allowed");
}

http_response marathon_api::read_app(const std::string& id, const std::string& tail,
                                     const std::string& version) {
  const auto found = model_.apps().find(id);
  if (found == model_.apps().end()) return unknown_app(id);
  const app& which = found->second;
  if (tail == "tasks") {
    json tasks = json::array();
    for (const task* t : model_.tasks_of(id)) tasks.push_back(marathon_task(model_, *t));
    return answer_json(200, {{"tasks", std::move(tasks)}});
  }
  if (tail == "versions" && version.empty()) {
    json versions = json::array();
    for (auto v = which.versions.rbegin(); v != which.versions.rend(); ++v) versions.push_back(v->first);
    return answer_json(200, {{"versions", std::move(versions)}});
  }
  if (tail == "versions") {
    for (const auto& [name, full] : which.versions) {
      if (name != version) continue;
      json out = full;
      out["version"] = name;
      return answer_json(200, out);
    }
    return message(404, "App '" + id + "' does not exist in version " + version);
  }
  if (!tail.empty()) return message(405, "Method Not Allowed");
  return answer_json(200, {{"app", marathon_app(model_, which, true)}});
}

http_response marathon_api::post_app(const http_request& request, put_entry& entry) {
  if (!declares_json(request)) return message(415, "Unsupported Media Type");
  const auto body = parse_body(request.body);
  if (const auto* no = std::get_if<refusal>(&body)) return answer_json(no->status, no->body);
  const json& update = std::get<json>(body);
  const bool named = update.is_object() && update.contains("id") && update.at("id").is_string();
  const auto id = named ? canonical_id(update.at("id").get<std::string>()) : std::nullopt;
  if (!id) {
    const json details = json::array(
        {{{"path", "/id"}, {"errors", json::array({"must fully match the pattern of a path id"})}}});
    return answer_json(422, {{"message", "Object is not valid"}, {"details", details}});
  }
  const auto wanted = define_app(*id, update, nullptr);
  if (const auto* no = std::get_if<refusal>(&wanted)) return answer_json(no->status, no->body);
  const change done = model_.create_app(std::get<app_definition>(wanted), flag(request, "force", false));
  if (done.what != change::outcome::accepted) return change_answer(done, *id, 201, entry);
  http_response out = change_answer(done, *id, 201, entry);
  out.headers.set("Location", "http://" + address_ + "/v2/apps/" + *id);
  json created = marathon_app(model_, model_.apps().at(*id), true);
  created["deployments"] = json::array({{{"id", done.deployment_id}}});
  out.body = created.dump();
  return out;
}

http_response marathon_api::write_app(const http_request& request, const std::string& id, put_entry& entry) {
  if (!declares_json(request)) return message(415, "Unsupported Media Type");
  const auto body = parse_body(request.body);
  if (const auto* no = std::get_if<refusal>(&body)) return answer_json(no->status, no->body);
  const auto found = model_.apps().find(id);
  const bool exists = found != model_.apps().end();
  const bool partial = request.method == "PATCH" || flag(request, "partialUpdate", true);
  const auto wanted =
      define_app(id, std::get<json>(body), exists && partial ? &found->second.definition : nullptr);
  if (const auto* no = std::get_if<refusal>(&wanted)) return answer_json(no->status, no->body);
  const app_definition& definition = std::get<app_definition>(wanted);
  const bool force = flag(request, "force", false);
  if (exists) return change_answer(model_.update_app(definition, force), id, 200, entry);
  if (request.method == "PATCH") return unknown_app(id);
  return change_answer(model_.create_app(definition, force), id, 201, entry);
}

http_response marathon_api::change_answer(const change& done, const std::string& id, int status,
                                          put_entry& entry) {
  switch (done.what) {
    case change::outcome::unknown_app:
      return unknown_app(id);
    case change::outcome::already_exists:
      return message(409, "An app with id [" + id + "] already exists.");
    case change::outcome::too_many_deployments:
      return message(403,
                     "Max number (100) of running deployments is achieved. Wait for existing deployments to "
                     "complete or cancel one "
                     "using force=true parameter. You can increase max deployment number by using "
                     "--max_running_deployments "
                     "parameter but be advised that this can have negative effects on the performance.");
    case change::outcome::locked: {
      json deployments = json::array();
      for (const std::string& held : done.conflicts) deployments.push_back({{"id", held}});
      return answer_json(409, {{"message",
                                "App is locked by one or more deployments. Override with the option "
                                "'?force=true'. View details at "
                                "'/v2/deployments/<DEPLOYMENT_ID>'."},
                               {"deployments", std::move(deployments)}});
    }
    case change::outcome::accepted:
      break;
  }
  const auto after = model_.apps().find(id);
  entry.to = after == model_.apps().end() ? 0 : after->second.definition.instances;
  entry.effective = entry.from.value_or(0) != *entry.to;
  entry.deployment_id = done.deployment_id;
  http_response out = answer_json(status, {{"version", done.version}, {"deploymentId", done.deployment_id}});
  out.headers.set("Marathon-Deployment-Id", done.deployment_id);
  return out;
}

}  // namespace mesoscale::simulator
