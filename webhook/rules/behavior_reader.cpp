// behavior: of a rule, in the words of HPA's autoscaling/v2.
#include "webhook/rules/rule_parts.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

/// HPA's own limit is an hour; what was recommended is kept for a day.
constexpr milliseconds longest_window{24 * 3'600'000};

bool is_all_digits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Plain seconds, as HPA has them, or a duration.
void read_seconds(yaml_map& in, std::string_view key, milliseconds lowest, milliseconds& target) {
  std::string text;
  if (!in.read(key, text)) return;
  const auto parsed = parse_duration(is_all_digits(text) ? text + "s" : text);
  if (parsed && *parsed >= lowest && *parsed <= longest_window) {
    target = *parsed;
  } else {
    in.complain(
        key, "\"" + text + "\"",
        "seconds or a duration from " + format_duration(lowest) + " to " + format_duration(longest_window));
  }
}

void read_policy(yaml_map& in, std::vector<rate_policy>& out) {
  rate_policy one;
  std::string type;
  in.require("type", "Instances or Percent");
  if (in.read("type", type) && type != "Instances" && type != "Percent") {
    in.complain("type", "\"" + type + "\"", "Instances or Percent");
  }
  in.require("value", "a number above 0");
  if (type == "Percent") {
    one.what = rate_policy::kind::percent;
    read_exact(in, "value", one.value, 0, true);
  } else {
    std::int64_t count = 1;
    in.read("value", count, 1, largest_count);
    one.value = count;
  }
  in.require("periodSeconds", "seconds");
  read_seconds(in, "periodSeconds", milliseconds(1'000), one.period);
  out.push_back(one);
}

void read_selection(yaml_map& in, select_policy& out) {
  std::string text;
  if (!in.read("selectPolicy", text)) return;
  if (text == "Max") {
    out = select_policy::max;
  } else if (text == "Min") {
    out = select_policy::min;
  } else if (text == "Disabled") {
    out = select_policy::disabled;
  } else {
    in.complain("selectPolicy", "\"" + text + "\"", "Max, Min or Disabled");
  }
}

struct one_direction {
  milliseconds& cooldown;
  milliseconds& window;
  rate_limits& limits;
  std::optional<exact_number>& tolerance;
};

void read_direction(yaml_map& in, one_direction out) {
  in.read("cooldown", out.cooldown);
  read_seconds(in, "stabilizationWindowSeconds", milliseconds(0), out.window);
  if (in.has("policies")) out.limits.policies.clear();
  in.read_maps("policies", [&out](yaml_map& map) { read_policy(map, out.limits.policies); });
  read_selection(in, out.limits.select);
  exact_number tolerance;
  if (read_exact(in, "tolerance", tolerance, 0, false)) out.tolerance = tolerance;
}

}  // namespace

void read_behavior(yaml_map& in, rule_draft& draft) {
  rule& of = draft.value;
  in.read_map("scaleUp", [&](yaml_map& map) {
    read_direction(map, {of.cooldown_up, of.window_up, of.rate_up, draft.tolerance_up});
  });
  in.read_map("scaleDown", [&](yaml_map& map) {
    read_direction(map, {of.cooldown_down, of.window_down, of.rate_down, draft.tolerance_down});
  });
}

}  // namespace mesoscale::webhook
