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

bounds bounds_for(const std::vector<const rule*>& speaking, const rule_file& rules, const app_overrides& own,
                  instant now) {
  bounds out{1, 1000};
  bool is_first = true;
  for (const rule* const r : speaking) {
    if (std::holds_alternative<hold_policy>(r->scale)) continue;
    const bounds one = bounds_of(*r, rules, own, now);
    out.min = is_first ? one.min : std::max(out.min, one.min);
    out.max = is_first ? one.max : std::min(out.max, one.max);
    is_first = false;
  }
  return out;
}

std::vector<const rule*> rules_of(const app_key& target, const app_view& view, const rule_file& rules) {
  std::vector<const rule*> out;
  for (const rule& r : rules.rules) {
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
