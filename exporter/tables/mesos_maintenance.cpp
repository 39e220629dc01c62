#include "exporter/tables/mesos_maintenance.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off
constexpr family families[] = {
    gauge("mesos_master_maintenance_duration_seconds", "How long the maintenance of the machine takes; absent if it has no end (/maintenance/schedule: windows[].unavailability.duration)"),
    gauge("mesos_master_maintenance_inverse_offers", "Answers of frameworks to the offer to leave a machine before its maintenance (/maintenance/status: draining_machines[].statuses[].status)"),
    gauge("mesos_master_maintenance_machine_state", "1 for the state of a machine in maintenance (/maintenance/status: draining_machines[].id, down_machines[])"),
    gauge("mesos_master_maintenance_machines", "Machines that are drained for maintenance, or down for it (/maintenance/status: draining_machines, down_machines)"),
    gauge("mesos_master_maintenance_start_timestamp_seconds", "When the maintenance of the machine begins (/maintenance/schedule: windows[].unavailability.start)"),
    gauge("mesos_master_maintenance_windows", "Windows of the maintenance schedule (/maintenance/schedule: windows)"),
};

constexpr row rows[] = {
    {"down_machines", "mesos_master_maintenance_machines", plain, sometimes, "state=down", ""},
    {"down_machines/id", "mesos_master_maintenance_machine_state", plain, sometimes, "state=down", "hostname,ip"},
    {"draining_machines", "mesos_master_maintenance_machines", plain, sometimes, "state=draining", ""},
    {"draining_machines/id", "mesos_master_maintenance_machine_state", plain, sometimes, "state=draining", "hostname,ip"},
    {"draining_machines/statuses", "mesos_master_maintenance_inverse_offers", plain, sometimes, "", "hostname,ip,status"},
    {"windows", "mesos_master_maintenance_windows", plain, sometimes, "", ""},
    {"windows/duration", "mesos_master_maintenance_duration_seconds", nanoseconds, sometimes, "", "hostname,ip"},
    {"windows/start", "mesos_master_maintenance_start_timestamp_seconds", nanoseconds, sometimes, "", "hostname,ip"},
};
// clang-format on

}  // namespace

const metric_table& mesos_maintenance_table() {
  static constexpr metric_table table = make_table<families, rows>();
  return table;
}

}  // namespace mesoscale::exporter
