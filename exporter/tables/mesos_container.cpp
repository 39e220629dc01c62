#include "exporter/tables/mesos_container.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off
constexpr family families[] = {
    counter("mesos_container_cpu_periods_total", "Scheduling periods with a CPU limit (statistics.cpus_nr_periods)"),
    counter("mesos_container_cpu_system_seconds_total", "CPU time that the container spent in the kernel (statistics.cpus_system_time_secs)"),
    counter("mesos_container_cpu_throttled_periods_total", "Scheduling periods in which the container was throttled (statistics.cpus_nr_throttled)"),
    counter("mesos_container_cpu_throttled_seconds_total", "Time that the container was throttled (statistics.cpus_throttled_time_secs)"),
    counter("mesos_container_cpu_user_seconds_total", "CPU time that the container spent in user mode (statistics.cpus_user_time_secs)"),
    gauge("mesos_container_cpus_limit", "CPUs that the container may use at most (statistics.cpus_limit)"),
    gauge("mesos_container_cpus_soft_limit", "CPUs that the container asked for and may exceed while others leave some (statistics.cpus_soft_limit)"),
    gauge("mesos_container_disk_limit_bytes", "Disk space that the container may use (statistics.disk_limit_bytes)"),
    gauge("mesos_container_disk_used_bytes", "Disk space that the container uses (statistics.disk_used_bytes)"),
    gauge("mesos_container_mem_and_swap_bytes", "Memory and swap space that the container uses (statistics.mem_total_memsw_bytes)"),
    gauge("mesos_container_mem_anon_bytes", "Anonymous memory (statistics.mem_anon_bytes)"),
    gauge("mesos_container_mem_bytes", "Memory that the container uses, page cache included (statistics.mem_total_bytes)"),
    gauge("mesos_container_mem_cache_bytes", "Page cache and shared memory (statistics.mem_cache_bytes)"),
    gauge("mesos_container_mem_file_bytes", "Memory that backs files (statistics.mem_file_bytes)"),
    gauge("mesos_container_mem_kmem_bytes", "Kernel memory (statistics.mem_kmem_usage_bytes)"),
    gauge("mesos_container_mem_kmem_tcp_bytes", "Kernel memory of TCP buffers (statistics.mem_kmem_tcp_usage_bytes)"),
    gauge("mesos_container_mem_limit_bytes", "Memory that the container may use at most (statistics.mem_limit_bytes)"),
    gauge("mesos_container_mem_mapped_file_bytes", "Memory that maps files (statistics.mem_mapped_file_bytes)"),
    counter("mesos_container_mem_pressure_events_total", "Memory pressure events of the level (statistics.mem_<level>_pressure_counter)"),
    gauge("mesos_container_mem_rss_bytes", "Resident memory (statistics.mem_rss_bytes)"),
    gauge("mesos_container_mem_soft_limit_bytes", "Memory that the container asked for and may exceed while others leave some (statistics.mem_soft_limit_bytes)"),
    gauge("mesos_container_mem_swap_bytes", "Swap space that the container uses (statistics.mem_swap_bytes)"),
    gauge("mesos_container_mem_unevictable_bytes", "Memory that cannot be reclaimed (statistics.mem_unevictable_bytes)"),
    counter("mesos_container_network_receive_bytes_total", "Bytes received (statistics.net_rx_bytes)"),
    counter("mesos_container_network_receive_dropped_total", "Incoming packets dropped (statistics.net_rx_dropped)"),
    counter("mesos_container_network_receive_errors_total", "Incoming packets with errors (statistics.net_rx_errors)"),
    counter("mesos_container_network_receive_packets_total", "Packets received (statistics.net_rx_packets)"),
    gauge("mesos_container_network_tcp_active_connections", "TCP connections that are active (statistics.net_tcp_active_connections)"),
    gauge("mesos_container_network_tcp_time_wait_connections", "TCP connections in TIME_WAIT (statistics.net_tcp_time_wait_connections)"),
    counter("mesos_container_network_transmit_bytes_total", "Bytes sent (statistics.net_tx_bytes)"),
    counter("mesos_container_network_transmit_dropped_total", "Outgoing packets dropped (statistics.net_tx_dropped)"),
    counter("mesos_container_network_transmit_errors_total", "Outgoing packets with errors (statistics.net_tx_errors)"),
    counter("mesos_container_network_transmit_packets_total", "Packets sent (statistics.net_tx_packets)"),
    gauge("mesos_container_processes", "Processes in the container (statistics.processes)"),
    gauge("mesos_container_statistics_timestamp_seconds", "When the agent took the statistics of the container (statistics.timestamp)"),
    gauge("mesos_container_threads", "Threads in the container (statistics.threads)"),
};

