// Step 5 of the decision cycle: a count is only followed when all recent decisions asked for at least as much of a change.
// Keeps no history itself: what was recommended comes in with its age.
#pragma once

#include "webhook/decision/wanted.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace mesoscale::webhook {

struct recommendation {
  std::chrono::milliseconds age{0};
  std::int64_t count = 0;
};

struct stabilisation {
  std::chrono::milliseconds up_window{0};  ///< 0: none
  std::chrono::milliseconds down_window{0};
  std::vector<recommendation> past;  ///< counts before this step of earlier decisions, in any order
};

void stabilise(wanted& want, std::int64_t current, const stabilisation& how);

}  // namespace mesoscale::webhook
