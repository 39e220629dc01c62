// The exporter's metrics about itself: build, start, scrapes, requests to targets, process. Counted in a registry.
// Not what it says about its targets; that is in tables/scrape_families.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "common/core/metrics.hpp"
#include "exporter/collectors/target_kind.hpp"

namespace mesoscale::exporter {

struct own_family {
  family of;
  std::string_view labels;
};

/// All families of own_metrics, sorted by name; for --list-metrics.
std::span<const own_family> own_families();

class own_metrics {
 public:
  explicit own_metrics(std::chrono::system_clock::time_point started);
  ~own_metrics();

  void count_scrape(std::chrono::duration<double> took);
  void count_http_request(int status, std::uint64_t times = 1);
  /// A request that was really sent to a target, not a shared answer.
  void count_target_request(target_kind kind);

  /// How the configuration was last read, and when that last went well.
  void show_reload(bool succeeded, std::chrono::system_clock::time_point last_success);

  /// Everything as it is now. Reads /proc/self; what cannot be read there is left out.
  sample_set collect() const;

 private:
  struct implementation;
  std::unique_ptr<implementation> implementation_;
};

}  // namespace mesoscale::exporter
