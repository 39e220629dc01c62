#include "webhook/rules/rule_parts.hpp"

#include "webhook/rules/template_text.hpp"

#include <string>

namespace mesoscale::webhook {
namespace {

/// The part of "found X, expected Y" that says what was expected.
std::string expectation(const std::string& text) {
  constexpr std::string_view mark = ", expected ";
  const auto at = text.rfind(mark);
  return at == std::string::npos ? text : text.substr(at + mark.size());
}

void read_matchers(yaml_map& in, rule& out, config_errors& errors) {
  const yaml_value list = in.get("matchers");
  if (!list) return;
  if (list.what() != yaml_value::kind::list) {
    errors.push_back(list.mistake(list.shape(), "a list of matchers"));
    return;
  }
  out.matchers.clear();
  for (const yaml_value& item : list.items()) {
    if (item.what() != yaml_value::kind::scalar) {
      errors.push_back(item.mistake(item.description(), "a matcher such as severity=~\"warning|critical\""));
      continue;
    }
    auto matcher = parse_matcher(item.scalar());
    if (matcher) {
      out.matchers.push_back(std::move(*matcher));
    } else {
      errors.push_back(item.mistake(item.description(), expectation(matcher.error().what)));
    }
  }
}

/// Either a fixed id as text, or {label: NAME}.
void read_app(yaml_map& in, rule& out, config_errors& errors) {
  const yaml_value app = in.get("app");
  if (!app) return;
  out.app_id.clear();
  out.app_label.clear();
  out.app_template.clear();
  if (app.what() == yaml_value::kind::scalar && has_placeholders(app.scalar())) {
    out.app_template = app.scalar();
    if (const auto checked = check_template(out.app_template); !checked)
      errors.push_back(app.mistake(checked.error().what, "{{ .labels.NAME }} or {{ .annotations.NAME }}"));
    return;
  }
  if (app.what() == yaml_value::kind::scalar) {
    const auto id = normalise_app_id(app.scalar());
    if (id) {
      out.app_id = *id;
    } else {
      errors.push_back(app.mistake(
          app.description(),
          "an app id as /group/app of lower-case letters, digits, '-' and '.', or {label: NAME}"));
      out.app_id = "/";  // Keeps the complaint about a missing app away.
    }
    return;
  }
  in.read_map("app", [&out](yaml_map& map) {
    map.require("label", "the name of the label that names the app");
    map.read("label", out.app_label);
  });
}

void read_per(yaml_map& in, rule& out) {
  std::string text;
  if (!in.read("per", text)) return;
  if (text == "app") {
    out.per = activation_scope::app;
  } else if (text == "alert") {
    out.per = activation_scope::alert;
  } else {
    in.complain("per", "\"" + text + "\"", "app or alert");
  }
}

}  // namespace

void read_positive(yaml_map& in, std::string_view key, milliseconds& target) {
  milliseconds value = target;
  if (!in.read(key, value)) return;
  if (value.count() > 0) {
    target = value;
  } else {
    in.complain(key, format_duration(value), "a duration above 0");
  }
}

void read_rule_keys(yaml_map& in, rule_draft& draft, config_errors& errors) {
  rule& out = draft.value;
  in.read("rule", out.name);
  read_matchers(in, out, errors);
  in.read("marathon", out.marathon);
  read_app(in, out, errors);
  in.read("min_instances", out.min_instances, 0, largest_count);
  draft.has_max = in.has("max_instances") || draft.has_max;
  draft.is_max_usable = in.read("max_instances", out.max_instances, 0, largest_count) || draft.is_max_usable;
  in.read_map("scale", [&draft](yaml_map& map) { read_scale(map, draft); });
  read_hold(in, draft);
  in.read("activation", out.activation);
  in.read_map("behavior", [&draft](yaml_map& map) { read_behavior(map, draft); });
  draft.has_repeat = in.has("repeat_every") || draft.has_repeat;
  in.read("repeat_every", out.repeat_every);
  in.read("unconfirmed_repeats", out.unconfirmed_repeats, 1, largest_count);
  read_per(in, out);
  read_on_resolved(in, out);
}

void complete_rule(yaml_map& in, rule_draft& draft) {
  rule& out = draft.value;
  in.require("rule", "the name of the rule");
  if (in.has("rule") && out.name.empty()) in.complain("rule", "\"\"", "the name of the rule");
  if (out.matchers.empty() && !in.has("matchers")) in.complain("matchers", "nothing", "a list of matchers");
  if (out.matchers.empty() && in.get("matchers").what() == yaml_value::kind::list &&
      in.get("matchers").items().empty()) {
    in.complain("matchers", "an empty list", "at least one matcher (no matcher would match every alert)");
  }
  if (out.marathon.empty()) in.complain("marathon", "nothing", "the name of one of marathons");
  if (out.app_id.empty() && out.app_label.empty() && out.app_template.empty() && !in.has("app")) {
    in.complain("app", "nothing", "an app id, or {label: NAME}");
  }
  if (!draft.has_scale) in.complain("scale", "nothing", "{direction: up|down, by: N}");
  complete_scale(in, draft);
  const bool needs_max = !std::holds_alternative<hold_policy>(out.scale);
  if (!draft.has_max && needs_max)
    in.complain("max_instances", "nothing", "the most instances that the rule may ask for");
  if (draft.is_max_usable && out.min_instances > out.max_instances) {
    in.complain(in.has("max_instances") ? "max_instances" : "min_instances",
                "max_instances " + std::to_string(out.max_instances) + " with min_instances " +
                    std::to_string(out.min_instances),
                "min_instances <= max_instances");
  }
  if (!draft.has_repeat) {
    out.repeat_every = direction_of(out.scale) == direction::up ? out.cooldown_up : out.cooldown_down;
  }
}

}  // namespace mesoscale::webhook
