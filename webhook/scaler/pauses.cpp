#include "webhook/scaler/pauses.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

bool holds(const pause& p, const app_key& target, instant now) {
  return (p.app.empty() || p.app == target.app) && (!p.until || now < *p.until);
}

}  // namespace

freeze freeze_of(const pause_state& pauses) {
  if (pauses.up && pauses.down) return freeze::both;
  return pauses.up ? freeze::up : pauses.down ? freeze::down : freeze::none;
}

pause_state pauses_of(const app_key& target, const std::vector<const rule*>& speaking, const rule_file& rules,
                      instant now) {
  pause_state out;
  for (const rule* const r : speaking) {
    const rule_group* const group = rules.find_group(r->group);
    if (!group) continue;
    for (const pause& p : group->pauses) {
      if (!p.rule.empty() || !holds(p, target, now)) continue;
      out.is_app_paused = out.is_app_paused || p.toward == direction::none;
      out.up = out.up || p.toward == direction::up;
      out.down = out.down || p.toward == direction::down;
    }
  }
  return out;
}

bool is_rule_paused(const app_key& target, const rule& r, direction toward, const rule_file& rules,
                    instant now) {
  const rule_group* const group = rules.find_group(r.group);
  if (!group) return false;
  return std::any_of(group->pauses.begin(), group->pauses.end(), [&](const pause& p) {
    return p.rule == r.name && holds(p, target, now) && (p.toward == direction::none || p.toward == toward);
  });
}

}  // namespace mesoscale::webhook
