#include "exporter/tables/mesos_roles.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off
constexpr family families[] = {
    gauge("mesos_role_configured_weight", "Weight that an operator has configured for the role (/weights: [].weight)"),
    gauge("mesos_role_cpus_allocated", "CPUs that frameworks use in the role (/roles: roles[].allocated.cpus)"),
    gauge("mesos_role_cpus_consumed", "CPUs that count against a quota of the role: allocated, or reserved and idle; without a quota, too (/roles: roles[].quota.consumed.cpus)"),
    gauge("mesos_role_cpus_offered", "CPUs that are offered in the role now (/roles: roles[].offered.cpus)"),
    gauge("mesos_role_cpus_offered_or_allocated", "CPUs that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.cpus)"),
    gauge("mesos_role_cpus_reserved", "CPUs that agents have reserved for the role (/roles: roles[].reserved.cpus)"),
    gauge("mesos_role_disk_allocated_bytes", "Disk space that frameworks use in the role (/roles: roles[].allocated.disk)"),
    gauge("mesos_role_disk_consumed_bytes", "Disk space that count against a quota of the role: allocated, or reserved and idle; without a quota, too (/roles: roles[].quota.consumed.disk)"),
    gauge("mesos_role_disk_offered_bytes", "Disk space that are offered in the role now (/roles: roles[].offered.disk)"),
    gauge("mesos_role_disk_offered_or_allocated_bytes", "Disk space that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.disk)"),
    gauge("mesos_role_disk_reserved_bytes", "Disk space that agents have reserved for the role (/roles: roles[].reserved.disk)"),
    gauge("mesos_role_framework_info", "1 for each framework that is subscribed to the role (/roles: roles[].frameworks[])"),
    gauge("mesos_role_frameworks", "Frameworks that are subscribed to the role (/roles: roles[].frameworks)"),
    gauge("mesos_role_gpus_allocated", "GPUs that frameworks use in the role (/roles: roles[].allocated.gpus)"),
    gauge("mesos_role_gpus_consumed", "GPUs that count against a quota of the role: allocated, or reserved and idle; without a quota, too (/roles: roles[].quota.consumed.gpus)"),
    gauge("mesos_role_gpus_offered", "GPUs that are offered in the role now (/roles: roles[].offered.gpus)"),
    gauge("mesos_role_gpus_offered_or_allocated", "GPUs that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.gpus)"),
    gauge("mesos_role_gpus_reserved", "GPUs that agents have reserved for the role (/roles: roles[].reserved.gpus)"),
    gauge("mesos_role_mem_allocated_bytes", "Memory that frameworks use in the role (/roles: roles[].allocated.mem)"),
    gauge("mesos_role_mem_consumed_bytes", "Memory that count against a quota of the role: allocated, or reserved and idle; without a quota, too (/roles: roles[].quota.consumed.mem)"),
    gauge("mesos_role_mem_offered_bytes", "Memory that are offered in the role now (/roles: roles[].offered.mem)"),
    gauge("mesos_role_mem_offered_or_allocated_bytes", "Memory that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.mem)"),
    gauge("mesos_role_mem_reserved_bytes", "Memory that agents have reserved for the role (/roles: roles[].reserved.mem)"),
    gauge("mesos_role_ports_allocated", "Ports that frameworks use in the role (/roles: roles[].allocated.ports)"),
    gauge("mesos_role_ports_consumed", "Ports that count against a quota of the role: allocated, or reserved and idle; without a quota, too (/roles: roles[].quota.consumed.ports)"),
    gauge("mesos_role_ports_offered", "Ports that are offered in the role now (/roles: roles[].offered.ports)"),
    gauge("mesos_role_ports_offered_or_allocated", "Ports that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.ports)"),
    gauge("mesos_role_ports_reserved", "Ports that agents have reserved for the role (/roles: roles[].reserved.ports)"),
    gauge("mesos_role_resource_allocated", "Amount of another resource that frameworks use in the role (/roles: roles[].allocated.<resource>)"),
    gauge("mesos_role_resource_consumed", "Amount of another resource that count against a quota of the role: allocated, or reserved and idle; without a quota, too (/roles: roles[].quota.consumed.<resource>)"),
    gauge("mesos_role_resource_offered", "Amount of another resource that are offered in the role now (/roles: roles[].offered.<resource>)"),
    gauge("mesos_role_resource_offered_or_allocated", "Amount of another resource that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.<resource>)"),
    gauge("mesos_role_resource_reserved", "Amount of another resource that agents have reserved for the role (/roles: roles[].reserved.<resource>)"),
    gauge("mesos_role_revocable_cpus_allocated", "Revocable CPUs that frameworks use in the role (/roles: roles[].allocated.cpus_revocable)"),
    gauge("mesos_role_revocable_cpus_offered", "Revocable CPUs that are offered in the role now (/roles: roles[].offered.cpus_revocable)"),
    gauge("mesos_role_revocable_cpus_offered_or_allocated", "Revocable CPUs that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.cpus_revocable)"),
    gauge("mesos_role_revocable_disk_allocated_bytes", "Revocable disk space that frameworks use in the role (/roles: roles[].allocated.disk_revocable)"),
    gauge("mesos_role_revocable_disk_offered_bytes", "Revocable disk space that are offered in the role now (/roles: roles[].offered.disk_revocable)"),
    gauge("mesos_role_revocable_disk_offered_or_allocated_bytes", "Revocable disk space that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.disk_revocable)"),
    gauge("mesos_role_revocable_gpus_allocated", "Revocable GPUs that frameworks use in the role (/roles: roles[].allocated.gpus_revocable)"),
    gauge("mesos_role_revocable_gpus_offered", "Revocable GPUs that are offered in the role now (/roles: roles[].offered.gpus_revocable)"),
    gauge("mesos_role_revocable_gpus_offered_or_allocated", "Revocable GPUs that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.gpus_revocable)"),
    gauge("mesos_role_revocable_mem_allocated_bytes", "Revocable memory that frameworks use in the role (/roles: roles[].allocated.mem_revocable)"),
    gauge("mesos_role_revocable_mem_offered_bytes", "Revocable memory that are offered in the role now (/roles: roles[].offered.mem_revocable)"),
    gauge("mesos_role_revocable_mem_offered_or_allocated_bytes", "Revocable memory that are offered or allocated in the role, the only such number of old versions (/roles: roles[].resources.mem_revocable)"),
    gauge("mesos_role_weight", "Weight of the role among the roles beside it; 1 unless it was configured (/roles: roles[].weight)"),
};

