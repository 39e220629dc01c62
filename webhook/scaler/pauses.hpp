// Which pauses hold now, and what they stop. Pure.
#pragma once

#include "webhook/decision/limiters.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/store/records.hpp"

#include <vector>

namespace mesoscale::webhook {

struct pause_state {
  bool is_app_paused = false;
  bool up = false, down = false;
};

freeze freeze_of(const pause_state& pauses);

/// Pauses of everything or of the app: those of the API, and those in the groups of the rules that may speak for it.
pause_state pauses_of(const app_key& target, const std::vector<const rule*>& speaking, const rule_file& rules,
                      const std::vector<stored_pause>& by_api, instant now);

/// Whether this rule must not ask for a change in this direction.
bool is_rule_paused(const app_key& target, const rule& r, direction toward, const rule_file& rules,
                    const std::vector<stored_pause>& by_api, instant now);

}  // namespace mesoscale::webhook
