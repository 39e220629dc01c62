// scale: and hold: of a rule.
#include "webhook/rules/rule_parts.hpp"
#include "webhook/rules/template_text.hpp"

namespace mesoscale::webhook {
namespace {

constexpr std::string_view one_of_all = "one of by, percent, to, target and average_value";

bool is_given(const yaml_map& in, std::string_view key) { return in.has(key); }

void read_direction(yaml_map& in, direction& out) {
  std::string text;
  in.require("direction", "up or down");
  if (!in.read("direction", text)) return;
  if (text == "up") {
    out = direction::up;
  } else if (text == "down") {
    out = direction::down;
  } else {
    in.complain("direction", "\"" + text + "\"", "up or down");
  }
}

policy read_step(yaml_map& in) {
  step_policy out;
  read_direction(in, out.toward);
  in.read("by", out.by, 1, largest_count);
  return out;
}

policy read_percent(yaml_map& in) {
  percent_policy out;
  read_direction(in, out.toward);
  read_exact(in, "percent", out.percent, 0, true);
  in.read("min_step", out.min_step, 1, largest_count);
  return out;
}

policy read_absolute(yaml_map& in) {
  absolute_policy out;
  in.read("to", out.to, 0, largest_count);
  return out;
}

void read_fallback(yaml_map& in, target_policy& out) {
  std::string text = "hold";
  in.read("fallback", text);
  if (text == "static") {
    out.on_missing = fallback::static_count;
  } else if (text == "static_if_higher") {
    out.on_missing = fallback::static_if_higher;
  } else if (text == "static_if_lower") {
    out.on_missing = fallback::static_if_lower;
  } else if (text != "hold") {
    in.complain("fallback", "\"" + text + "\"", "hold, static, static_if_higher or static_if_lower");
  }
  if (out.on_missing == fallback::hold) return;
  in.require("fallback_instances", "the count to fall back to");
  in.read("fallback_instances", out.fallback_instances, 0, largest_count);
}

void read_value_source(yaml_map& in, rule& around) {
  around.value_annotation.clear();
  around.value_query.clear();
  in.read("annotation", around.value_annotation);
  in.read("query", around.value_query);
  if (in.has("annotation") == in.has("query")) {
    in.complain("", in.has("query") ? "annotation beside query" : "neither annotation nor query",
                "one of annotation and query");
  }
  if (const auto checked = check_template(around.value_query); !checked) {
    in.complain("query", checked.error().what, "{{ .labels.NAME }} or {{ .annotations.NAME }}");
  }
}

policy read_target(yaml_map& in, rule& around, std::string_view key, target_policy::kind what) {
  target_policy out;
  out.what = what;
  read_exact(in, key, out.target, 0, true);
  if (read_exact(in, "tolerance", out.tolerance_up, 0, false)) out.tolerance_down = out.tolerance_up;
  in.require("value_from", "{annotation: NAME} or {query: PROMQL}");
  in.read_map("value_from", [&around](yaml_map& map) { read_value_source(map, around); });
  read_fallback(in, out);
  return out;
}

}  // namespace

bool read_exact(yaml_map& in, std::string_view key, exact_number& target, const exact_number& lowest,
                bool is_above) {
  std::string text;
  if (!in.read(key, text)) return false;
  const auto number = exact_number::parse(text);
  if (number && (is_above ? *number > lowest : *number >= lowest)) {
    target = *number;
    return true;
  }
  in.complain(key, "\"" + text + "\"",
              std::string("a number ") + (is_above ? "above " : "of at least ") + lowest.text());
  return false;
}

void read_scale(yaml_map& in, rule_draft& draft) {
  draft.has_scale = true;
  draft.value.value_annotation.clear();
  draft.value.value_query.clear();
  int kinds = 0;
  for (const std::string_view key : {"by", "percent", "to", "target", "average_value"})
    kinds += is_given(in, key);
  if (kinds != 1) in.complain("", kinds == 0 ? "no amount" : "several amounts", one_of_all);
  policy& out = draft.value.scale;
  if (is_given(in, "percent")) {
    out = read_percent(in);
  } else if (is_given(in, "to")) {
    out = read_absolute(in);
  } else if (is_given(in, "target")) {
    out = read_target(in, draft.value, "target", target_policy::kind::ratio);
  } else if (is_given(in, "average_value")) {
    out = read_target(in, draft.value, "average_value", target_policy::kind::average_value);
  } else {
    out = read_step(in);
  }
  // Known here, so that a second kind beside the first is not called an unknown key as well.
  for (const std::string_view key : {"by", "percent", "to", "target", "average_value"}) in.get(key);
}

void read_hold(yaml_map& in, rule_draft& draft) {
  std::string text;
  if (!in.read("hold", text)) return;
  if (text != "scale_down") in.complain("hold", "\"" + text + "\"", "scale_down");
  if (is_given(in, "scale")) in.complain("hold", "hold beside scale", "one of hold and scale");
  draft.has_scale = true;
  draft.value.scale = hold_policy{};
}

void complete_scale(yaml_map& in, rule_draft& draft) {
  if (auto* const target = std::get_if<target_policy>(&draft.value.scale)) {
    // scale.tolerance is of both directions, behavior's of one, and stands over it.
    if (draft.tolerance_up) target->tolerance_up = *draft.tolerance_up;
    if (draft.tolerance_down) target->tolerance_down = *draft.tolerance_down;
  }
  if (needs_pulses(draft.value.scale)) return;
  if (is_given(in, "repeat_every")) {
    in.complain("repeat_every", "repeat_every",
                "it only beside steps and percents; the others need no repeats");
  }
  draft.value.repeat_every = milliseconds(0);
  draft.has_repeat = true;
}

}  // namespace mesoscale::webhook
