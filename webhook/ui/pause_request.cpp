#include "webhook/ui/pause_request.hpp"

#include "common/core/units.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;

constexpr const char* known_keys = "app, direction, for, reason, rule and until";

failure mistake(const std::string& key, const std::string& found, const std::string& expected) {
  return {errc::invalid, key + ": found " + found + ", expected " + expected};
}

result<void> check_keys(const json& body) {
  static const std::set<std::string> known = {"app", "direction", "for", "reason", "rule", "until"};
  if (!body.is_object())
    return failure{errc::invalid, "found no object, expected one of " + std::string(known_keys)};
  for (const auto& [key, value] : body.items()) {
    if (!known.contains(key)) return mistake(key, "an unknown key", std::string("one of ") + known_keys);
    if (!value.is_string()) return mistake(key, value.dump().substr(0, 64), "text");
  }
  return {};
}

result<instant> end_of(const json& body, instant now) {
  if (body.contains("until") == body.contains("for"))
    return mistake("until", body.contains("until") ? "until beside for" : "neither until nor for",
                   "one of them");
  if (body.contains("for")) {
    const std::string text = body["for"];
    const auto span = parse_duration(text);
    if (!span || span->count() <= 0) return mistake("for", "\"" + text + "\"", "a duration above 0, e.g. 2h");
    return now + *span;
  }
  const std::string text = body["until"];
  const auto when = parse_time(text);
  if (!when || !*when || **when <= now)
    return mistake("until", "\"" + text + "\"", "a time to come as 2026-11-22T06:44:08Z");
  return **when;
}

}  // namespace

result<pause> parse_pause_request(const std::string& body, const rule_file& rules, instant now) {
  const json parsed = json::parse(body, nullptr, false);
  if (auto checked = check_keys(parsed); !checked) return checked.error();
  pause out;
  if (parsed.contains("app")) {
    const std::string text = parsed["app"];
    const auto id = normalise_app_id(text);
    if (!id) return mistake("app", "\"" + text.substr(0, 64) + "\"", "an app id as /group/app");
    out.app = *id;
  }
  out.rule = parsed.value("rule", "");
  if (!out.rule.empty() && !rules.find_rule(out.rule))
    return mistake("rule", "\"" + out.rule.substr(0, 64) + "\"", "the name of a rule");
  out.reason = parsed.value("reason", "");
  const std::string toward = parsed.value("direction", "both");
  if (toward == "up") {
    out.toward = direction::up;
  } else if (toward == "down") {
    out.toward = direction::down;
  } else if (toward != "both") {
    return mistake("direction", "\"" + toward.substr(0, 64) + "\"", "up, down or both");
  }
  const auto until = end_of(parsed, now);
  if (!until) return until.error();
  out.until = *until;
  return out;
}

}  // namespace mesoscale::webhook
