#include "exporter/scrape/judgement.hpp"

#include <memory>
#include <utility>

#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {
namespace {

/// Whether nobody answers at all there, so that asking for something else is in vain.
bool is_away(const outcome& what) {
  if (!what.why) return false;
  switch (what.why->code) {
    case errc::connect:
    case errc::refused:
    case errc::unreachable:
    case errc::resolve:
    case errc::timeout:
    case errc::tls:
      return true;
    default:
      return false;
  }
}

outcome_ptr same_failure(const outcome& what) {
  auto made = std::make_shared<outcome>();
  made->why = what.why;
  return made;
}

outcome_ptr failed_with(failure why) {
  auto made = std::make_shared<outcome>();
  made->why = std::move(why);
  return made;
}

outcome_ptr not_asked() {
  auto made = std::make_shared<outcome>();
  made->was_asked = false;
  return made;
}

/// What the main collector brought; null if the target has none, or it failed.
const outcome* main_success(const target_report& report) {
  if (!report.collectors.front()->is_main || !report.outcomes.front()) return nullptr;
  return report.outcomes.front()->why ? nullptr : report.outcomes.front().get();
}

/// What is said about the lists of a master that does not lead, or has nothing in them; null: they have to be asked for.
/// Without a snapshot an empty list could be that of a leader without a registry, so that it would mean nothing.
outcome_ptr judged_by_standing(const target_report& report, const outcome* main) {
  if (main == nullptr) return report.collectors.front()->is_main ? not_asked() : nullptr;
  if (!main->data.standing) return nullptr;
  if (!main->data.standing->leads) return not_asked();
  if (main->data.standing->has_registry) return nullptr;
  return failed_with({errc::not_serving, "the master leads without having read its registry"});
}

}  // namespace

outcome_ptr judged_without_asking(const target_report& report, std::size_t i) {
  if (report.collectors.front()->is_main && is_away(*report.outcomes.front())) {
    const bool is_wanted = report.collectors[i]->when != asked_when::main_succeeded;
    return is_wanted ? same_failure(*report.outcomes.front()) : not_asked();
  }
  const outcome* const main = main_success(report);
  switch (report.collectors[i]->when) {
    case asked_when::main_succeeded:
      return main != nullptr ? nullptr : not_asked();
    case asked_when::main_failed:
      return main == nullptr ? nullptr : not_asked();
    case asked_when::leads:
      return judged_by_standing(report, main);
    case asked_when::always:
      break;
  }
  return nullptr;
}

outcome_ptr judged(outcome_ptr what, const target_report& report, std::size_t i) {
  const bool main_failed = report.collectors.front()->is_main && report.outcomes.front()->why;
  if (what->absent && main_failed) return failed_with(*what->absent);
  if (report.collectors[i]->when != asked_when::leads || !what->why) return what;
  const outcome* const main = main_success(report);
  const bool knows_standing = main != nullptr && main->data.standing;
  return what->why->code == errc::redirect && !knows_standing ? not_asked() : what;
}

}  // namespace mesoscale::exporter
