#include "webhook/alertmanager/notification.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;

failure wrong(const std::string& where, const std::string& found, const std::string& expected) {
  return {errc::wrong_shape, where + ": found " + found + ", expected " + expected};
}

std::string kind_of(const json& object, const char* key) {
  const auto it = object.find(key);
  return it == object.end() ? "nothing" : it->type_name();
}

std::string text_or_empty(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

result<label_set> parse_labels(const json& alert, const char* key, const std::string& where) {
  label_set labels;
  const auto it = alert.find(key);
  if (it == alert.end() || it->is_null()) return labels;
  if (!it->is_object()) return wrong(where + "." + key, it->type_name(), "an object of strings");
  for (const auto& [name, value] : it->items()) {
    if (!value.is_string()) return wrong(where + "." + key + "." + name, value.type_name(), "a string");
    labels.emplace(name, value.get<std::string>());
  }
  return labels;
}

result<std::optional<instant>> parse_time_of(const json& alert, const char* key, const std::string& where) {
  const std::string text = text_or_empty(alert, key);
  if (text.empty()) return std::optional<instant>();
  auto time = parse_time(text);
  if (!time) return failure{errc::wrong_shape, where + "." + key + ": " + time.error().what};
  return time;
}

result<alert_message> parse_alert(const json& alert, const std::string& where) {
  if (!alert.is_object()) return wrong(where, alert.type_name(), "an object");
  alert_message message;
  const std::string status = text_or_empty(alert, "status");
  if (status != "firing" && status != "resolved") {
    return wrong(where + ".status",
                 status.empty() ? kind_of(alert, "status") : "'" + status.substr(0, 32) + "'",
                 "firing or resolved");
  }
  message.firing = status == "firing";
  auto labels = parse_labels(alert, "labels", where);
  if (!labels) return labels.error();
  if (labels->empty()) return wrong(where + ".labels", "none", "at least one label");
  auto annotations = parse_labels(alert, "annotations", where);
  if (!annotations) return annotations.error();
  auto starts_at = parse_time_of(alert, "startsAt", where);
  if (!starts_at) return starts_at.error();
  if (!*starts_at) return wrong(where + ".startsAt", "none", "when the alert began");
  auto ends_at = parse_time_of(alert, "endsAt", where);
  if (!ends_at) return ends_at.error();
  message.labels = std::move(*labels);
  message.annotations = std::move(*annotations);
  message.starts_at = **starts_at;
  message.ends_at = *ends_at;
  message.fingerprint = text_or_empty(alert, "fingerprint");
  return message;
}

/// Alertmanager sends regexp.QuoteMeta(name): "web\.hook" is the receiver "web.hook".
std::string without_quoting(const std::string& quoted) {
  std::string plain;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
    plain.push_back(quoted[i]);
  }
  return plain;
}

result<json> parse_body(std::string_view body) {
  try {
    return json::parse(body);
  } catch (const json::parse_error& e) {
    return failure{errc::not_json, "body: found no JSON (at byte " + std::to_string(e.byte) + " of " +
                                       std::to_string(body.size()) +
                                       "), expected an Alertmanager notification"};
  }
}

std::string group_key_of(const json& root) {
  const auto it = root.find("groupKey");
  if (it == root.end()) return {};
  return it->is_string() ? it->get<std::string>() : it->dump();
}

}  // namespace

result<notification> parse_notification(std::string_view body) {
  auto parsed = parse_body(body);
  if (!parsed) return parsed.error();
  const json& root = *parsed;
  if (!root.is_object()) return wrong("body", root.type_name(), "an object");
  notification out;
  out.version = text_or_empty(root, "version");
  if (out.version != "4" && out.version != "3") {
    return wrong("version",
                 out.version.empty() ? kind_of(root, "version") : "'" + out.version.substr(0, 16) + "'",
                 "\"4\" or \"3\"");
  }
  const auto alerts = root.find("alerts");
  if (alerts == root.end() || !alerts->is_array()) return wrong("alerts", kind_of(root, "alerts"), "a list");
  out.receiver = without_quoting(text_or_empty(root, "receiver"));
  out.group_key = group_key_of(root);
  out.external_url = text_or_empty(root, "externalURL");
  if (auto labels = parse_labels(root, "groupLabels", "body")) out.group_labels = std::move(*labels);
  const auto truncated = root.find("truncatedAlerts");
  if (truncated != root.end() && truncated->is_number_integer()) {
    out.truncated_alerts = std::max<std::int64_t>(0, truncated->get<std::int64_t>());
  }
  for (std::size_t i = 0; i < alerts->size(); ++i) {
    auto alert = parse_alert((*alerts)[i], "alerts[" + std::to_string(i) + "]");
    if (alert) {
      out.alerts.push_back(std::move(*alert));
    } else {
      out.skipped.push_back(alert.error().what);
    }
  }
  return out;
}

std::string alert_key(const alert_message& alert, const std::vector<std::string>& ignore_labels) {
  const bool has_ignored = std::any_of(ignore_labels.begin(), ignore_labels.end(),
                                       [&](const std::string& name) { return alert.labels.contains(name); });
  if (!has_ignored) return alert.fingerprint.empty() ? label_hash(alert.labels) : alert.fingerprint;
  label_set rest = alert.labels;
  for (const auto& name : ignore_labels) rest.erase(name);
  return label_hash(rest);
}

std::string label_hash(const label_set& labels) {
  std::uint64_t hash = 14695981039346656037ull;
  const auto add = [&hash](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  };
  for (const auto& [name, value] : labels) {
    add(name);
    add("\xff");
    add(value);
    add("\xff");
  }
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return text.data();
}

}  // namespace mesoscale::webhook
