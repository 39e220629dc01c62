#include "exporter/scrape/status.hpp"

#include <string>

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
}

}  // namespace

void add_target_status(std::span<const target_report> targets, sample_set& out) {
  for (const target_report& report : targets) {
    for (std::size_t i = 0; i < report.collectors.size(); ++i) {
      if (report.collectors[i]->is_main) {
        const bool is_up = report.outcomes[i] && !report.outcomes[i]->why;
        const family& up = report.of.kind == target_kind::marathon ? marathon_up_family : mesos_up_family;
        out.add(up, {{"instance", report.of.instance()}}, is_up ? 1 : 0);
      }
      add_collector(report, i, out);
    }
  }
}

void add_discovery_status(bool is_up, std::size_t agents, sample_set& out) {
  out.add(discovery_success_family, {}, is_up ? 1 : 0);
  out.add(discovery_agents_family, {}, static_cast<double>(agents));
}

}  // namespace mesoscale::exporter
