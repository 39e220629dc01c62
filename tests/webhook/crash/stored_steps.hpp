// Reads from the store of a webhook that has ended which steps there were and what became of each. Does not judge.
#pragma once

#include "tests/webhook/crash/judge.hpp"

#include <string>
#include <vector>

namespace mesoscale::webhook {

/// All steps in the file, of all apps. Throws when it cannot be read.
std::vector<seen_step> stored_steps(const std::string& file);

}  // namespace mesoscale::webhook
