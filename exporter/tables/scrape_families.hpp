// The families in which the exporter tells about its targets: up, failures, collectors, discovery.
// Not the exporter's own process metrics, which live in a registry.
#pragma once

#include "common/core/metrics.hpp"

namespace mesoscale::exporter {

extern const family mesos_up_family;
extern const family master_registry_recovered_family;
extern const family chronos_up_family;
extern const family marathon_proxied_family;
extern const family marathon_up_family;
extern const family target_failure_family;
extern const family collector_duration_family;
extern const family collector_success_family;
extern const family collector_keys_missing_family;
extern const family collector_keys_unknown_family;
extern const family collector_response_bytes_family;
extern const family collector_family_series_cut_family;
extern const family collector_series_cut_family;
extern const family collector_values_refused_family;
extern const family discovery_agents_family;
extern const family discovery_last_success_family;
extern const family discovery_leader_family;
extern const family discovery_masters_family;
extern const family discovery_success_family;
extern const family discovery_up_family;
extern const family zookeeper_serving_family;
extern const family zookeeper_up_family;

/// All of the above, sorted by name, with the labels of each; for --list-metrics.
struct scrape_family {
  const family* of;
  std::string_view labels;
};
std::span<const scrape_family> scrape_families();

}  // namespace mesoscale::exporter
