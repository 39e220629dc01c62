// Puts together what one decision looks at: what the journal knows, what the rule file says, what Marathon showed. Pure.
#pragma once

#include "webhook/decision/decide.hpp"
#include "webhook/marathon/answer.hpp"
#include "webhook/marathon/progress.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/scaler/bounds.hpp"
#include "webhook/store/records.hpp"

#include <optional>

namespace mesoscale::webhook {

/// deployments: what GET /v2/deployments said; without it a deployment that is not ours counts as one that nobody looked at.
decision_inputs compose(const app_key& target, const app_view& view, const rule_file& rules,
                        const read_answer& reading, const moment& at,
                        const std::optional<deployments_answer>& deployments = {});

/// What runs for the app, as the deployment gate wants it.
running_deployment deployment_of(const app_view& view, const app_reading& app,
                                 const std::optional<deployments_answer>& deployments);

/// How somebody else's change of the configuration is taken: hold if one of the rules says so, else restore, else adopt.
external_policy external_policy_of(const std::vector<const rule*>& governing);

/// Until when somebody else's change is left alone: made by hand, or with a configuration where that is held too. Nothing: there is
/// none. governing: those of governing_rules().
std::optional<instant> manual_hold_end(const app_view& view, const std::vector<const rule*>& governing);

/// The base of the cooldown that an action from `current` opens: within a running cooldown that of its opening action.
std::int64_t cooldown_base(const app_view& view, const decision_inputs& inputs);

/// When the running cooldowns are over, the earlier of both; nothing if none runs.
std::optional<instant> cooldown_end(const decision_inputs& inputs, instant now);

/// Where a rule's vote points: its own direction, or for a rule that asks for a count, from the current one to that.
direction direction_now(const signal& s, std::int64_t current);

/// The due steps of the rules that vote in one direction.
std::vector<pulse> due_pulses(const app_view& view, const decision_inputs& inputs, direction toward);

/// Due steps of rules that ask for a count which the app has, or that only hold: they have nothing to wait for.
std::vector<pulse> idle_pulses(const app_view& view, const decision_inputs& inputs);

/// The resolutions that vote in one direction; with none those that have nothing left to ask for.
std::vector<std::int64_t> resolutions_toward(const app_view& view, const decision_inputs& inputs,
                                             direction toward);

/// Which activations a change from current to `to` belongs to, and each one's part: those of the rule whose vote won.
std::vector<std::pair<std::int64_t, std::int64_t>> shares_of(const app_view& view,
                                                             const decision_inputs& inputs, direction toward,
                                                             std::int64_t to);

/// Whether a rule that asks for a count rather than for steps is active: it has news whenever its alert comes again.
bool follows_values(const app_view& view, const rule_file& rules);

/// Names of the rules that vote in one direction (none: in any), separated by commas.
std::string voting_rules(const app_view& view, const decision_inputs& inputs, direction toward);

}  // namespace mesoscale::webhook
