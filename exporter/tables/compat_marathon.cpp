#include "exporter/tables/compat_marathon.hpp"

#include "exporter/tables/compat_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace compat_words;
using enum source_unit;
using enum presence;

namespace apps {

// clang-format off
constexpr family families[] = {
    old_gauge("marathon_app_instances", "As marathon_exporter named it (/v2/apps: instances)"),
    old_gauge("marathon_app_task_avg_uptime", "As marathon_exporter named it (/v2/apps: taskStats/startedAfterLastScaling/stats/lifeTime/averageSeconds)"),
    old_gauge("marathon_app_task_cpus", "As marathon_exporter named it (/v2/apps: cpus)"),
    old_gauge("marathon_app_task_disk_in_mb", "As marathon_exporter named it (/v2/apps: disk)"),
    old_gauge("marathon_app_task_gpus", "As marathon_exporter named it (/v2/apps: gpus)"),
    old_gauge("marathon_app_task_healthy", "As marathon_exporter named it (/v2/apps: tasksHealthy)"),
    old_gauge("marathon_app_task_mem_in_mb", "As marathon_exporter named it (/v2/apps: mem)"),
    old_gauge("marathon_app_task_running", "As marathon_exporter named it (/v2/apps: tasksRunning)"),
    old_gauge("marathon_app_task_staged", "As marathon_exporter named it (/v2/apps: tasksStaged)"),
    old_gauge("marathon_app_task_unhealthy", "As marathon_exporter named it (/v2/apps: tasksUnhealthy)"),
};

constexpr row rows[] = {
    {"cpus", "marathon_app_task_cpus", plain, sometimes, ""},
    {"disk", "marathon_app_task_disk_in_mb", plain, sometimes, ""},
    {"gpus", "marathon_app_task_gpus", plain, sometimes, ""},
    {"instances", "marathon_app_instances", plain, sometimes, ""},
    {"mem", "marathon_app_task_mem_in_mb", plain, sometimes, ""},
    {"taskStats/startedAfterLastScaling/stats/lifeTime/averageSeconds", "marathon_app_task_avg_uptime", plain, sometimes, ""},
    {"tasksHealthy", "marathon_app_task_healthy", plain, sometimes, ""},
    {"tasksRunning", "marathon_app_task_running", plain, sometimes, ""},
    {"tasksStaged", "marathon_app_task_staged", plain, sometimes, ""},
    {"tasksUnhealthy", "marathon_app_task_unhealthy", plain, sometimes, ""},
};
// clang-format on

}  // namespace apps

}  // namespace

const metric_table& compat_app_table() {
  static constexpr metric_table table = make_compat_table<apps::families, apps::rows>("app,app_version");
  return table;
}

}  // namespace mesoscale::exporter
