#include "webhook/rules/rule_file.hpp"

#include "webhook/alertmanager/notification.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace mesoscale::webhook {
namespace {

std::string text_of(const step_policy& how) {
  return std::string("step ") + name_of(how.toward) + " " + std::to_string(how.by);
}
std::string text_of(const percent_policy& how) {
  return std::string("percent ") + name_of(how.toward) + " " + how.percent.text() + " " +
         std::to_string(how.min_step);
}
std::string text_of(const absolute_policy& how) { return "to " + std::to_string(how.to); }
std::string text_of(const target_policy& how) {
  return "target " + std::to_string(static_cast<int>(how.what)) + " " + how.target.text();
}
std::string text_of(const hold_policy&) { return "hold"; }

}  // namespace

std::string fingerprint_of(const rule& of) {
  std::string text = of.marathon + "\n" + of.app_id + "\n" + of.app_label + "\n" + of.app_template + "\n" +
                     of.value_annotation + "\n" + of.value_query + "\n" +
                     (of.per == activation_scope::alert ? "alert" : "app") + "\n" +
                     std::visit([](const auto& how) { return text_of(how); }, of.scale);
  for (const label_matcher& m : of.matchers)
    text += "\n" + m.name() + std::to_string(static_cast<int>(m.op())) + m.value();
  return label_hash({{"rule", text}});
}

std::string fingerprints_of(std::string_view names, const rule_file& rules) {
  std::string out;
  for (bool is_first = true; is_first || !names.empty(); is_first = false) {
    const auto end = std::min(names.find(','), names.size());
    const rule* const r = rules.find_rule(names.substr(0, end));
    if (!is_first) out += ",";
    if (r) out += fingerprint_of(*r);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return out;
}

milliseconds global_settings::effective_alert_ttl() const {
  return alert_ttl.count() > 0 ? alert_ttl : 2 * assume_repeat_interval + std::chrono::minutes(5);
}

bool app_pattern::matches(const std::string& app) const { return re2::RE2::FullMatch(app, *expression); }

bool marathon_settings::allows(const std::string& app) const {
  const auto matches = [&app](const app_pattern& pattern) { return pattern.matches(app); };
  if (std::any_of(deny_apps.begin(), deny_apps.end(), matches)) return false;
  return allow_apps.empty() || std::any_of(allow_apps.begin(), allow_apps.end(), matches);
}

const rule* rule_file::find_rule(std::string_view name) const {
  const auto it = std::find_if(rules.begin(), rules.end(), [name](const rule& r) { return r.name == name; });
  return it == rules.end() ? nullptr : &*it;
}

const rule_group* rule_file::find_group(std::string_view name) const {
  const auto it =
      std::find_if(groups.begin(), groups.end(), [name](const rule_group& g) { return g.name == name; });
  return it == groups.end() ? nullptr : &*it;
}

const marathon_settings* rule_file::find_marathon(std::string_view name) const {
  const auto it = std::find_if(marathons.begin(), marathons.end(),
                               [name](const marathon_settings& m) { return m.name == name; });
  return it == marathons.end() ? nullptr : &*it;
}

}  // namespace mesoscale::webhook
