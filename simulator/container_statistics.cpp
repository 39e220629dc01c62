#include "simulator/container_statistics.hpp"

#include "simulator/mesos_snapshot.hpp"

#include <algorithm>
#include <cmath>

namespace mesoscale::simulator {
namespace {

constexpr double mebibyte = 1024.0 * 1024.0;

}  // namespace

json statistics(const cluster& of, const task& which) {
  // The kernel counts CPU time in hundredths of a second.
  const auto ticks = [](double seconds) { return std::floor(seconds * 100) / 100; };
  const auto limit = static_cast<std::int64_t>((which.mem + executor_mem) * mebibyte);
  const double busy = which.cpus > 0 ? std::min(1.0, which.cpu_rate / which.cpus) : 0.0;
  // A third of the memory when idle, two thirds when all its CPUs are busy.
  const auto anonymous = static_cast<std::int64_t>(which.mem * mebibyte * (1 + busy) / 3);
  const auto cached = static_cast<std::int64_t>(which.mem * mebibyte / 16);
  constexpr std::int64_t kernel = 1'310'720;
  // A task may use burst_factor times the CPUs that it asked for: that is its limit, and the kernel looks ten times a second.
  const double running = std::max(0.0, epoch_seconds(of.now()) - epoch_seconds(which.started_at));
  const auto periods = static_cast<std::int64_t>(running * 10);
  const double cpu_limit = which.cpus * of.options().burst_factor + executor_cpus;
  return {{"timestamp", epoch_seconds(of.now())},
          {"cpus_limit", cpu_limit},
          {"cpus_soft_limit", which.cpus + executor_cpus},
          {"cpus_nr_periods", periods},
          {"cpus_nr_throttled", 0},
          {"cpus_throttled_time_secs", 0.0},
          {"cpus_user_time_secs", ticks(which.cpu_user_secs)},
          {"cpus_system_time_secs", ticks(which.cpu_system_secs)},
          {"mem_limit_bytes", limit},
          {"mem_soft_limit_bytes", limit},
          {"mem_rss_bytes", anonymous},
          {"mem_anon_bytes", anonymous},
          {"mem_cache_bytes", cached},
          {"mem_file_bytes", cached},
          {"mem_mapped_file_bytes", 0},
          {"mem_kmem_usage_bytes", kernel},
          {"mem_kmem_tcp_usage_bytes", 0},
          {"mem_swap_bytes", 0},
          {"mem_unevictable_bytes", 0},
          {"mem_total_bytes", anonymous + cached + kernel},
          {"mem_low_pressure_counter", 0},
          {"mem_medium_pressure_counter", 0},
          {"mem_critical_pressure_counter", 0}};
}

}  // namespace mesoscale::simulator
