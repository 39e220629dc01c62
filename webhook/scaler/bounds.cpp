#include "webhook/scaler/bounds.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

bounds bounds_of(const rule& r, const rule_file& rules, const app_overrides& own, instant now) {
  bounds out{own.min.value_or(r.min_instances), own.max.value_or(r.max_instances)};
  const rule_group* const group = rules.find_group(r.group);
  if (!group) return out;
  for (const schedule& s : group->schedules) {
    if (!active_since(s, now)) continue;
    out.min = s.min_instances.value_or(out.min);
    out.max = s.max_instances.value_or(out.max);
    break;
  }
  return out;
}

}  // namespace

std::optional<bounds> bounds_for(const std::vector<const rule*>& speaking, const rule_file& rules,
                                 const app_overrides& own, instant now) {
  std::optional<bounds> out;
  for (const rule* const r : speaking) {
    if (std::holds_alternative<hold_policy>(r->scale)) continue;
    const bounds one = bounds_of(*r, rules, own, now);
    out = out ? bounds{std::max(out->min, one.min), std::min(out->max, one.max)} : one;
  }
  return out;
}

bool is_in_group(const rule& r, const std::string& group) { return group.empty() || r.group == group; }

std::vector<const rule*> governing_rules(const app_key& target, const app_view& view, const rule_file& rules,
                                         const std::string& group) {
  std::vector<const rule*> out;
  const auto add = [&](const std::string& name) {
    const rule* const r = rules.find_rule(name);
    if (r && is_in_group(*r, group)) out.push_back(r);
  };
  for (const rule_activity& activity : view.active) add(activity.rule);
  for (const pending_resolution& pending : view.resolutions) add(pending.rule);
  return out.empty() ? rules_of(target, view, rules, group) : out;
}

std::vector<const rule*> rules_of(const app_key& target, const app_view& view, const rule_file& rules,
                                  const std::string& group) {
  std::vector<const rule*> out;
  for (const rule& r : rules.rules) {
    if (!is_in_group(r, group)) continue;
    const bool is_fixed_here = r.marathon == target.marathon && r.app_id == target.app;
    const bool is_known =
        std::find(view.known_rules.begin(), view.known_rules.end(), r.name) != view.known_rules.end();
    if (is_fixed_here || is_known) out.push_back(&r);
  }
  return out;
}

bool follows_schedules(const app_key& target, const app_view& view, const rule_file& rules) {
  const auto speaking = rules_of(target, view, rules);
  return std::any_of(speaking.begin(), speaking.end(), [&rules](const rule* r) {
    const rule_group* const group = rules.find_group(r->group);
    return group && !group->schedules.empty();
  });
}

}  // namespace mesoscale::webhook
