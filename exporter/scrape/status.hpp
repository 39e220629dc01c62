// What a scrape says about its targets: up, failures with their reason, collectors, discovery.
// Pure: reports in, samples out.
#pragma once

#include <cstddef>
#include <span>

#include "common/core/metrics.hpp"

namespace mesoscale::exporter {

struct cluster_state;
struct target_report;

void add_target_status(std::span<const target_report> targets, sample_set& out);

void add_discovery_status(bool is_up, std::size_t agents, sample_set& out);

/// What is known of the masters in ZooKeeper.
void add_cluster_status(std::span<const cluster_state> clusters, sample_set& out);

}  // namespace mesoscale::exporter
