#include "exporter/scrape/probed_clusters.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "exporter/scrape/chronos_cluster.hpp"

namespace mesoscale::exporter {
namespace {

/// Longer than any sensible interval between two probes of a target.
constexpr std::chrono::minutes heard_for{5};

}  // namespace

void probed_clusters::count_once(target_report& report, std::span<const target> configured,
                                 net::clock::time_point now) {
  auto voice = marathon_voice(report);
  if (!voice) voice = chronos_voice(report);
  if (!voice) return;
  remember(report, *voice, now);
  if (!voice->is_leader && has_other_speaker(report, voice->leader, configured)) take_samples_out(report);
}

// A target is in one cluster only, so that there is never more to remember than there are targets.
void probed_clusters::remember(const target_report& report, const cluster_voice& voice,
                               net::clock::time_point now) {
  const std::string instance = report.of.instance();
  for (auto& [name, told] : heard_) {
    if (name.first == report.of.kind) told.erase(instance);
    std::erase_if(told, [now](const auto& one) { return now - one.second.at > heard_for; });
  }
  heard_[{report.of.kind, voice.leader}][instance] = {voice.is_leader, now};
  std::erase_if(heard_, [](const auto& one) { return one.second.empty(); });
}

bool probed_clusters::has_other_speaker(const target_report& report, const std::string& leader,
                                        std::span<const target> configured) const {
  const std::string instance = report.of.instance();
  if (instance == leader) return false;
  const auto& told = heard_.at({report.of.kind, leader});
  std::optional<std::string> first;
  for (const target& one : configured) {
    if (one.kind != report.of.kind) continue;
    const std::string other = one.instance();
    if (other == leader) return true;
    const auto at = told.find(other);
    if (at == told.end()) continue;
    if (at->second.is_leader) return true;
    if (!first) first = other;
  }
  return first && *first != instance;
}

}  // namespace mesoscale::exporter
