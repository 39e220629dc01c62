#include "exporter/scrape/chronos_cluster.hpp"

#include <map>
#include <string>
#include <utility>

namespace mesoscale::exporter {
namespace {

/// Who leads, by the report of a Chronos that answered; "" if it does not say.
std::string leader_of(const target_report& report) {
  if (report.of.kind != target_kind::chronos) return {};
  std::string leader;
  for (std::size_t i = 0; i < report.collectors.size(); ++i) {
    const outcome* const what = report.outcomes[i].get();
    const bool succeeded = what != nullptr && !what->why;
    if (report.collectors[i]->is_main && !succeeded) return {};
    if (succeeded && !what->data.leader.empty()) leader = what->data.leader;
  }
  return leader;
}

}  // namespace

std::optional<cluster_voice> chronos_voice(const target_report& report) {
  std::string leader = leader_of(report);
  if (leader.empty()) return std::nullopt;
  const bool is_leader = leader == report.of.instance();
  return cluster_voice{std::move(leader), is_leader};
}

void count_chronoses_once(std::span<target_report> targets) {
  std::map<std::string, const target_report*> speakers;
  for (const target_report& report : targets) {
    const std::string leader = leader_of(report);
    if (leader.empty()) continue;
    const auto [at, is_first] = speakers.emplace(leader, &report);
    if (!is_first && report.of.instance() == leader) at->second = &report;
  }
  for (target_report& report : targets) {
    const std::string leader = leader_of(report);
    if (leader.empty() || speakers[leader] == &report) continue;
    take_samples_out(report);
  }
}

}  // namespace mesoscale::exporter
