// What a scrape says about its targets: up, failures with their reason, collectors, discovery.
// Pure: reports in, samples out.
#pragma once

#include <cstddef>
#include <span>

#include "common/core/metrics.hpp"

namespace mesoscale::exporter {

struct target_report;

void add_target_status(std::span<const target_report> targets, sample_set& out);

void add_discovery_status(bool is_up, std::size_t agents, sample_set& out);

}  // namespace mesoscale::exporter
