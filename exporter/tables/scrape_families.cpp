#include "exporter/tables/scrape_families.hpp"

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

using namespace table_words;

constexpr family chronos_up_family =
    gauge("chronos_up", "1 if Chronos answered its main endpoint, else 0 (/scheduler/jobs)");
constexpr family marathon_proxied_family = gauge(
    "marathon_proxied",
    "1 if this Marathon passed on the leader's answer, else 0; a cluster is counted once (X-Marathon-Via)");
constexpr family marathon_up_family =
    gauge("marathon_up", "1 if Marathon answered its main endpoint, else 0 (/v2/apps)");
constexpr family collector_duration_family =
    gauge("mesoscale_exporter_collector_duration_seconds",
          "Time that the collector's request and decoding took (exporter)");
constexpr family collector_family_series_cut_family =
    gauge("mesoscale_exporter_collector_family_series_cut",
          "Series left out of a family that was at its limit; absent for the others (exporter)");
constexpr family collector_keys_missing_family =
    gauge("mesoscale_exporter_collector_keys_missing",
          "Keys that the answer should have had and had not (exporter)");
constexpr family collector_keys_unknown_family =
    gauge("mesoscale_exporter_collector_keys_unknown",
          "Keys of the answer that have no family of their own (exporter)");
constexpr family collector_response_bytes_family = gauge(
    "mesoscale_exporter_collector_response_bytes", "Size of the answer's body, decompressed (exporter)");
constexpr family collector_series_cut_family =
    gauge("mesoscale_exporter_collector_series_cut",
          "Series left out because their family was at its limit (exporter)");
constexpr family collector_success_family =
    gauge("mesoscale_exporter_collector_success",
          "1 if the collector got an answer it could read, else 0 (exporter)");
constexpr family collector_values_refused_family =
    gauge("mesoscale_exporter_collector_values_refused",
          "Values left out because they were of the wrong type or stood there twice (exporter)");
constexpr family discovery_agents_family = gauge(
    "mesoscale_exporter_discovery_agents", "Agents on the last known list of the leading master (/slaves)");
constexpr family discovery_last_success_family =
    gauge("mesoscale_exporter_discovery_last_success_timestamp_seconds",
          "When the masters found in ZooKeeper were last known to be right; absent before the first time "
          "(ZooKeeper)");
constexpr family discovery_leader_family =
    gauge("mesoscale_exporter_discovery_leader_info",
          "1, with the leading master in the label; absent while nobody leads (ZooKeeper)");
constexpr family discovery_masters_family =
    gauge("mesoscale_exporter_discovery_masters", "Masters last known to be registered (ZooKeeper)");
constexpr family discovery_up_family =
    gauge("mesoscale_exporter_discovery_up",
          "1 while ZooKeeper tells of each change of the masters, 0 while those known last are scraped "
          "(ZooKeeper)");
constexpr family discovery_success_family = gauge(
    "mesoscale_exporter_discovery_success", "1 if the leading master gave its agents, else 0 (/slaves)");
constexpr family target_failure_family =
    gauge("mesoscale_exporter_target_failure",
          "1 for a request to a target that failed, with the reason (exporter)");
constexpr family master_registry_recovered_family = gauge(
    "mesos_master_registry_recovered",
    "1 once the leading master has read its registry; 0: it has no quorum or was just elected, and does "
    "not know the cluster (registrar/registry_size_bytes, registrar/state_fetch_ms)");
constexpr family mesos_up_family =
    gauge("mesos_up", "1 if the master or agent answered its main endpoint, else 0 (/metrics/snapshot)");
constexpr family zookeeper_serving_family =
    gauge("zookeeper_serving",
          "1 if the server serves requests, 0 if it says that it does not, for want of a quorum; absent if "
          "it does not tell (mntr, srvr)");
constexpr family zookeeper_up_family =
    gauge("zookeeper_up", "1 if a ZooKeeper server answered, if only with a refusal, else 0 (mntr, srvr)");

std::span<const scrape_family> scrape_families() {
  static constexpr std::string_view per_collector = "instance,module,collector";
  static constexpr scrape_family all[] = {
      {&chronos_up_family, "instance"},
      {&marathon_proxied_family, "instance"},
      {&marathon_up_family, "instance"},
      {&collector_duration_family, per_collector},
      {&collector_family_series_cut_family, "instance,module,collector,family"},
      {&collector_keys_missing_family, per_collector},
      {&collector_keys_unknown_family, per_collector},
      {&collector_response_bytes_family, per_collector},
      {&collector_series_cut_family, per_collector},
      {&collector_success_family, per_collector},
      {&collector_values_refused_family, per_collector},
      {&discovery_agents_family, ""},
      {&discovery_last_success_family, "source"},
      {&discovery_leader_family, "source,leader"},
      {&discovery_masters_family, "source"},
      {&discovery_success_family, ""},
      {&discovery_up_family, "source"},
      {&target_failure_family, "instance,module,collector,reason"},
      {&master_registry_recovered_family, "instance"},
      {&mesos_up_family, "instance"},
      {&zookeeper_serving_family, "instance"},
      {&zookeeper_up_family, "instance"},
  };
  return all;
}

}  // namespace mesoscale::exporter
