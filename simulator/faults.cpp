#include "simulator/faults.hpp"

#include "common/net/response_head.hpp"

#include <algorithm>
#include <array>

namespace mesoscale::simulator {
namespace {

struct kind_name {
  fault_kind kind;
  std::string_view name;
};

constexpr std::array<kind_name, 14> kind_names = {{
    {fault_kind::refuse, "refuse"},
    {fault_kind::reset, "reset"},
    {fault_kind::hang, "hang"},
    {fault_kind::hang_after_headers, "hang_after_headers"},
    {fault_kind::drip, "drip"},
    {fault_kind::status, "status"},
    {fault_kind::html, "html"},
    {fault_kind::truncated, "truncated"},
    {fault_kind::empty_body, "empty_body"},
    {fault_kind::empty_object, "empty_object"},
    {fault_kind::null, "null"},
    {fault_kind::nan, "nan"},
    {fault_kind::wrong_types, "wrong_types"},
    {fault_kind::delay, "delay"},
}};

std::string kinds_text() {
  std::string text;
  for (const kind_name& row : kind_names) text += (text.empty() ? "" : ", ") + std::string(row.name);
  return text;
}

bool aims_at(const fault& which, const daemon_name& at) {
  if (which.target == at.address) return true;
  switch (at.what) {
    case daemon_name::kind::master:
      return which.target == "masters";
    case daemon_name::kind::agent:
      return which.target == "agents";
    case daemon_name::kind::marathon:
      return which.target == "marathon";
    case daemon_name::kind::chronos:
      return which.target == "chronos";
  }
  return false;
}

/// The bodies that Mesos and Marathon really have for a status.
net::http_response status_answer(const fault& which, const daemon_name& at) {
  const int status = which.status;
  if (at.what == daemon_name::kind::marathon) {
    const char* text = !which.message.empty() ? which.message.c_str()
                       : status == 401        ? "Invalid username or password."
                       : status == 403        ? "Not Authorized to perform this action!"
                       : status == 502        ? "Could not determine the current leader"
                                              : "Internal server error.";
    net::http_response out = net::json_response(status, json{{"message", text}}.dump());
    if (status == 401) out.headers.set("WWW-Authenticate", "Basic realm=\"Mesosphere\"");
    return out;
  }
  const bool master = at.what == daemon_name::kind::master;
  const std::string text = status == 401   ? "401 Unauthorized."
                           : status == 403 ? "403 Forbidden."
                           : status == 404 ? "404 Not Found."
                           : status == 503
                               ? (master ? "No leader elected" : "Agent has not finished recovery")
                               : "";
  net::http_response out = net::text_response(status, text);
  if (status == 401)
    out.headers.set("WWW-Authenticate", master ? "Basic realm=\"mesos-master-readonly\""
                                               : "Basic realm=\"mesos-agent-readonly\"");
  return out;
}

constexpr std::string_view nan_mark = "@NaN@";

void replace_numbers(json& value, const std::string& key, bool as_nan, bool selected) {
  if (value.is_number() && selected) {
    value = as_nan ? json(nan_mark) : json(value.dump());
    return;
  }
  if (value.is_object()) {
    for (auto& [name, member] : value.items())
      replace_numbers(member, key, as_nan, key.empty() || selected || name == key);
  } else if (value.is_array()) {
    for (auto& member : value) replace_numbers(member, key, as_nan, selected);
  }
}

std::string without_numbers(const std::string& body, const std::string& key, bool as_nan) {
  json value = json::parse(body, nullptr, false);
  if (value.is_discarded()) return body;
  replace_numbers(value, key, as_nan, key.empty());
  std::string text = value.dump();
  const std::string quoted = '"' + std::string(nan_mark) + '"';
  for (auto at = text.find(quoted); as_nan && at != std::string::npos; at = text.find(quoted, at))
    text.replace(at, quoted.size(), "NaN");
  return text;
}

std::size_t header_bytes(const net::http_response& answer) {
  return net::response_head(answer, net::connection_word::none).size();
}

template <class T>
result<void> read(const json& body, const char* key, T& into, const char* expected) {
  if (!body.contains(key)) return {};
  try {
    into = body.at(key).get<T>();
  } catch (const json::exception&) {
    return failure{errc::invalid,
                   std::string(key) + ": found " + body.at(key).dump() + ", expected " + expected};
  }
  return {};
}

}  // namespace

result<fault> parse_fault(const json& body) {
  if (!body.is_object()) return failure{errc::invalid, "body: found " + body.dump() + ", expected an object"};
  static constexpr std::array<std::string_view, 11> known = {"target",   "path",      "method",   "key",
                                                             "kind",     "status",    "message",  "location",
                                                             "delay_ms", "remaining", "processed"};
  for (const auto& [key, value] : body.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      return failure{errc::invalid, key +
                                        ": unknown member, expected target, path, method, key, kind, status, "
                                        "message, location, delay_ms, "
                                        "remaining or processed"};
  fault out;
  std::string kind;
  int delay_ms = 0;
  for (const auto& step :
       {read(body, "target", out.target, "text"), read(body, "path", out.path, "text"),
        read(body, "method", out.method, "text"), read(body, "key", out.key, "text"),
        read(body, "kind", kind, "text"), read(body, "status", out.status, "a number"),
        read(body, "message", out.message, "text"), read(body, "location", out.location, "text"),
        read(body, "delay_ms", delay_ms, "a number"), read(body, "remaining", out.remaining, "a number"),
        read(body, "processed", out.processed, "true or false")})
    if (!step) return step.error();
  if (out.target.empty())
    return failure{errc::invalid,
                   "target: missing, expected masters, agents, marathon, chronos or HOST:PORT"};
  const auto row =
      std::find_if(kind_names.begin(), kind_names.end(), [&](const kind_name& k) { return k.name == kind; });
  if (row == kind_names.end())
    return failure{errc::invalid, "kind: found '" + kind + "', expected one of " + kinds_text()};
  out.kind = row->kind;
  out.delay = std::chrono::milliseconds(delay_ms);
  return out;
}

json to_json(const fault& which) {
  const auto row = std::find_if(kind_names.begin(), kind_names.end(),
                                [&](const kind_name& k) { return k.kind == which.kind; });
  return {{"target", which.target},
          {"path", which.path},
          {"method", which.method},
          {"key", which.key},
          {"kind", row->name},
          {"status", which.status},
          {"message", which.message},
          {"location", which.location},
          {"delay_ms", which.delay.count()},
          {"remaining", which.remaining},
          {"processed", which.processed}};
}

std::optional<fault> fault_list::strike(const daemon_name& at, const net::http_request& request) {
  for (auto f = faults_.rbegin(); f != faults_.rend(); ++f) {
    const bool fits = f->kind != fault_kind::refuse && f->remaining != 0 && aims_at(*f, at) &&
                      request.path.compare(0, f->path.size(), f->path) == 0 &&
                      (f->method.empty() || f->method == request.method);
    if (!fits) continue;
    const fault struck = *f;
    if (f->remaining > 0 && --f->remaining == 0) faults_.erase(std::next(f).base());
    return struck;
  }
  return std::nullopt;
}

bool fault_list::refuses(const daemon_name& at) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const fault& f) {
    return f.kind == fault_kind::refuse && f.remaining != 0 && aims_at(f, at);
  });
}

