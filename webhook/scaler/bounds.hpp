// Which rules may speak for an app, and the bounds that come of them, of schedules and of the app's labels. Pure.
#pragma once

#include "webhook/decision/limiters.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/scaler/app_labels.hpp"
#include "webhook/store/records.hpp"

#include <vector>

namespace mesoscale::webhook {

/// Of several rules on one app the largest min and the smallest max hold, whichever of them fires. For each: a schedule that
/// holds now, else the app's labels, else the rule.
bounds bounds_for(const std::vector<const rule*>& speaking, const rule_file& rules, const app_overrides& own,
                  instant now);

/// The rules that may speak for an app: those that ever did, and those with this very app.
std::vector<const rule*> rules_of(const app_key& target, const app_view& view, const rule_file& rules);

/// Whether a schedule may change the bounds of an app at any hour.
bool follows_schedules(const app_key& target, const app_view& view, const rule_file& rules);

}  // namespace mesoscale::webhook
