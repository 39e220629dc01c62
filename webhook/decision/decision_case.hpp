// Cases of the decision cycle in a file, as `mesoscale-webhook decide` and the tests read them:
// {"vectors": [{"id", "inputs": {...}}]}. Reads the inputs, decides nothing. The keys are listed in docs/decide.md.
#pragma once

#include "common/core/result.hpp"
#include "webhook/decision/decide.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

struct decision_case {
  std::string id;                   ///< "vectors[3]" when the case has none
  decision_inputs inputs;           ///< unusable when there are errors
  std::vector<std::string> errors;  ///< "D01: inputs.signals[0].by: found ..., expected ..."
};

/// Failure: errc::not_json, or errc::wrong_shape when there is no list of cases at all.
result<std::vector<decision_case>> read_cases(std::string_view text);

}  // namespace mesoscale::webhook
