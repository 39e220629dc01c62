// What stands in a group beside its rules, and on_resolved: of a rule.
#include "webhook/rules/rule_parts.hpp"

#include <array>
#include <utility>

namespace mesoscale::webhook {
namespace {

/// Reads one word of a list into an enumeration.
template <class Value, std::size_t N>
void read_word(yaml_map& in, std::string_view key,
               const std::array<std::pair<std::string_view, Value>, N>& words, Value& out) {
  std::string text;
  if (!in.read(key, text)) return;
  std::string all;
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i].first == text) {
      out = words[i].second;
      return;
    }
    all += (i == 0 ? "" : i + 1 == N ? " or " : ", ") + std::string(words[i].first);
  }
  in.complain(key, "\"" + text + "\"", all);
}

using resolved = resolved_action::kind;
constexpr std::array<std::pair<std::string_view, resolved>, 3> resolved_words = {
    {{"none", resolved::none}, {"step_back", resolved::step_back}, {"baseline", resolved::baseline}}};
constexpr std::array<std::pair<std::string_view, force_policy>, 2> force_words = {
    {{"own", force_policy::own}, {"never", force_policy::never}}};
constexpr std::array<std::pair<std::string_view, deployment_policy>, 2> deployment_words = {
    {{"defer", deployment_policy::defer}, {"skip", deployment_policy::skip}}};
constexpr std::array<std::pair<std::string_view, external_policy>, 3> external_words = {
    {{"adopt", external_policy::adopt},
     {"hold", external_policy::hold},
     {"restore", external_policy::restore}}};
constexpr std::array<std::pair<std::string_view, stuck_policy>, 2> stuck_words = {
    {{"hold", stuck_policy::hold}, {"rollback", stuck_policy::rollback}}};
constexpr std::array<std::pair<std::string_view, direction>, 3> pause_words = {
    {{"both", direction::none}, {"up", direction::up}, {"down", direction::down}}};

void read_resolved_map(yaml_map& in, resolved_action& out) {
  if (in.has("baseline") == in.has("hold")) {
    in.complain("", in.has("hold") ? "baseline beside hold" : "neither baseline nor hold",
                "{baseline: N} or {hold: DURATION}");
  }
  std::int64_t baseline = 0;
  if (in.read("baseline", baseline, 0, largest_count)) {
    out.what = resolved::baseline;
    out.baseline = baseline;
  }
  read_positive(in, "hold", out.hold);
  if (in.has("hold")) out.what = resolved::hold;
}

void read_cron(yaml_map& in, schedule& out) {
  std::string text;
  in.require("cron", "minute, hour, day of month, month and day of week");
  if (!in.read("cron", text)) return;
  const auto parsed = cron_expression::parse(text);
  if (!parsed) {
    const std::string why = parsed.error().what;
    const auto mark = why.rfind(", expected ");
    in.complain("cron", "\"" + text + "\"", why.substr(mark + 11));
  } else if (!parsed->can_match()) {
    in.complain("cron", "\"" + text + "\"", "a day that its month has");
  } else {
    out.starts = *parsed;
  }
}

void read_zone(yaml_map& in, schedule& out) {
  std::string text = "UTC";
  in.read("timezone", text);
  out.zone = find_time_zone(text);
  if (!out.zone)
    in.complain("timezone", "\"" + text + "\"", "a time zone that the system knows, e.g. Europe/Berlin");
}

void read_schedule(yaml_map& in, schedule& out) {
  in.require("name", "the name of the schedule");
  in.read("name", out.name);
  read_zone(in, out);
  read_cron(in, out);
  in.require("duration", "how long it holds, e.g. 12h");
  read_positive(in, "duration", out.duration);
  if (out.duration > longest_schedule)
    in.complain("duration", format_duration(out.duration), "at most " + format_duration(longest_schedule));
  std::int64_t count = 0;
  if (in.read("min_instances", count, 0, largest_count)) out.min_instances = count;
  if (in.read("max_instances", count, 0, largest_count)) out.max_instances = count;
  if (!in.has("min_instances") && !in.has("max_instances"))
    in.complain("", "neither min_instances nor max_instances", "at least one of them");
  if (out.min_instances && out.max_instances && *out.min_instances > *out.max_instances) {
    in.complain("max_instances",
                "max_instances " + std::to_string(*out.max_instances) + " with min_instances " +
                    std::to_string(*out.min_instances),
                "min_instances <= max_instances");
  }
}

void read_pause(yaml_map& in, pause& out) {
  std::string text;
  if (in.read("app", text)) {
    const auto id = normalise_app_id(text);
    if (id) {
      out.app = *id;
    } else {
      in.complain("app", "\"" + text + "\"", "an app id as /group/app");
    }
  }
  in.read("rule", out.rule);
  read_word(in, "direction", pause_words, out.toward);
  std::string until;
  if (in.read("until", until)) {
    const auto when = parse_time(until);
    if (when && *when) {
      out.until = *when;
    } else {
      in.complain("until", "\"" + until + "\"", "a time as 2026-11-22T06:44:08Z");
    }
  }
  in.read("reason", out.reason);
}

}  // namespace

void read_on_resolved(yaml_map& in, rule& out) {
  if (!in.has("on_resolved")) {
    in.get("on_resolved");
    return;
  }
  out.on_resolved = {};
  const yaml_value value = in.get("on_resolved");
  if (value.what() == yaml_value::kind::map) {
    in.read_map("on_resolved", [&out](yaml_map& map) { read_resolved_map(map, out.on_resolved); });
    return;
  }
  const std::string text = value.scalar();
  for (const auto& [word, what] : resolved_words) {
    if (word != text) continue;
    out.on_resolved.what = what;
    return;
  }
  in.complain("on_resolved", value.description(),
              "none, step_back, baseline, {baseline: N} or {hold: DURATION}");
}

void read_group_keys(yaml_map& in, rule& out) {
  read_word(in, "on_deployment", deployment_words, out.on_deployment);
  read_word(in, "force", force_words, out.force);
  read_word(in, "on_external_change", external_words, out.on_external_change);
  read_word(in, "on_stuck", stuck_words, out.on_stuck);
  in.read("manual_hold", out.manual_hold);
  read_positive(in, "verify_timeout", out.verify_timeout);
}

void read_schedules(yaml_map& in, rule_group& out) {
  in.read_maps("schedules", [&out](yaml_map& map) {
    schedule one;
    read_schedule(map, one);
    out.schedules.push_back(std::move(one));
  });
}

void read_pauses(yaml_map& in, rule_group& out) {
  in.read_maps("pauses", [&out](yaml_map& map) {
    pause one;
    read_pause(map, one);
    out.pauses.push_back(std::move(one));
  });
}

}  // namespace mesoscale::webhook
