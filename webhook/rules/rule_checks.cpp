#include "webhook/rules/rule_checks.hpp"

#include "webhook/rules/template_text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace mesoscale::webhook {
namespace {

/// A mistake at a key of the rule, or at the rule when the key came from the group's defaults.
config_error mistake_at(const rule_place& place, std::string_view key, std::string_view found,
                        std::string_view expected) {
  config_errors errors;
  yaml_map map(place.at, errors);
  map.complain(key, found, expected);
  return errors.empty() ? place.at.mistake(found, expected) : errors.front();
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

void check_names(const rule_file& rules, const std::vector<rule_place>& places, config_errors& errors) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const std::string& name = rules.rules[i].name;
    if (!name.empty() && !seen.insert(name).second) {
      errors.push_back(
          mistake_at(places[i], "rule", quoted(name) + " again", "a name that no other rule has"));
    }
  }
}

void check_marathons(const rule_file& rules, const std::vector<rule_place>& places, config_errors& errors) {
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const rule& r = rules.rules[i];
    if (r.marathon.empty()) continue;
    const marathon_settings* marathon = rules.find_marathon(r.marathon);
    if (!marathon) {
      errors.push_back(mistake_at(places[i], "marathon", quoted(r.marathon), "the name of one of marathons"));
    } else if (r.app_id.size() > 1 && !marathon->allows(r.app_id)) {
      errors.push_back(mistake_at(places[i], "app", quoted(r.app_id),
                                  "an app that allow_apps and deny_apps of " + r.marathon + " let through"));
    }
  }
}

struct joint_bounds {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

/// Several rules on one app: the largest min and the smallest max hold, and they must not contradict.
void check_bounds(const rule_file& rules, const std::vector<rule_place>& places, config_errors& errors) {
  std::map<app_key, joint_bounds> joint;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const rule& r = rules.rules[i];
    const bool has_bounds = !std::holds_alternative<hold_policy>(r.scale) && r.max_instances > 0;
    if (r.app_id.size() <= 1 || r.min_instances > r.max_instances || !has_bounds) continue;
    const auto [it, is_first] =
        joint.try_emplace({r.marathon, r.app_id}, joint_bounds{r.min_instances, r.max_instances});
    if (is_first) continue;
    it->second.min = std::max(it->second.min, r.min_instances);
    it->second.max = std::min(it->second.max, r.max_instances);
    if (it->second.min > it->second.max) {
      errors.push_back(
          places[i].at.mistake("bounds that leave " + r.app_id + " no count beside those of its other rules",
                               "the largest min_instances <= the smallest max_instances"));
    }
  }
}

std::vector<std::string> matcher_texts(const rule& r) {
  std::vector<std::string> texts;
  for (const auto& m : r.matchers)
    texts.push_back(m.name() + std::to_string(static_cast<int>(m.op())) + m.value());
  std::sort(texts.begin(), texts.end());
  return texts;
}

/// Whether an alert that matches has a value for the label.
bool is_guaranteed(const rule& r, const std::string& label) {
  return std::any_of(r.matchers.begin(), r.matchers.end(),
                     [&label](const label_matcher& m) { return m.name() == label && !m.matches({}); });
}

bool contradict(const rule& a, const rule& b) {
  return direction_of(a.scale) != direction::none && direction_of(b.scale) != direction::none &&
         direction_of(a.scale) != direction_of(b.scale) && a.marathon == b.marathon && a.app_id == b.app_id &&
         a.app_label == b.app_label && a.app_template == b.app_template &&
         matcher_texts(a) == matcher_texts(b);
}

void check_sources(const rule_file& rules, const std::vector<rule_place>& places, config_errors& errors) {
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    if (rules.rules[i].value_query.empty() || rules.prometheus) continue;
    errors.push_back(mistake_at(places[i], "scale",
                                "value_from: query without prometheus at the top of the file",
                                "prometheus: {url: URL}"));
  }
}

}  // namespace

