#include "exporter/scrape/judgement.hpp"

#include <algorithm>
#include <utility>

#include "exporter/scrape/target_report.hpp"

namespace mesoscale::exporter {
namespace {

/// Whether nobody answers at all there, so that asking for something else is in vain. One that is late may have the rest.
bool is_away(const outcome& what) {
  if (!what.why) return false;
  switch (what.why->code) {
    case errc::connect:
    case errc::refused:
    case errc::unreachable:
    case errc::resolve:
    case errc::tls:
      return true;
    default:
      return false;
  }
}

/// What is said about the lists of a master that does not lead, or has nothing in them; null: they have to be asked for.
outcome_ptr judged_by_standing(const outcome* snapshot) {
  if (snapshot == nullptr || !snapshot->data.standing) return nullptr;
  if (!snapshot->data.standing->leads) return not_asked();
  if (snapshot->data.standing->has_registry) return nullptr;
  return failed_with({errc::not_serving, "the master leads without having read its registry"});
}

/// The role "*" and its weight are there without any cluster.
bool tells_of_nothing(const decoded& list) {
  const auto is_something = [](const sample& one) {
    return one.value != 0 && one.of->name != "mesos_role_weight";
  };
  return list.agents.empty() && std::ranges::none_of(list.samples.samples(), is_something);
}

/// Before 1.0 a standby answers with an empty cluster, and so does a leader without a registry: without the snapshot, nobody knows
/// what an empty list is.
outcome_ptr empty_without_snapshot(const outcome& list, const outcome* snapshot) {
  const errc code = snapshot != nullptr && snapshot->why ? snapshot->why->code : errc::timeout;
  return failed_with({code, "the list is empty, and there is no snapshot that says whether the master leads"},
                     list);
}

}  // namespace

bool goes_first(const collector& what) {
  return what.is_main || what.when == asked_when::main_succeeded || what.when == asked_when::main_failed;
}

outcome_ptr judged_without_asking(const target_report& report, std::size_t i) {
  const asked_when when = report.collectors[i]->when;
  const outcome* const ended = report.main_outcome();
  if (ended != nullptr && is_away(*ended)) {
    return when == asked_when::main_succeeded ? not_asked() : failed_with(*ended->why);
  }
  switch (when) {
    case asked_when::main_succeeded:
      return report.main() != nullptr ? nullptr : not_asked();
    case asked_when::main_failed:
      return report.main() == nullptr ? nullptr : not_asked();
    case asked_when::leads:
      return judged_by_standing(report.main());
    case asked_when::always:
      break;
  }
  return nullptr;
}

outcome_ptr judged(outcome_ptr what, const target_report& report, std::size_t i) {
  const bool lacks_main = report.has_main() && report.main() == nullptr;
  if (what->absent && lacks_main) return failed_with(*what->absent, *what);
  if (report.collectors[i]->when != asked_when::leads) return what;
  if (what->why) {
    const bool knows_standing = report.main() != nullptr && report.main()->data.standing;
    return what->why->code == errc::redirect && !knows_standing ? not_asked() : what;
  }
  if (lacks_main && tells_of_nothing(what->data)) return empty_without_snapshot(*what, report.main_outcome());
  return what;
}

}  // namespace mesoscale::exporter
