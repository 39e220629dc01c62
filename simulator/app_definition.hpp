// A Marathon app as its users define it: checks a definition or an update the way Marathon 1.11 does and fills in the
// defaults. Knows nothing of running tasks or deployments.
#pragma once

#include "simulator/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace mesoscale::simulator {

/// A definition with all defaults; the typed members repeat what the scheduler needs of `full`.
struct app_definition {
  json full;
  std::string id;  ///< absolute: "/demo/web"
  int instances = 1;
  double cpus = 1;
  double mem = 128;  ///< MiB
  double disk = 0;   ///< MiB
  double gpus = 0;
  double minimum_health_capacity = 1;
  double maximum_over_capacity = 1;
  bool kill_oldest_first = false;
  bool has_health_checks = false;
};

/// What Marathon answers to a request that it does not accept.
struct refusal {
  int status;
  json body;
};

/// "prod/web", "/prod/web" and "//prod/web" are all "/prod/web"; nothing if a segment is not what Marathon allows
/// (RAML type PathId) or is one of the reserved words restart, tasks, versions.
std::optional<std::string> canonical_id(std::string_view text);

/// Reads the body of a request: 400 "Invalid JSON" if it does not parse.
std::variant<json, refusal> parse_body(std::string_view body);

/// A new definition, or the current one with the members of the update replaced (null removes a member). The id is the
/// caller's: an id inside the update is ignored, as Marathon from 0.10 on does. 422 if the outcome is not valid.
std::variant<app_definition, refusal> define_app(const std::string& id, const json& update,
                                                 const app_definition* current);

/// Whether two definitions differ in nothing but the number of instances.
bool differs_only_in_instances(const app_definition& before, const app_definition& after);

}  // namespace mesoscale::simulator
