#include "exporter/scrape/mesos_cluster.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "exporter/tables/scrape_families.hpp"

namespace mesoscale::exporter {
namespace {

/// What the master's snapshot says about it; nothing if there is no snapshot, or it does not tell.
std::optional<master_standing> standing_of(const target_report& report) {
  return report.main() != nullptr ? report.main()->data.standing : std::nullopt;
}

/// Whether nobody is there who could lead.
bool is_gone(const target_report& report) {
  const outcome* const snapshot = report.main_outcome();
  if (snapshot == nullptr || !snapshot->why) return false;
  const errc why = snapshot->why->code;
  return why == errc::connect || why == errc::refused || why == errc::unreachable || why == errc::resolve;
}

bool does_not_lead(const target_report& report) {
  const auto standing = standing_of(report);
  return standing ? !standing->leads : is_gone(report);
}

void fail_lists(target_report& report) {
  const auto failed =
      failed_with({errc::no_leader, "the master does not lead, and no other of its cluster does"});
  for (std::size_t i = 0; i < report.collectors.size(); ++i) {
    const outcome_ptr& what = report.outcomes[i];
    if (report.collectors[i]->when == asked_when::leads && what && !what->was_asked)
      report.outcomes[i] = failed;
  }
}

}  // namespace

void tell_leaders(std::span<target_report> targets, std::span<const std::vector<std::string>> clusters,
                  sample_set& status) {
  std::map<std::string, target_report*> masters;
  for (target_report& report : targets) {
    if (report.of.kind != target_kind::mesos_master) continue;
    masters.emplace(report.of.instance(), &report);
    const auto standing = standing_of(report);
    if (!standing || !standing->leads) continue;
    status.add(master_registry_recovered_family, {{"instance", report.of.instance()}},
               standing->has_registry ? 1 : 0);
  }
  for (const std::vector<std::string>& cluster : clusters) {
    const bool is_without_leader = std::ranges::all_of(cluster, [&masters](const std::string& instance) {
      const auto at = masters.find(instance);
      return at != masters.end() && does_not_lead(*at->second);
    });
    if (!is_without_leader) continue;
    for (const std::string& instance : cluster) fail_lists(*masters.at(instance));
  }
}

}  // namespace mesoscale::exporter
