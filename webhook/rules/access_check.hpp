// Whether the files that a rule file names for logins and TLS can be used: opened before the rules come into force, so that a
// mistyped name is told at once and not by every request. Asks no server.
#pragma once

#include <string>
#include <vector>

#include "webhook/rules/rule_file.hpp"

namespace mesoscale::webhook {

/// A line for each file that cannot be used, with its key, its name and the reason; nothing of what it holds.
std::vector<std::string> check_access_files(const rule_file& rules);

}  // namespace mesoscale::webhook