void check_rules(const rule_file& rules, const std::vector<rule_place>& places, config_errors& errors) {
  check_names(rules, places, errors);
  check_marathons(rules, places, errors);
  check_bounds(rules, places, errors);
  check_sources(rules, places, errors);
}

namespace {

/// Where a rule takes something from a label of the alert; "" if nowhere.
std::string_view key_that_reads(const rule& r, const std::string& label) {
  const auto has = [&label](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), label) != list.end();
  };
  const auto is_it = [&label](const label_matcher& m) { return m.name() == label; };
  if (std::any_of(r.matchers.begin(), r.matchers.end(), is_it)) return "matchers";
  if (r.app_label == label || has(labels_in(r.app_template))) return "app";
  return has(labels_in(r.value_query)) ? "scale" : "";
}

/// A measured value that stands in a label makes another alert, and where Alertmanager groups by it another group, each time it
/// changes. It is known by its name: that of the annotation, or `value`.
void warn_of_values_in_labels(const rule& r, const rule_place& place, const rule_file& rules,
                              config_errors& warnings) {
  const auto& ignored = rules.global.ignore_labels;
  for (const std::string& label : std::set<std::string>{"value", r.value_annotation}) {
    const std::string_view key = key_that_reads(r, label);
    if (label.empty() || key.empty() || std::find(ignored.begin(), ignored.end(), label) != ignored.end())
      continue;
    warnings.push_back(
        mistake_at(place, key, "a value in the label " + quoted(label),
                   "an annotation: a label that changes makes another alert, and another group "
                   "where it is in group_by"));
  }
}

/// With no instances there are no series of them either, so that nothing fires that could raise the app again.
void warn_of_own_series(const rule& r, const rule_place& place, config_errors& warnings) {
  const bool may_raise =
      direction_of(r.scale) == direction::up || std::holds_alternative<target_policy>(r.scale);
  if (!may_raise || r.min_instances > 0 || r.app_label.empty()) return;
  warnings.push_back(
      mistake_at(place, "min_instances",
                 "min_instances: 0 with an alert that has the app in its label " + quoted(r.app_label),
                 "at least 1, or an alert over series that are there without the app"));
}

}  // namespace

config_errors warnings_of(const rule_file& rules, const std::vector<rule_place>& places) {
  config_errors warnings;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const rule& r = rules.rules[i];
    warn_of_values_in_labels(r, places[i], rules, warnings);
    warn_of_own_series(r, places[i], warnings);
    const bool is_down = direction_of(r.scale) == direction::down;
    const milliseconds cooldown = is_down ? r.cooldown_down : r.cooldown_up;
    if (is_down && r.cooldown_down.count() == 0 && r.window_down.count() == 0) {
      warnings.push_back(mistake_at(places[i], "behavior", "a down rule without a cooldown and a window",
                                    "scaleDown.cooldown or stabilizationWindowSeconds above 0"));
    }
    if (r.activation && r.min_instances > 0) {
      warnings.push_back(mistake_at(places[i], "activation", "activation with min_instances above 0",
                                    "min_instances: 0, unless a suspended app shall be raised"));
    }
    if (r.repeat_every.count() > 0 && r.repeat_every < cooldown) {
      warnings.push_back(mistake_at(places[i], "repeat_every", format_duration(r.repeat_every),
                                    "at least the cooldown (" + format_duration(cooldown) + ")"));
    }
    const bool is_template = check_template(r.app_template).ok();
    for (const std::string& label : is_template ? labels_in(r.app_template) : std::vector<std::string>()) {
      if (is_guaranteed(r, label)) continue;
      warnings.push_back(mistake_at(places[i], "app",
                                    "a template over " + quoted(label) + ", which no matcher asks for",
                                    "a matcher such as " + label + "!=\"\""));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!contradict(r, rules.rules[j])) continue;
      warnings.push_back(mistake_at(places[i], "matchers", "the matchers of " + quoted(rules.rules[j].name),
                                    "other alerts for the other direction"));
    }
  }
  return warnings;
}

}  // namespace mesoscale::webhook
