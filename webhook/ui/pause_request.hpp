// What POST /api/v1/pauses is given, from JSON to a pause. Pure; storing it is the journal's.
#pragma once

#include "common/core/result.hpp"
#include "webhook/rules/rule_file.hpp"

#include <string>

namespace mesoscale::webhook {

/// {"app": "/web", "rule": "r", "direction": "up|down|both", "until": TIME or "for": DURATION, "reason": TEXT}; all but the end may
/// be left out. Failure (errc::invalid): key, what was found, what was expected.
result<pause> parse_pause_request(const std::string& body, const rule_file& rules, instant now);

}  // namespace mesoscale::webhook
