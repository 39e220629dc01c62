#include "exporter/web/own_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "common/core/registry_samples.hpp"
#include "common/core/version.hpp"
#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;

constexpr own_family families[] = {
    {gauge("mesoscale_exporter_build_info", "1, with what was built in the labels (exporter)"),
     "version,revision,compiler"},
    {gauge("mesoscale_exporter_config_last_reload_success_timestamp_seconds",
           "When the configuration was last read without a mistake (exporter)"),
     ""},
    {gauge("mesoscale_exporter_config_last_reload_successful",
           "1 if the configuration was read without a mistake the last time, 0 if the one before stays in "
           "force (exporter)"),
     ""},
    {counter("mesoscale_exporter_http_requests_total",
             "Requests that the exporter answered, by status (exporter)"),
     "code"},
    {counter("mesoscale_exporter_scrape_seconds_total", "Time that scrapes took (exporter)"), ""},
    {counter("mesoscale_exporter_scrapes_total", "Scrapes of targets for a page (exporter)"), ""},
    {counter("mesoscale_exporter_target_requests_total",
             "Requests that were sent to targets, by module (exporter)"),
     "module"},
    {gauge("mesoscale_exporter_uptime_seconds", "Time since the exporter started (exporter)"), ""},
    {counter("process_cpu_seconds_total", "CPU time that the exporter used (CLOCK_PROCESS_CPUTIME_ID)"), ""},
    {gauge("process_open_fds", "Open file descriptors (/proc/self/fd)"), ""},
    {gauge("process_resident_memory_bytes", "Resident memory (/proc/self/statm)"), ""},
    {gauge("process_start_time_seconds", "When the exporter started, in seconds since 1970 (exporter)"), ""},
};

constexpr const family& family_named(std::string_view name) {
  return std::ranges::find(families, name, [](const own_family& one) { return one.of.name; })->of;
}

template <class Metric>
prometheus::Family<Metric>& build(prometheus::Registry& registry, prometheus::detail::Builder<Metric> builder,
                                  std::string_view name) {
  const family& of = family_named(name);
  return builder.Name(std::string(of.name)).Help(std::string(of.help)).Register(registry);
}

void add_process(sample_set& samples) {
  std::error_code failed;
  std::size_t open = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", failed), end; !failed && at != end;
       at.increment(failed))
    ++open;
  // The listing itself holds one.
  if (!failed && open > 0) samples.add(family_named("process_open_fds"), {}, static_cast<double>(open - 1));

  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  if (statm >> size >> resident) {
    samples.add(family_named("process_resident_memory_bytes"), {},
                resident * static_cast<double>(sysconf(_SC_PAGESIZE)));
  }
  timespec cpu{};
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu) == 0) {
    samples.add(family_named("process_cpu_seconds_total"), {},
                static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) / 1e9);
  }
}

}  // namespace

std::span<const own_family> own_families() { return families; }

struct own_metrics::implementation {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& http_requests =
      build(registry, prometheus::BuildCounter(), "mesoscale_exporter_http_requests_total");
  prometheus::Family<prometheus::Counter>& target_requests =
      build(registry, prometheus::BuildCounter(), "mesoscale_exporter_target_requests_total");
  prometheus::Counter& scrapes =
      build(registry, prometheus::BuildCounter(), "mesoscale_exporter_scrapes_total").Add({});
  prometheus::Counter& scrape_seconds =
      build(registry, prometheus::BuildCounter(), "mesoscale_exporter_scrape_seconds_total").Add({});
  prometheus::Gauge& reload_succeeded =
      build(registry, prometheus::BuildGauge(), "mesoscale_exporter_config_last_reload_successful").Add({});
  prometheus::Gauge& reload_time = build(registry, prometheus::BuildGauge(),
                                         "mesoscale_exporter_config_last_reload_success_timestamp_seconds")
                                       .Add({});
  prometheus::Gauge& uptime =
      build(registry, prometheus::BuildGauge(), "mesoscale_exporter_uptime_seconds").Add({});
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

own_metrics::own_metrics(std::chrono::system_clock::time_point started)
    : implementation_(std::make_unique<implementation>()) {
  auto& registry = implementation_->registry;
  build(registry, prometheus::BuildGauge(), "mesoscale_exporter_build_info")
      .Add({{"version", std::string(version())},
            {"revision", std::string(revision())},
            {"compiler", std::string(compiler())}})
      .Set(1);
  build(registry, prometheus::BuildGauge(), "process_start_time_seconds")
      .Add({})
      .Set(std::chrono::duration<double>(started.time_since_epoch()).count());
  show_reload(true, started);
  for (const target_kind kind : all_target_kinds) {
    implementation_->target_requests.Add({{"module", std::string(module_name(kind))}});
  }
}

own_metrics::~own_metrics() = default;

void own_metrics::show_reload(bool succeeded, std::chrono::system_clock::time_point last_success) {
  const std::chrono::duration<double> since_1970 = last_success.time_since_epoch();
  implementation_->reload_succeeded.Set(succeeded ? 1 : 0);
  implementation_->reload_time.Set(since_1970.count());
}

void own_metrics::count_scrape(std::chrono::duration<double> took) {
  implementation_->scrapes.Increment();
  implementation_->scrape_seconds.Increment(took.count());
}

void own_metrics::count_http_request(int status, std::uint64_t times) {
  if (times == 0) return;
  implementation_->http_requests.Add({{"code", std::to_string(status)}})
      .Increment(static_cast<double>(times));
}

void own_metrics::count_target_request(target_kind kind) {
  implementation_->target_requests.Add({{"module", std::string(module_name(kind))}}).Increment();
}

sample_set own_metrics::collect() const {
  const std::chrono::duration<double> age = std::chrono::steady_clock::now() - implementation_->began;
  implementation_->uptime.Set(age.count());
  sample_set samples = registry_samples(implementation_->registry);
  add_process(samples);
  return samples;
}

}  // namespace mesoscale::exporter
