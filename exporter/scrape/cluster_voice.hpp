// Which of the configured servers tells of their cluster, where each of them gives the leader's numbers: Marathon and Chronos.
// Works on finished reports; asks for nothing. Those that are probed one by one are compared by probed_clusters.hpp.
//
// Who leads is said by the first of these that there is, in whichever of the target's answers:
//   X-Marathon-Leader       since 0.9; beside X-Marathon-Via another Marathon passed the leader's answer on
//   /v2/leader, /leader     any Marathon; Chronos since 3.0, which passes on without a word
//   a redirect              where it led to
//   the target itself       if none of its answers was passed on
// Of those that name one leader, one speaks for the cluster: one whose main collector succeeded before others, then the leader, then
// the first in the order of configuration. The others keep their up and what is told of their collectors, and lose their samples.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "common/core/metrics.hpp"
#include "exporter/collectors/target_kind.hpp"

namespace mesoscale::exporter {

struct target_report;

/// Whose numbers a target tells.
struct cluster_voice {
  target_kind kind;
  std::string leader;      ///< host:port; "" where answers were passed on and nothing says for whom
  bool is_leader = false;  ///< the numbers are its own
  bool has_main = false;   ///< the main collector succeeded
};

/// Whether the servers of the kind pass their leader's answers on.
bool may_pass_on(target_kind kind);

/// Nothing for a target that may not pass answers on, and for one of which no collector succeeded.
std::optional<cluster_voice> voice_of(const target_report& report);

/// Whether the one at i is to speak for its cluster. voices: in the order of configuration. One that does not say for whom it
/// passed answers on is silent beside any leader of its kind.
bool speaks(std::span<const cluster_voice> voices, std::size_t i);

/// Takes the samples out of a report, which keeps what is told of its collectors.
void take_samples_out(target_report& report);

/// Takes the samples of all but one target of each cluster out of the reports, and adds marathon_proxied.
void count_clusters_once(std::span<target_report> targets, sample_set& status);

}  // namespace mesoscale::exporter
