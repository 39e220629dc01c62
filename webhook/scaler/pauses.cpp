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
                      const std::vector<stored_pause>& by_api, instant now) {
  pause_state out;
  const auto add = [&](const pause& p) {
    if (!p.rule.empty() || !holds(p, target, now)) return;
    out.is_app_paused = out.is_app_paused || p.toward == direction::none;
    out.up = out.up || p.toward == direction::up;
    out.down = out.down || p.toward == direction::down;
  };
  for (const stored_pause& p : by_api) add(p.what);
  for (const rule* const r : speaking) {
    const rule_group* const group = rules.find_group(r->group);
    if (group) std::for_each(group->pauses.begin(), group->pauses.end(), add);
  }
  return out;
}

bool is_rule_paused(const app_key& target, const rule& r, direction toward, const rule_file& rules,
                    const std::vector<stored_pause>& by_api, instant now) {
  const auto pauses_it = [&](const pause& p) {
    return p.rule == r.name && holds(p, target, now) && (p.toward == direction::none || p.toward == toward);
  };
  if (std::any_of(by_api.begin(), by_api.end(), [&](const stored_pause& p) { return pauses_it(p.what); }))
    return true;
  const rule_group* const group = rules.find_group(r.group);
  return group && std::any_of(group->pauses.begin(), group->pauses.end(), pauses_it);
}

}  // namespace mesoscale::webhook
