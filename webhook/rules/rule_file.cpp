#include "webhook/rules/rule_file.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace mesoscale::webhook {

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

const marathon_settings* rule_file::find_marathon(std::string_view name) const {
  const auto it = std::find_if(marathons.begin(), marathons.end(),
                               [name](const marathon_settings& m) { return m.name == name; });
  return it == marathons.end() ? nullptr : &*it;
}

}  // namespace mesoscale::webhook
