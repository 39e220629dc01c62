#include "exporter/tables/marathon.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off
constexpr family app_families[] = {
    gauge("marathon_app_cpus_per_instance", "CPUs of one instance of the app (/v2/apps apps[].cpus)"),
    gauge("marathon_app_deployments", "Deployments in flight that touch the app (/v2/apps apps[].deployments)"),
    gauge("marathon_app_disk_per_instance_bytes", "Disk space of one instance of the app (/v2/apps apps[].disk)"),
    gauge("marathon_app_gpus_per_instance", "GPUs of one instance of the app (/v2/apps apps[].gpus)"),
    gauge("marathon_app_instances_desired", "Instances that the app is to have (/v2/apps apps[].instances)"),
    gauge("marathon_app_instances_healthy", "Instances of the app whose health checks pass (/v2/apps apps[].tasksHealthy)"),
    gauge("marathon_app_instances_running", "Instances of the app that run (/v2/apps apps[].tasksRunning)"),
    gauge("marathon_app_instances_staged", "Instances of the app that are being started (/v2/apps apps[].tasksStaged)"),
    gauge("marathon_app_instances_unhealthy", "Instances of the app whose health checks fail (/v2/apps apps[].tasksUnhealthy)"),
    gauge("marathon_app_mem_per_instance_bytes", "Memory of one instance of the app (/v2/apps apps[].mem)"),
};

constexpr row app_rows[] = {
    {"cpus", "marathon_app_cpus_per_instance", plain, sometimes, ""},
    {"deployments", "marathon_app_deployments", plain, sometimes, ""},
    {"disk", "marathon_app_disk_per_instance_bytes", mebibytes, sometimes, ""},
    {"gpus", "marathon_app_gpus_per_instance", plain, sometimes, ""},
    {"instances", "marathon_app_instances_desired", plain, sometimes, ""},
    {"mem", "marathon_app_mem_per_instance_bytes", mebibytes, sometimes, ""},
    {"tasksHealthy", "marathon_app_instances_healthy", plain, sometimes, ""},
    {"tasksRunning", "marathon_app_instances_running", plain, sometimes, ""},
    {"tasksStaged", "marathon_app_instances_staged", plain, sometimes, ""},
    {"tasksUnhealthy", "marathon_app_instances_unhealthy", plain, sometimes, ""},
};

constexpr family deployment_families[] = {
    gauge("marathon_deployments", "Deployments in flight (/v2/deployments)"),
};

constexpr row deployment_rows[] = {
    {"[]", "marathon_deployments", plain, sometimes, ""},
};
// clang-format on

constexpr auto family_of_app_row = families_of_rows<std::size(app_rows)>(app_rows, app_families);
static_assert(table_is_sound(app_rows, app_families));
constexpr auto family_of_deployment_row =
    families_of_rows<std::size(deployment_rows)>(deployment_rows, deployment_families);
static_assert(table_is_sound(deployment_rows, deployment_families));

}  // namespace

const metric_table& marathon_app_table() {
  static constexpr metric_table table{app_families, app_rows, family_of_app_row, "app", "", ""};
  return table;
}

const metric_table& marathon_deployment_table() {
  static constexpr metric_table table{
      deployment_families, deployment_rows, family_of_deployment_row, "", "", ""};
  return table;
}

}  // namespace mesoscale::exporter