bool replaces_answer(const fault& which) {
  switch (which.kind) {
    case fault_kind::refuse:
    case fault_kind::reset:
    case fault_kind::hang:
    case fault_kind::status:
    case fault_kind::html:
    case fault_kind::empty_body:
    case fault_kind::empty_object:
    case fault_kind::null:
      return true;
    default:
      return false;
  }
}

net::http_response replacement(const fault& which, const daemon_name& at) {
  switch (which.kind) {
    case fault_kind::status: {
      net::http_response out = status_answer(which, at);
      if (!which.location.empty()) out.headers.set("Location", which.location);
      return out;
    }
    case fault_kind::html:
      return net::text_response(200, "<html><body><h1>Welcome</h1></body></html>\n",
                                "text/html; charset=utf-8");
    case fault_kind::empty_body:
      return net::http_response{};
    case fault_kind::empty_object:
      return net::json_response(200, "{}");
    case fault_kind::null:
      return net::json_response(200, "null");
    default:
      break;
  }
  net::http_response out = net::json_response(200, "{}");
  out.fault = net::wire_fault{};
  out.fault->then =
      which.kind == fault_kind::reset ? net::wire_fault::ending::reset : net::wire_fault::ending::hang;
  return out;
}

net::http_response spoil(const fault& which, net::http_response good) {
  switch (which.kind) {
    case fault_kind::hang_after_headers:
      good.fault = net::wire_fault{};
      good.fault->stop_after_bytes = header_bytes(good);
      good.fault->then = net::wire_fault::ending::hang;
      break;
    case fault_kind::truncated:
      good.fault = net::wire_fault{};
      good.fault->stop_after_bytes = header_bytes(good) + good.body.size() / 2;
      good.fault->then = net::wire_fault::ending::close;
      break;
    case fault_kind::drip:
      good.fault = net::wire_fault{};
      good.fault->stop_after_bytes = static_cast<std::size_t>(-1);
      good.fault->drip_bytes = 1;
      good.fault->drip_interval = std::chrono::milliseconds(100);
      break;
    case fault_kind::nan:
    case fault_kind::wrong_types:
      good.body = without_numbers(good.body, which.key, which.kind == fault_kind::nan);
      break;
    default:
      break;
  }
  return good;
}

}  // namespace mesoscale::simulator
