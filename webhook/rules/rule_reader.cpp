#include "webhook/rules/rule_reader.hpp"

#include "webhook/rules/rule_checks.hpp"
#include "webhook/rules/rule_parts.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

void read_version(yaml_map& root) {
  std::string version;
  root.require("version", "1");
  if (root.read("version", version) && version != "1") root.complain("version", "\"" + version + "\"", "1");
}

void read_alert_ttl(yaml_map& in, milliseconds& out) {
  if (in.get("alert_ttl").scalar() == "auto") {
    out = global_settings().alert_ttl;
  } else {
    in.read("alert_ttl", out);
  }
}

void read_global(yaml_map& in, global_settings& out) {
  in.read("dry_run", out.dry_run);
  in.read("hard_max_instances", out.hard_max_instances, 0, largest_count);
  in.read("settle", out.settle);
  in.read("reopen_grace", out.reopen_grace);
  read_alert_ttl(in, out.alert_ttl);
  read_positive(in, "alertmanager_poll", out.alertmanager_poll);
  in.read("assume_repeat_interval", out.assume_repeat_interval);
  in.read("defer_max", out.defer_max);
  read_positive(in, "deployment_poll", out.deployment_poll);
  read_positive(in, "retry_backoff", out.retry_backoff);
  in.read("after_deploy_grace", out.after_deploy_grace);
  read_positive(in, "verify_poll", out.verify_poll);
  read_positive(in, "tick", out.tick);
  in.read("ignore_labels", out.ignore_labels);
}

std::string again(const std::string& name) { return "\"" + name + "\" again"; }

/// A pause of a rule that is not of its group would never hold.
void check_pauses(yaml_map& in, const rule_file& rules, std::size_t first_rule, config_errors& errors) {
  const std::vector<pause>& pauses = rules.groups.back().pauses;
  const std::vector<yaml_value> places = in.get("pauses").items();
  for (std::size_t i = 0; i < pauses.size() && i < places.size(); ++i) {
    const std::string& name = pauses[i].rule;
    const bool is_of_group =
        std::any_of(rules.rules.begin() + static_cast<std::ptrdiff_t>(first_rule), rules.rules.end(),
                    [&name](const rule& r) { return r.name == name; });
    if (!name.empty() && !is_of_group)
      yaml_map(places[i], errors).complain("rule", "\"" + name + "\"", "the name of a rule of this group");
  }
}

void read_group(yaml_map& in, rule_file& out, std::vector<rule_place>& places, config_errors& errors) {
  std::string group;
  in.require("name", "the name of the group");
  in.read("name", group);
  if (out.find_group(group)) in.complain("name", again(group), "a name that no other group has");
  rule_draft defaults;
  in.read_map("defaults", [&](yaml_map& map) { read_rule_keys(map, defaults, errors); });
  read_group_keys(in, defaults.value);
  rule_group around{group, {}, {}};
  read_schedules(in, around);
  read_pauses(in, around);
  out.groups.push_back(std::move(around));
  const std::size_t first_rule = out.rules.size();
  in.require("rules", "a list of rules");
  in.read_maps("rules", [&](yaml_map& map) {
    rule_draft draft = defaults;
    read_rule_keys(map, draft, errors);
    draft.value.group = group;
    const config_error here = map.value().mistake("", "");
    draft.value.place = here.file + ":" + std::to_string(here.line) + ":" + std::to_string(here.column);
    complete_rule(map, draft);
    places.push_back({map.value()});
    out.rules.push_back(std::move(draft.value));
  });
  check_pauses(in, out, first_rule, errors);
}

void read_next_marathon(yaml_map& in, rule_file& out, config_errors& errors) {
  marathon_settings one = read_marathon(in, errors);
  if (out.find_marathon(one.name)) in.complain("name", again(one.name), "a name that no other Marathon has");
  out.marathons.push_back(std::move(one));
}

}  // namespace

loaded_rules parse_rules(std::string_view text, const std::string& file_name) {
  loaded_rules out;
  const auto document = parse_yaml(text, file_name);
  if (!document) {
    out.errors.push_back(document.error().what);
    return out;
  }
  config_errors errors;
  auto rules = std::make_shared<rule_file>();
  std::vector<rule_place> places;
  yaml_map root(*document, errors);
  read_version(root);
  root.read_map("global", [&](yaml_map& map) { read_global(map, rules->global); });
  root.read_map("prometheus", [&](yaml_map& map) { rules->prometheus = read_server(map); });
  root.read_map("mesos", [&](yaml_map& map) { rules->mesos = read_mesos(map, errors); });
  root.read_maps("alertmanagers", [&](yaml_map& map) { rules->alertmanagers.push_back(read_server(map)); });
  root.require("marathons", "a list of Marathons");
  root.read_maps("marathons", [&](yaml_map& map) { read_next_marathon(map, *rules, errors); });
  root.require("groups", "a list of groups of rules");
  root.read_maps("groups", [&](yaml_map& map) { read_group(map, *rules, places, errors); });
  root.finish();
  check_rules(*rules, places, errors);
  for (const auto& warning : warnings_of(*rules, places)) out.warnings.push_back(warning.text());
  std::stable_sort(errors.begin(), errors.end(), [](const config_error& a, const config_error& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  for (const auto& error : errors) out.errors.push_back(error.text());
  if (errors.empty()) out.rules = std::move(rules);
  return out;
}

loaded_rules load_rules(const std::string& path) {
  const auto text = read_file(path);
  if (text) return parse_rules(*text, path);
  loaded_rules out;
  out.errors.push_back(text.error().what);
  return out;
}

}  // namespace mesoscale::webhook
