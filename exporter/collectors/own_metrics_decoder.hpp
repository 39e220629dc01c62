// Decodes /metrics of the programs that are written with Dropwizard's or Kamon's metrics: Marathon and Chronos.
// Pure. Which keys are known is said by a table; the rest goes to the table's other family.
//
// Dropwizard (Marathon up to 1.4 and from 1.7, Chronos): sections gauges {value}, counters {count}, meters {count, rates},
// histograms and timers {count, min, p50, ..., max}. Kamon (Marathon 1.5 to 1.7): every value is a distribution over a short
// window, and counts are those of the window, which are no totals; its metrics have "unit" and "tags".
// Rates, means and deviations are left out where a row is known: Prometheus computes rates, and quantiles say more. Only a
// window's mean is told: nothing else says it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "exporter/collectors/decode.hpp"
#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// What a program's keys look like.
struct key_style {
  const metric_table& (*table)();
  std::span<const std::string_view> prefixes;  ///< stand before the keys of rows
  std::span<const std::string_view>
      ignored;  ///< beginnings of keys that are not exported, by the list of names
  std::span<const std::string_view>
      whole_prefixes;  ///< "jobs.run.time.": what follows is one name, dots and all
};

/// A key without what changes at each start of the program, so that names do not grow without end: the hash of generated
/// classes ("$$EnhancerByGuice$$3ba5d1a1") and of thread pools ("qtp1234567").
std::string without_hashes(std::string_view key);

std::unique_ptr<body_decoder> make_marathon_metrics_decoder(decode_options options);
std::unique_ptr<body_decoder> make_chronos_metrics_decoder(decode_options options);

}  // namespace mesoscale::exporter
