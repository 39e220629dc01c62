// What the Marathons of a scrape say together: a cluster that several of them tell of is counted once.
// Works on finished reports; asks for nothing.
//
// Every Marathon passes requests on to its leader, so three configured Marathons give the leader's numbers three times.
// Answers name their leader (X-Marathon-Leader), and those that were passed on say so (X-Marathon-Via). Of the Marathons
// that name one leader, one speaks for the cluster: the leader itself if it is configured, else the first one in the order
// of configuration. The others keep marathon_up and what is told of their collectors, and lose their samples. Answers that
// name no leader (Marathon before 0.9, a lone one) are all kept. Only Marathons of the same scrape are compared; those that are
// probed one by one are compared by probed_clusters.hpp.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {

/// Takes the samples of all but one Marathon of each leader out of the reports, and adds marathon_proxied.
void count_clusters_once(std::span<target_report> targets, sample_set& status);

/// Whose numbers a target tells: who leads its cluster ("host:port"), and whether that is the target itself.
struct cluster_voice {
  std::string leader;
  bool is_leader = false;
};

/// Nothing for another kind of target, one that is not up, and one that names no leader.
std::optional<cluster_voice> marathon_voice(const target_report& report);

/// Takes the samples out of a report, which keeps what is told of its collectors.
void take_samples_out(target_report& report);

/// The same outcome for a report whose samples another target tells: outcomes are shared with other scrapes.
outcome_ptr without_samples(const outcome& full);

/// See add_apps_not_queued: for each Marathon whose apps and queue are both known.
void add_empty_queues(std::span<const target_report> targets, sample_set& status);

}  // namespace mesoscale::exporter
