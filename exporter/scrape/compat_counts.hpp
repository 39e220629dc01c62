// What the old exporters counted about themselves, per target, for their dashboards: scrapes, errors, the last duration.
// Pure; forgets a target's counts only with the process, or when there are too many.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "common/core/metrics.hpp"
#include "exporter/collectors/compat.hpp"

namespace mesoscale::exporter {

struct target_report;

class compat_counts {
 public:
  /// Counts a scrape and adds the counts of its targets. One collector that failed is one error of mesos_exporter; of
  /// marathon_exporter a scrape is one error if one of the two endpoints that it knew failed.
  void add(std::span<const target_report> targets, const compat_names& names, sample_set& out);

 private:
  struct counts {
    std::uint64_t scrapes = 0;
    std::uint64_t errors = 0;
  };

  void add_mesos(const target_report& report, counts& of, sample_set& out);
  void add_marathon(const target_report& report, counts& of, sample_set& out);

  std::map<std::string, counts> counts_;  ///< by instance
};

/// The families that it adds, sorted by name.
std::span<const family> compat_count_families();

}  // namespace mesoscale::exporter
