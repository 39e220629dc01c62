#include "exporter/tables/mesos_task.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off
constexpr family families[] = {
    gauge("mesos_task_info", "1 for a task that the agent has, with the labels of it that mesos.task_labels names (frameworks[].executors[].tasks[].labels)"),
    gauge("mesos_task_state", "1 for the state that the task is in (frameworks[].executors[].tasks[].state)"),
};

constexpr row rows[] = {
    {"labels", "mesos_task_info", plain, sometimes, "", "app,task_name"},
    {"state", "mesos_task_state", plain, sometimes, "", "state"},
};
// clang-format on

}  // namespace

const metric_table& mesos_task_table() {
  static constexpr metric_table table =
      make_table<families, rows>("framework_id,executor_id,container_id,parent_container_id,task_id");
  return table;
}

}  // namespace mesoscale::exporter
