// When the next step of a rule that keeps firing is due. Pure. Alertmanager is no clock (repeat_interval is rounded, and
// repeats come early as well), therefore repeats come from here while the alert is known to fire.
#pragma once

#include "webhook/alertmanager/instant.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace mesoscale::webhook {

/// One activation of a rule as far as repeats need it.
struct activation_progress {
  std::int64_t next_k = 0;              ///< number of the next pulse; 0: not even the first was given
  bool has_due = false;                 ///< a pulse waits to be acted on
  std::optional<instant> last_settled;  ///< when the last pulse was spent or dropped
  std::int64_t pulses_since_news = 0;   ///< repeats since the last notification about the alert
  bool is_verified = true;              ///< what the last own change asked for runs
};

struct repeat_settings {
  std::chrono::milliseconds every{0};  ///< 0: a step is given once
  std::int64_t unconfirmed_repeats =
      3;  ///< so many repeats without news; then the alert's end may have been lost
};

struct repeat_plan {
  enum class verdict { none, wait, due, unconfirmed } what = verdict::none;
  std::optional<instant> at;  ///< for wait: when it is due
};

repeat_plan plan_repeat(const activation_progress& progress, const repeat_settings& settings, instant now);

}  // namespace mesoscale::webhook
