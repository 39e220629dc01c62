// What the outcome of a target's main collector means for the others: which of them are asked, and what an answer is worth.
// Pure: reports in, outcomes out. scraper.hpp does the asking.
#pragma once

#include <cstddef>

#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

struct target_report;

/// Whether it is the main collector, or one that cannot be asked before that has ended.
bool goes_first(const collector& what);

/// What there is to say about collector i without asking, by what is known of the main one; null: it has to be asked. A main
/// collector that has not ended is like one that failed, but nobody is away for it.
outcome_ptr judged_without_asking(const target_report& report, std::size_t i);

/// What the answer to collector i is worth. What has no list of apps, and no leader either, is not a Marathon without a leader. A
/// master that does not tell whether it leads, and redirects, does not lead; an empty list without a snapshot means nothing.
outcome_ptr judged(outcome_ptr what, const target_report& report, std::size_t i);

}  // namespace mesoscale::exporter
