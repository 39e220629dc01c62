#include "exporter/scrape/status.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "exporter/collectors/zookeeper_decode.hpp"
#include "exporter/scrape/scraper.hpp"
#include "exporter/tables/scrape_families.hpp"

namespace mesoscale::exporter {
namespace {

void add_collector(const target_report& report, std::size_t i, sample_set& out) {
  const std::string instance = report.of.instance();
  const label labels[] = {{"instance", instance},
                          {"module", module_name(report.of.kind)},
                          {"collector", report.collectors[i]->name}};
  const outcome* const what = report.outcomes[i].get();
  if (what != nullptr && !what->was_asked) return;
  const bool succeeded = what != nullptr && !what->why;
  out.add(collector_success_family, labels, succeeded ? 1 : 0);
  if (!succeeded) {
    const std::string_view reason = reason_name(what == nullptr ? errc::timeout : what->why->code);
    out.add(target_failure_family, {labels[0], labels[1], labels[2], {"reason", reason}}, 1);
  }
  // Without an answer there is neither a duration nor a size to speak of.
  if (what == nullptr) return;
  if (what->took.count() > 0) out.add(collector_duration_family, labels, what->took.count());
  if (!succeeded) return;
  const decode_counts& counts = what->data.counts;
  out.add(collector_response_bytes_family, labels, static_cast<double>(what->response_bytes));
  out.add(collector_keys_missing_family, labels, static_cast<double>(counts.keys_missing));
  out.add(collector_keys_unknown_family, labels, static_cast<double>(counts.keys_unknown));
  out.add(collector_series_cut_family, labels, static_cast<double>(counts.series_cut));
  out.add(collector_values_refused_family, labels, static_cast<double>(counts.values_refused));
  for (const auto& [name, cut] : counts.cut_of_family) {
    out.add(collector_family_series_cut_family, {labels[0], labels[1], labels[2], {"family", name}},
            static_cast<double>(cut));
  }
}

}  // namespace

/// A refusal tells that a ZooKeeper server is there, and whether it serves: it is not of the main collector alone.
void add_zookeeper_status(const target_report& report, sample_set& out) {
  std::vector<std::optional<errc>> failures;
  for (const outcome_ptr& what : report.outcomes) {
    if (what && !what->was_asked) continue;
    failures.emplace_back(what ? (what->why ? std::optional(what->why->code) : std::nullopt) : errc::timeout);
  }
  if (failures.empty()) return;
  const std::string instance = report.of.instance();
  const zookeeper_standing standing = standing_of(failures);
  out.add(zookeeper_up_family, {{"instance", instance}}, standing.is_up ? 1 : 0);
  if (standing.is_serving)
    out.add(zookeeper_serving_family, {{"instance", instance}}, *standing.is_serving ? 1 : 0);
}

void add_up(const target_report& report, std::size_t main, sample_set& out) {
  const bool is_up = report.outcomes[main] && !report.outcomes[main]->why;
  const family* up = &mesos_up_family;
  if (report.of.kind == target_kind::marathon) up = &marathon_up_family;
  if (report.of.kind == target_kind::chronos) up = &chronos_up_family;
  out.add(*up, {{"instance", report.of.instance()}}, is_up ? 1 : 0);
}

void add_target_status(std::span<const target_report> targets, sample_set& out) {
  for (const target_report& report : targets) {
    if (report.of.kind == target_kind::zookeeper) add_zookeeper_status(report, out);
    for (std::size_t i = 0; i < report.collectors.size(); ++i) {
      if (report.collectors[i]->is_main && report.of.kind != target_kind::zookeeper) add_up(report, i, out);
      add_collector(report, i, out);
    }
  }
}

void add_discovery_status(bool is_up, std::size_t agents, sample_set& out) {
  out.add(discovery_success_family, {}, is_up ? 1 : 0);
  out.add(discovery_agents_family, {}, static_cast<double>(agents));
}

void add_cluster_status(std::span<const cluster_state> clusters, sample_set& out) {
  for (const cluster_state& one : clusters) {
    const label source{"source", one.source};
    out.add(discovery_up_family, {source}, one.is_current ? 1 : 0);
    if (!one.last_success) continue;
    const std::chrono::duration<double> since_1970 = one.last_success->time_since_epoch();
    out.add(discovery_last_success_family, {source}, since_1970.count());
    out.add(discovery_masters_family, {source}, static_cast<double>(one.masters));
    if (!one.leader.empty()) out.add(discovery_leader_family, {source, {"leader", one.leader}}, 1);
  }
}

}  // namespace mesoscale::exporter
