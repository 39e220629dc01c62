// check-config --live: asks the Marathons of a rule file whether what the rules name is there. Changes nothing.
#pragma once

#include "webhook/rules/rule_file.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mesoscale::webhook {

struct live_findings {
  std::vector<std::string> errors;    ///< "rules.yml:12:5: ..."
  std::vector<std::string> warnings;  ///< the same for what is allowed but seldom meant
};

/// What an answer about a rule's app means for the rule. Pure.
struct read_answer;
void check_app(const rule& of, const std::string& app, const read_answer& reading, live_findings& out);

/// Looks at each fixed app of the rules. Blocks; runs its own event loop.
live_findings check_live(const std::shared_ptr<const rule_file>& rules);

}  // namespace mesoscale::webhook
