#include "exporter/scrape/probed_clusters.hpp"

#include <chrono>

namespace mesoscale::exporter {
namespace {

/// Longer than any sensible interval between two probes of a target.
constexpr std::chrono::minutes heard_for{5};

}  // namespace

void probed_clusters::count_once(target_report& report, std::span<const target> configured,
                                 net::clock::time_point now) {
  if (!may_pass_on(report.of.kind)) return;
  const name who{report.of.kind, report.of.instance()};
  const auto voice = voice_of(report);
  remember(who, voice, now);
  if (!voice) return;
  std::vector<cluster_voice> voices;
  std::optional<std::size_t> mine;
  for (const target& one : configured) {
    const name other{one.kind, one.instance()};
    if (other == who) {
      mine = voices.size();
      voices.push_back(*voice);
    } else if (auto told = voice_beside(*voice, other, now)) {
      voices.push_back(*std::move(told));
    }
  }
  if (mine && !speaks(voices, *mine)) take_samples_out(report);
}

// Only who is configured is probed, so that there is never more to remember than there are targets.
void probed_clusters::remember(const name& who, const std::optional<cluster_voice>& voice,
                               net::clock::time_point now) {
  if (!began_) began_ = now;
  std::erase_if(heard_, [now](const auto& one) { return now - one.second.at > heard_for; });
  heard_[who] = {voice, now};
}

std::optional<cluster_voice> probed_clusters::voice_beside(const cluster_voice& probed, const name& other,
                                                           net::clock::time_point now) const {
  const auto& [kind, instance] = other;
  if (const auto at = heard_.find(other); at != heard_.end()) return at->second.voice;
  const bool may_come_yet = kind == probed.kind && instance == probed.leader && now - *began_ <= heard_for;
  if (!may_come_yet) return std::nullopt;
  return cluster_voice{kind, instance, true, true};
}

}  // namespace mesoscale::exporter
