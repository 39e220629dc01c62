// What the outcome of a target's main collector means for the others: which of them are asked, and what an answer is worth.
// Pure: reports in, outcomes out. scraper.hpp does the asking.
#pragma once

#include <cstddef>

#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

struct target_report;

/// What there is to say about collector i (not the first one) without asking, once the first one has been asked; null: it has to
/// be asked.
outcome_ptr judged_without_asking(const target_report& report, std::size_t i);

/// What the answer to collector i is worth. What has no list of apps, and no leader either, is not a Marathon without a leader. A
/// master that does not tell whether it leads, and redirects, does not lead.
outcome_ptr judged(outcome_ptr what, const target_report& report, std::size_t i);

}  // namespace mesoscale::exporter
