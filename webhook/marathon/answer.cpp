#include "webhook/marathon/answer.hpp"

#include "webhook/json_members.hpp"

namespace mesoscale::webhook {
namespace {

using nlohmann::json;
using kind = put_answer::kind;

json parsed(const net::http_response& response) { return json::parse(response.body, nullptr, false); }

std::optional<instant> time_of(const json& object, const char* key) {
  const auto when = parse_time(text_of(object, key));
  return when ? *when : std::nullopt;
}

void read_labels(const json& app, label_set& out) {
  const json& labels = member(app, "labels");
  if (!labels.is_object()) return;
  for (const auto& [name, value] : labels.items()) {
    if (value.is_string()) out[name] = value.get<std::string>();
  }
}

app_reading read_app(const json& app) {
  app_reading out;
  out.instances = number_of(app, "instances");
  out.tasks_running = number_of(app, "tasksRunning");
  out.tasks_healthy = number_of(app, "tasksHealthy");
  const json& checks = member(app, "healthChecks");
  out.has_health_checks = checks.is_array() && !checks.empty();
  out.version = text_of(app, "version");
  out.need = {thousandths_of(app, "cpus"), thousandths_of(app, "mem"), thousandths_of(app, "disk"),
              thousandths_of(app, "gpus")};
  read_labels(app, out.labels);
  const json& info = member(app, "versionInfo");
  out.last_scaling = time_of(info, "lastScalingAt");
  out.last_config_change = time_of(info, "lastConfigChangeAt");
  const json& deployments = member(app, "deployments");
  if (deployments.is_array()) {
    for (const json& d : deployments) out.deployments.push_back(text_of(d, "id"));
  }
  return out;
}

/// Marathon's details as it gives them: text, or a list of paths with what is wrong there.
std::string details_of(const json& body) {
  const json& details = member(body, "details");
  if (details.is_string()) return ": " + details.get<std::string>();
  std::string text;
  if (!details.is_array()) return text;
  for (const json& one : details) {
    text += (text.empty() ? ": " : "; ") + text_of(one, "path");
    const json& errors = member(one, "errors");
    if (!errors.is_array()) continue;
    for (const json& error : errors) text += error.is_string() ? " " + error.get<std::string>() : "";
  }
  return text;
}

/// Marathon's message and details; its status where there is no message (proxies and full queues answer HTML).
std::string message_of(const net::http_response& response, const json& body) {
  std::string text = text_of(body, "message");
  if (text.empty()) text = "HTTP " + std::to_string(response.status);
  return (text + details_of(body)).substr(0, 256);
}

/// Marathon takes a PUT of an id that it does not know for a whole app, which a count alone is not.
bool misses_a_whole_app(int status, const std::string& message) {
  return status == 422 && message.find("AppDefinition must") != std::string::npos;
}

kind classify_success(const put_answer& answer, int status) {
  if (status == 201) return kind::created;
  return status == 200 && !answer.deployment_id.empty() && !answer.version.empty() ? kind::accepted
                                                                                   : kind::unconfirmed;
}

kind classify_client_error(int status, const json& body, const std::string& message) {
  switch (status) {
    case 401:
      return kind::unauthorized;
    case 403:
      return message.find("Max number") != std::string::npos ? kind::too_many_deployments : kind::forbidden;
    case 404:
      return kind::gone;
    case 408:
    case 429:
      return kind::unknown;
    case 409:
      return body.is_object() && body.contains("deployments") ? kind::locked : kind::conflict;
    default:
      return misses_a_whole_app(status, message) ? kind::gone : kind::rejected;
  }
}

}  // namespace

const char* name_of(put_answer::kind what) {
  switch (what) {
    case kind::accepted:
      return "accepted";
    case kind::unconfirmed:
      return "unconfirmed";
    case kind::created:
      return "created";
    case kind::locked:
      return "locked";
    case kind::conflict:
      return "conflict";
    case kind::unauthorized:
      return "unauthorized";
    case kind::too_many_deployments:
      return "too_many_deployments";
    case kind::forbidden:
      return "forbidden";
    case kind::gone:
      return "gone";
    case kind::rejected:
      return "rejected";
    case kind::redirected:
      return "redirected";
    case kind::not_sent:
      return "not_sent";
    case kind::unknown:
      return "unknown";
  }
  return "unknown";
}

read_answer classify_read(const net::http_response& response) {
  using read = read_answer::kind;
  read_answer out;
  out.status = response.status;
  const json body = parsed(response);
  if (response.status == 404 && body.is_object()) {
    out.what = read::missing;
    out.why = message_of(response, body);
    return out;
  }
  if (response.status != 200) {
    out.why = message_of(response, body);
    return out;
  }
  const json& app = member(body, "app");
  if (!member(app, "instances").is_number_integer()) {
    out.why = "found no app.instances in the answer, expected an app";
    return out;
  }
  out.what = read::present;
  out.app = read_app(app);
  return out;
}

put_answer classify_put(const net::http_response& response) {
  put_answer out;
  out.status = response.status;
  const json body = parsed(response);
  out.deployment_id = text_of(body, "deploymentId");
  out.version = text_of(body, "version");
  out.why = message_of(response, body);
  if (response.status >= 200 && response.status < 300) {
    out.what = classify_success(out, response.status);
  } else if (response.status >= 300 && response.status < 400) {
    out.what = kind::redirected;
  } else if (response.status >= 400 && response.status < 500) {
    out.what = classify_client_error(response.status, body, out.why);
  }
  return out;
}

bool is_older_version(const std::string& version, const std::string& than) {
  const auto a = parse_time(version);
  const auto b = parse_time(than);
  return a && b && *a && *b && **a < **b;
}

put_answer put_failure(const failure& why) {
  put_answer out;
  out.why = why.what;
  switch (why.code) {
    case errc::refused:
    case errc::unreachable:
    case errc::resolve:
    case errc::connect:
    case errc::tls:
    case errc::http_401:  // The password file cannot be read.
      out.what = kind::not_sent;
      break;
    default:
      break;
  }
  return out;
}

}  // namespace mesoscale::webhook