constexpr row rows[] = {
    {"cpus_limit", "mesos_container_cpus_limit", plain, sometimes, ""},
    {"cpus_nr_periods", "mesos_container_cpu_periods_total", plain, sometimes, ""},
    {"cpus_nr_throttled", "mesos_container_cpu_throttled_periods_total", plain, sometimes, ""},
    {"cpus_soft_limit", "mesos_container_cpus_soft_limit", plain, sometimes, ""},
    {"cpus_system_time_secs", "mesos_container_cpu_system_seconds_total", plain, sometimes, ""},
    {"cpus_throttled_time_secs", "mesos_container_cpu_throttled_seconds_total", plain, sometimes, ""},
    {"cpus_user_time_secs", "mesos_container_cpu_user_seconds_total", plain, sometimes, ""},
    {"disk_limit_bytes", "mesos_container_disk_limit_bytes", plain, sometimes, ""},
    {"disk_used_bytes", "mesos_container_disk_used_bytes", plain, sometimes, ""},
    {"mem_anon_bytes", "mesos_container_mem_anon_bytes", plain, sometimes, ""},
    {"mem_cache_bytes", "mesos_container_mem_cache_bytes", plain, sometimes, ""},
    {"mem_critical_pressure_counter", "mesos_container_mem_pressure_events_total", plain, sometimes, "level=critical"},
    {"mem_file_bytes", "mesos_container_mem_file_bytes", plain, sometimes, ""},
    {"mem_kmem_tcp_usage_bytes", "mesos_container_mem_kmem_tcp_bytes", plain, sometimes, ""},
    {"mem_kmem_usage_bytes", "mesos_container_mem_kmem_bytes", plain, sometimes, ""},
    {"mem_limit_bytes", "mesos_container_mem_limit_bytes", plain, sometimes, ""},
    {"mem_low_pressure_counter", "mesos_container_mem_pressure_events_total", plain, sometimes, "level=low"},
    {"mem_mapped_file_bytes", "mesos_container_mem_mapped_file_bytes", plain, sometimes, ""},
    {"mem_medium_pressure_counter", "mesos_container_mem_pressure_events_total", plain, sometimes, "level=medium"},
    {"mem_rss_bytes", "mesos_container_mem_rss_bytes", plain, sometimes, ""},
    {"mem_soft_limit_bytes", "mesos_container_mem_soft_limit_bytes", plain, sometimes, ""},
    {"mem_swap_bytes", "mesos_container_mem_swap_bytes", plain, sometimes, ""},
    {"mem_total_bytes", "mesos_container_mem_bytes", plain, sometimes, ""},
    {"mem_total_memsw_bytes", "mesos_container_mem_and_swap_bytes", plain, sometimes, ""},
    {"mem_unevictable_bytes", "mesos_container_mem_unevictable_bytes", plain, sometimes, ""},
    {"net_rx_bytes", "mesos_container_network_receive_bytes_total", plain, sometimes, ""},
    {"net_rx_dropped", "mesos_container_network_receive_dropped_total", plain, sometimes, ""},
    {"net_rx_errors", "mesos_container_network_receive_errors_total", plain, sometimes, ""},
    {"net_rx_packets", "mesos_container_network_receive_packets_total", plain, sometimes, ""},
    {"net_tcp_active_connections", "mesos_container_network_tcp_active_connections", plain, sometimes, ""},
    {"net_tcp_time_wait_connections", "mesos_container_network_tcp_time_wait_connections", plain, sometimes, ""},
    {"net_tx_bytes", "mesos_container_network_transmit_bytes_total", plain, sometimes, ""},
    {"net_tx_dropped", "mesos_container_network_transmit_dropped_total", plain, sometimes, ""},
    {"net_tx_errors", "mesos_container_network_transmit_errors_total", plain, sometimes, ""},
    {"net_tx_packets", "mesos_container_network_transmit_packets_total", plain, sometimes, ""},
    {"processes", "mesos_container_processes", plain, sometimes, ""},
    {"threads", "mesos_container_threads", plain, sometimes, ""},
    {"timestamp", "mesos_container_statistics_timestamp_seconds", plain, sometimes, ""},
};
// clang-format on

}  // namespace

const metric_table& mesos_container_table() {
  static constexpr metric_table table =
      make_table<families, rows>("framework_id,executor_id,container_id,app");
  return table;
}

}  // namespace mesoscale::exporter
