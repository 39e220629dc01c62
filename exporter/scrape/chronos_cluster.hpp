// What the Chronoses of a scrape say together: a cluster that several of them tell of is counted once.
// Works on finished reports; asks for nothing.
//
// A Chronos that does not lead passes every request on to the leader and does not say so, so that three configured Chronoses give
// the leader's jobs three times. Since 3.0 each names the leader (/leader). Of those that name one leader, one speaks for the
// cluster: the one at that very address, else the first one in the order of configuration. The others keep chronos_up and what is
// told of their collectors, and lose their samples. Those that name nobody (Chronos 2.x, or the collector is off) are all kept.
#pragma once

#include <span>

#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {

/// Takes the samples of all but one Chronos of each leader out of the reports.
void count_chronoses_once(std::span<target_report> targets);

}  // namespace mesoscale::exporter
