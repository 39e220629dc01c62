// The queue of a Marathon is silent about apps that do not wait: they get their 0 from the list of apps.
// Works on finished reports; asks for nothing.
#pragma once

#include <span>

#include "common/core/metrics.hpp"

namespace mesoscale::exporter {

struct target_report;

/// See add_apps_not_queued: for each Marathon whose apps and queue are both known.
void add_empty_queues(std::span<const target_report> targets, sample_set& status);

}  // namespace mesoscale::exporter
