#include "webhook/decision/repeat.hpp"

namespace mesoscale::webhook {

repeat_plan plan_repeat(const activation_progress& progress, const repeat_settings& settings, instant now) {
  using verdict = repeat_plan::verdict;
  const bool first_is_over = progress.next_k > 0 && !progress.has_due && progress.last_settled;
  if (settings.every.count() <= 0 || !first_is_over) return {};
  if (!progress.is_verified) return {};
  const instant at = *progress.last_settled + settings.every;
  if (now < at) return {verdict::wait, at};
  if (progress.pulses_since_news >= settings.unconfirmed_repeats) return {verdict::unconfirmed, std::nullopt};
  return {verdict::due, at};
}

}  // namespace mesoscale::webhook
