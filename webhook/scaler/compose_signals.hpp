// What the rules of an app say at the moment, as the signals of a decision: of alerts that are open, of resolutions with something
// left to do, and of a target that somebody's configuration has undone. Pure; a part of compose.hpp.
#pragma once

#include "webhook/decision/decide.hpp"
#include "webhook/marathon/answer.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/scaler/app_labels.hpp"
#include "webhook/store/records.hpp"

namespace mesoscale::webhook {

/// What signals are made from.
struct voices {
  const app_key& target;
  const app_view& view;
  const rule_file& rules;
  const app_overrides& own;
  const app_reading& app;
  bool trusts_values = true;  ///< false: a new configuration comes up, or came up just now
  moment at;

  /// Null for a rule that is gone, or not of the app's group.
  const rule* find(const std::string& name) const;
};

/// Adds the signals and whether an alert forbids scaling down. out.current has the count, changes how a configuration of others is
/// taken.
void add_signals(const voices& of, external_policy changes, decision_inputs& out);

}  // namespace mesoscale::webhook
