#include "simulator/mesos_answers.hpp"

#include "simulator/mesos_json.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string dump(const json& body) { return body.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

http_response v0_answer(const http_request& request, const json& body) {
  http_response out;
  const auto callback = net::query_values(request.query, "jsonp");
  out.headers.set("Content-Type", callback.empty() ? "application/json" : "text/javascript");
  out.body = callback.empty() ? dump(body) : callback.front() + '(' + dump(body) + ')';
  return out;
}

http_response empty_answer() { return {}; }

http_response mesos_text(int status, const std::string& text) { return net::text_response(status, text); }

http_response mesos_not_found() { return mesos_text(404, "404 Not Found."); }

std::optional<http_response> refused_timeout(const http_request& request) {
  const auto values = net::query_values(request.query, "timeout");
  if (values.empty()) return std::nullopt;
  const std::string& text = values.front();
  const auto digits =
      std::find_if(text.begin(), text.end(), [](char c) { return (c < '0' || c > '9') && c != '.'; });
  const std::string unit(digits, text.end());
  std::string why;
  if (digits == text.begin()) {
    why = "Failed to convert '' to number.";
  } else {
    static constexpr std::array<std::string_view, 8> units = {"ns",   "us",  "ms",   "secs",
                                                              "mins", "hrs", "days", "weeks"};
    if (std::find(units.begin(), units.end(), unit) != units.end()) return std::nullopt;
    why = unit.empty() ? "Invalid duration '" + text + "'." : "Unknown duration unit '" + unit + "'.";
  }
  return mesos_text(400, "Invalid timeout '" + text + "': " + why + "\n");
}

std::variant<std::string, http_response> v1_call(const http_request& request, const std::string& whose) {
  if (request.method != "POST") {
    http_response out = mesos_text(
        405, "405 Method Not Allowed. Expecting one of { 'POST' }, but received '" + request.method + "'.");
    out.headers.set("Allow", "POST");
    return out;
  }
  if (request.headers.get("Content-Type").find("json") == std::string_view::npos)
    return mesos_text(415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
  const json call = json::parse(request.body, nullptr, false);
  if (call.is_discarded()) return mesos_text(400, "Failed to parse body into JSON: syntax error at line 1");
  const auto invalid = [&](const std::string& why) {
    return mesos_text(400, "Failed to validate " + whose + "::Call: " + why);
  };
  if (!call.is_object() || !call.contains("type") || !call.at("type").is_string())
    return invalid("Expecting 'type' to be present");
  const std::string type = call.at("type").get<std::string>();
  if (type == "GET_METRICS" && !call.contains("get_metrics"))
    return invalid("Expecting 'get_metrics' to be present");
  return type;
}

http_response v1_answer(const std::string& call, const json& body) {
  http_response out;
  out.headers.set("Content-Type", "application/json");
  out.body = dump({{"type", call}, {lower(call), body}});
  return out;
}

json v1_version() { return {{"version_info", version_v0()}}; }

json v1_flags(const json& flags) {
  json list = json::array();
  for (const auto& [name, value] : flags.items()) list.push_back({{"name", name}, {"value", value}});
  return {{"flags", std::move(list)}};
}

json v1_metrics(const json& snapshot) {
  json list = json::array();
  for (const auto& [name, value] : snapshot.items()) list.push_back({{"name", name}, {"value", value}});
  return {{"metrics", std::move(list)}};
}

}  // namespace mesoscale::simulator
