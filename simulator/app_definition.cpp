#include "simulator/app_definition.hpp"

#include <array>
#include <regex>

namespace mesoscale::simulator {
namespace {

json defaults() {
  return json::parse(R"({
    "acceptedResourceRoles": ["*"], "backoffFactor": 1.15, "backoffSeconds": 1, "constraints": [], "cpus": 1, "disk": 0,
    "env": {}, "executor": "", "fetch": [], "gpus": 0, "healthChecks": [], "instances": 1, "killSelection": "YOUNGEST_FIRST",
    "labels": {}, "maxLaunchDelaySeconds": 300, "mem": 128, "networks": [{"mode": "host"}],
    "portDefinitions": [{"labels": {}, "name": "default", "port": 10000, "protocol": "tcp"}], "requirePorts": false,
    "role": "*", "unreachableStrategy": {"expungeAfterSeconds": 0, "inactiveAfterSeconds": 0},
    "upgradeStrategy": {"maximumOverCapacity": 1, "minimumHealthCapacity": 1}})");
}

/// Members that only answers carry; a client that sends back what it has read means no change by them.
constexpr std::array<std::string_view, 11> answer_only = {
    "id",           "version",      "versionInfo",    "deployments",     "tasks",    "tasksStaged",
    "tasksRunning", "tasksHealthy", "tasksUnhealthy", "lastTaskFailure", "taskStats"};

class violations {
 public:
  void add(const std::string& path, const std::string& error) {
    details_.push_back(json{{"path", path}, {"errors", json::array({error})}});
  }
  bool any() const { return !details_.empty(); }
  refusal refuse(const char* message) const {
    return {422, json{{"message", message}, {"details", details_}}};
  }

 private:
  json details_ = json::array();
};

void check_types(const json& update, violations& found) {
  for (const char* key : {"instances", "cpus", "mem", "disk", "gpus", "backoffSeconds", "backoffFactor"}) {
    const auto member = update.find(key);
    if (member != update.end() && !member->is_null() && !member->is_number())
      found.add(std::string("/") + key, "error.expected.jsnumber");
  }
  const auto instances = update.find("instances");
  if (instances != update.end() && instances->is_number_float())
    found.add("/instances", "error.expected.int");
  for (const char* key : {"cmd", "executor", "user", "role", "killSelection"}) {
    const auto member = update.find(key);
    if (member != update.end() && !member->is_null() && !member->is_string())
      found.add(std::string("/") + key, "error.expected.jsstring");
  }
  for (const char* key : {"labels", "env", "upgradeStrategy", "container"}) {
    const auto member = update.find(key);
    if (member != update.end() && !member->is_null() && !member->is_object())
      found.add(std::string("/") + key, "error.expected.jsobject");
  }
}

void check_values(const json& full, violations& found) {
  for (const char* key : {"instances", "cpus", "mem", "disk", "gpus"})
    if (full.at(key).get<double>() < 0)
      found.add(std::string("/") + key, "got " + full.at(key).dump() + ", expected 0 or more");
  if (!full.contains("cmd") && !full.contains("args") && !full.contains("container"))
    found.add("/", "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.");
  if (full.at("labels").value("MARATHON_SINGLE_INSTANCE_APP", json()) == "true" &&
      full.at("instances").get<double>() > 1)
    found.add("/instances", "Single instance app may only have one instance");
}

app_definition typed(const std::string& id, json full) {
  app_definition app;
  app.id = id;
  app.instances = full.at("instances").get<int>();
  app.cpus = full.at("cpus").get<double>();
  app.mem = full.at("mem").get<double>();
  app.disk = full.at("disk").get<double>();
  app.gpus = full.at("gpus").get<double>();
  app.minimum_health_capacity = full.at("upgradeStrategy").value("minimumHealthCapacity", 1.0);
  app.maximum_over_capacity = full.at("upgradeStrategy").value("maximumOverCapacity", 1.0);
  app.kill_oldest_first = full.at("killSelection") == "OLDEST_FIRST";
  app.has_health_checks = full.at("healthChecks").is_array() && !full.at("healthChecks").empty();
  full["id"] = id;
  app.full = std::move(full);
  return app;
}

}  // namespace

std::optional<std::string> canonical_id(std::string_view text) {
  static const std::regex segment(
      "(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])");
  std::string id;
  while (!text.empty()) {
    const auto slash = text.find('/');
    const std::string part(text.substr(0, slash));
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
    if (part.empty()) continue;
    if (!std::regex_match(part, segment) || part == "restart" || part == "tasks" || part == "versions")
      return std::nullopt;
    id += '/' + part;
  }
  if (id.empty()) return std::nullopt;
  return id;
}

std::variant<json, refusal> parse_body(std::string_view body) {
  try {
    return json::parse(body);
  } catch (const json::parse_error& why) {
    return refusal{400, json{{"message", "Invalid JSON"}, {"details", why.what()}}};
  }
}

std::variant<app_definition, refusal> define_app(const std::string& id, const json& update,
                                                 const app_definition* current) {
  violations found;
  if (!update.is_object()) {
    found.add("/", "error.expected.jsobject");
    return found.refuse("Invalid JSON");
  }
  check_types(update, found);
  if (found.any()) return found.refuse("Invalid JSON");
  json full = current ? current->full : defaults();
  const json empty = defaults();
  for (const auto& [key, value] : update.items()) {
    if (std::find(answer_only.begin(), answer_only.end(), key) != answer_only.end()) continue;
    if (!value.is_null()) {
      full[key] = value;
    } else if (empty.contains(key)) {
      full[key] = empty.at(key);
    } else {
      full.erase(key);
    }
  }
  check_values(full, found);
  if (found.any()) return found.refuse("Object is not valid");
  return typed(id, std::move(full));
}

bool differs_only_in_instances(const app_definition& before, const app_definition& after) {
  json same = before.full;
  same["instances"] = after.full.at("instances");
  return before.full != after.full && same == after.full;
}

}  // namespace mesoscale::simulator