constexpr row rows[] = {
    {"roles/allocated/<resource>", "mesos_role_resource_allocated", plain, sometimes, "", "role"},
    {"roles/allocated/cpus", "mesos_role_cpus_allocated", plain, sometimes, "", "role"},
    {"roles/allocated/cpus_revocable", "mesos_role_revocable_cpus_allocated", plain, sometimes, "", "role"},
    {"roles/allocated/disk", "mesos_role_disk_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/allocated/disk_revocable", "mesos_role_revocable_disk_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/allocated/gpus", "mesos_role_gpus_allocated", plain, sometimes, "", "role"},
    {"roles/allocated/gpus_revocable", "mesos_role_revocable_gpus_allocated", plain, sometimes, "", "role"},
    {"roles/allocated/mem", "mesos_role_mem_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/allocated/mem_revocable", "mesos_role_revocable_mem_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/allocated/ports", "mesos_role_ports_allocated", plain, sometimes, "", "role"},
    {"roles/frameworks", "mesos_role_frameworks", plain, sometimes, "", "role"},
    {"roles/frameworks/id", "mesos_role_framework_info", plain, sometimes, "", "role,framework_id"},
    {"roles/offered/<resource>", "mesos_role_resource_offered", plain, sometimes, "", "role"},
    {"roles/offered/cpus", "mesos_role_cpus_offered", plain, sometimes, "", "role"},
    {"roles/offered/cpus_revocable", "mesos_role_revocable_cpus_offered", plain, sometimes, "", "role"},
    {"roles/offered/disk", "mesos_role_disk_offered_bytes", mebibytes, sometimes, "", "role"},
    {"roles/offered/disk_revocable", "mesos_role_revocable_disk_offered_bytes", mebibytes, sometimes, "", "role"},
    {"roles/offered/gpus", "mesos_role_gpus_offered", plain, sometimes, "", "role"},
    {"roles/offered/gpus_revocable", "mesos_role_revocable_gpus_offered", plain, sometimes, "", "role"},
    {"roles/offered/mem", "mesos_role_mem_offered_bytes", mebibytes, sometimes, "", "role"},
    {"roles/offered/mem_revocable", "mesos_role_revocable_mem_offered_bytes", mebibytes, sometimes, "", "role"},
    {"roles/offered/ports", "mesos_role_ports_offered", plain, sometimes, "", "role"},
    {"roles/quota/consumed/<resource>", "mesos_role_resource_consumed", plain, sometimes, "", "role"},
    {"roles/quota/consumed/cpus", "mesos_role_cpus_consumed", plain, sometimes, "", "role"},
    {"roles/quota/consumed/disk", "mesos_role_disk_consumed_bytes", mebibytes, sometimes, "", "role"},
    {"roles/quota/consumed/gpus", "mesos_role_gpus_consumed", plain, sometimes, "", "role"},
    {"roles/quota/consumed/mem", "mesos_role_mem_consumed_bytes", mebibytes, sometimes, "", "role"},
    {"roles/quota/consumed/ports", "mesos_role_ports_consumed", plain, sometimes, "", "role"},
    {"roles/reserved/<resource>", "mesos_role_resource_reserved", plain, sometimes, "", "role"},
    {"roles/reserved/cpus", "mesos_role_cpus_reserved", plain, sometimes, "", "role"},
    {"roles/reserved/disk", "mesos_role_disk_reserved_bytes", mebibytes, sometimes, "", "role"},
    {"roles/reserved/gpus", "mesos_role_gpus_reserved", plain, sometimes, "", "role"},
    {"roles/reserved/mem", "mesos_role_mem_reserved_bytes", mebibytes, sometimes, "", "role"},
    {"roles/reserved/ports", "mesos_role_ports_reserved", plain, sometimes, "", "role"},
    {"roles/resources/<resource>", "mesos_role_resource_offered_or_allocated", plain, sometimes, "", "role"},
    {"roles/resources/cpus", "mesos_role_cpus_offered_or_allocated", plain, sometimes, "", "role"},
    {"roles/resources/cpus_revocable", "mesos_role_revocable_cpus_offered_or_allocated", plain, sometimes, "", "role"},
    {"roles/resources/disk", "mesos_role_disk_offered_or_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/resources/disk_revocable", "mesos_role_revocable_disk_offered_or_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/resources/gpus", "mesos_role_gpus_offered_or_allocated", plain, sometimes, "", "role"},
    {"roles/resources/gpus_revocable", "mesos_role_revocable_gpus_offered_or_allocated", plain, sometimes, "", "role"},
    {"roles/resources/mem", "mesos_role_mem_offered_or_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/resources/mem_revocable", "mesos_role_revocable_mem_offered_or_allocated_bytes", mebibytes, sometimes, "", "role"},
    {"roles/resources/ports", "mesos_role_ports_offered_or_allocated", plain, sometimes, "", "role"},
    {"roles/weight", "mesos_role_weight", plain, sometimes, "", "role"},
    {"weights/weight", "mesos_role_configured_weight", plain, sometimes, "", "role"},
};
// clang-format on

}  // namespace

const metric_table& mesos_role_table() {
  static constexpr metric_table table = make_table<families, rows>();
  return table;
}

}  // namespace mesoscale::exporter
