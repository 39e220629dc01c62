// What the Chronoses of a scrape say together: a cluster that several of them tell of is counted once.
// Works on finished reports; asks for nothing.
//
// A Chronos that does not lead passes every request on to the leader and does not say so, so that three configured Chronoses give
// the leader's jobs three times. Since 3.0 each names the leader (/leader). Of those that name one leader, one speaks for the
// cluster: the one at that very address, else the first one in the order of configuration. The others keep chronos_up and what is
// told of their collectors, and lose their samples. Those that name nobody (Chronos 2.x, or the collector is off) are all kept.
#pragma once

#include <optional>
#include <span>

#include "exporter/scrape/marathon_cluster.hpp"
#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {

/// Takes the samples of all but one Chronos of each leader out of the reports.
void count_chronoses_once(std::span<target_report> targets);

/// Nothing for another kind of target, one that is not up, and one that names no leader.
std::optional<cluster_voice> chronos_voice(const target_report& report);

}  // namespace mesoscale::exporter
