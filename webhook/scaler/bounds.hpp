// Which rules may speak for an app, and the bounds that come of them, of schedules and of the app's labels. Pure.
#pragma once

#include "webhook/decision/limiters.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/scaler/app_labels.hpp"
#include "webhook/store/records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mesoscale::webhook {

/// Of several rules on one app the largest min and the smallest max hold, whichever of them fires. For each: a schedule that
/// holds now, else the app's labels, else the rule. Nothing: none of them asks for counts, so that nobody has bounds.
std::optional<bounds> bounds_for(const std::vector<const rule*>& speaking, const rule_file& rules,
                                 const app_overrides& own, instant now);

/// Whether a rule may speak for an app that has named a group ("": it has not).
bool is_in_group(const rule& r, const std::string& group);

/// The rules that may speak for an app: those that ever did, and those with this very app; of its group only.
std::vector<const rule*> rules_of(const app_key& target, const app_view& view, const rule_file& rules,
                                  const std::string& group = {});

/// The rules that speak for an app now, firing or resolved with something left to do. While none does, all that may: what they
/// say about changes of others and about force holds for repairs too.
std::vector<const rule*> governing_rules(const app_key& target, const app_view& view, const rule_file& rules,
                                         const std::string& group);

/// Whether a schedule may change the bounds of an app at any hour.
bool follows_schedules(const app_key& target, const app_view& view, const rule_file& rules);

}  // namespace mesoscale::webhook
