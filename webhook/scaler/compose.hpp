// Puts together what one decision looks at: what the journal knows, what the rule file says, what Marathon showed. Pure.
#pragma once

#include "webhook/decision/decide.hpp"
#include "webhook/marathon/answer.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/store/records.hpp"

#include <optional>

namespace mesoscale::webhook {

decision_inputs compose(const app_key& target, const app_view& view, const rule_file& rules,
                        const read_answer& reading, instant now);

/// The base of the cooldown that an action from `current` opens: within a running cooldown that of its opening action.
std::int64_t cooldown_base(const app_view& view, const decision_inputs& inputs);

/// When the running cooldowns are over, the earlier of both; nothing if none runs.
std::optional<instant> cooldown_end(const decision_inputs& inputs, instant now);

/// The due steps of the rules that vote in one direction.
std::vector<pulse> due_pulses(const app_view& view, const decision_inputs& inputs, direction toward);

/// Due steps of rules that ask for a count which the app has, or that only hold: they have nothing to wait for.
std::vector<pulse> idle_pulses(const app_view& view, const decision_inputs& inputs);

/// Whether a rule that asks for a count rather than for steps is active: it has news whenever its alert comes again.
bool follows_values(const app_view& view, const rule_file& rules);

/// Names of the rules that vote in one direction (none: in any), separated by commas.
std::string voting_rules(const app_view& view, const decision_inputs& inputs, direction toward);

}  // namespace mesoscale::webhook
