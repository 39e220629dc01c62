#include "exporter/scrape/compat_counts.hpp"

#include <algorithm>
#include <string_view>

#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {
namespace {

constexpr family families[] = {
    {"marathon_exporter_errors_total", metric_type::counter,
     "Scrapes of Marathon that failed, as marathon_exporter named it (exporter)"},
    {"marathon_exporter_last_scrape_duration_seconds", metric_type::gauge,
     "Time that the scrape of Marathon took, as marathon_exporter named it (exporter)"},
    {"marathon_exporter_last_scrape_error", metric_type::gauge,
     "1 if the scrape of Marathon failed, else 0, as marathon_exporter named it (exporter)"},
    {"marathon_exporter_scrapes_total", metric_type::counter,
     "Scrapes of Marathon, as marathon_exporter named it (exporter)"},
    {"mesos_collector_errors_total", metric_type::counter,
     "Requests to Mesos that failed, as mesos_exporter named it (exporter)"},
};

const family& family_named(std::string_view name) {
  return *std::ranges::find(families, name, &family::name);
}

bool has_failed(const outcome_ptr& what) { return !what || (what->was_asked && what->why); }

constexpr std::string_view known_to_marathon_exporter[] = {"marathon_apps", "marathon_metrics"};

}  // namespace

std::span<const family> compat_count_families() { return families; }

void compat_counts::add(std::span<const target_report> targets, const compat_names& names, sample_set& out) {
  // Agents that came and went would stay forever.
  if (counts_.size() > 20'000) counts_.clear();
  for (const target_report& report : targets) {
    const bool is_mesos =
        report.of.kind == target_kind::mesos_agent || report.of.kind == target_kind::mesos_master;
    if (is_mesos && names.mesos_exporter) add_mesos(report, counts_[report.of.instance()], out);
    if (report.of.kind == target_kind::marathon && names.marathon_exporter) {
      add_marathon(report, counts_[report.of.instance()], out);
    }
  }
}

void compat_counts::add_mesos(const target_report& report, counts& of, sample_set& out) {
  of.errors += static_cast<std::uint64_t>(std::ranges::count_if(report.outcomes, has_failed));
  out.add(family_named("mesos_collector_errors_total"), {{"instance", report.of.instance()}},
          static_cast<double>(of.errors));
}

void compat_counts::add_marathon(const target_report& report, counts& of, sample_set& out) {
  bool failed = false;
  double took = 0;
  for (std::size_t i = 0; i < report.collectors.size(); ++i) {
    const bool is_known = std::ranges::count(known_to_marathon_exporter, report.collectors[i]->name) > 0;
    if (!is_known) continue;
    failed = failed || has_failed(report.outcomes[i]);
    if (report.outcomes[i]) took += report.outcomes[i]->took.count();
  }
  ++of.scrapes;
  if (failed) ++of.errors;
  const std::string instance = report.of.instance();
  const auto add = [&](std::string_view name, double value) {
    out.add(family_named(name), {{"instance", instance}}, value);
  };
  add("marathon_exporter_errors_total", static_cast<double>(of.errors));
  add("marathon_exporter_last_scrape_duration_seconds", took);
  add("marathon_exporter_last_scrape_error", failed ? 1 : 0);
  add("marathon_exporter_scrapes_total", static_cast<double>(of.scrapes));
}

}  // namespace mesoscale::exporter
