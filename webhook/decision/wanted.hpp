// The count on its way through the steps of a decision, with the reason of the last step that changed it.
#pragma once

#include "webhook/decision/policy.hpp"

#include <cstdint>
#include <string_view>

namespace mesoscale::webhook {

struct wanted {
  std::int64_t count = 0;  ///< below 0 while a step down asks for more than there is; the clamp ends that
  std::string_view reason;
  direction toward = direction::none;  ///< of the votes that won, also when they were limited to nothing

  /// A limit that changes nothing gives no reason.
  void limit_to(std::int64_t limit, std::string_view why) {
    if (limit == count) return;
    count = limit;
    reason = why;
  }
};

}  // namespace mesoscale::webhook
