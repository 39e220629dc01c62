#include "exporter/tables/all_tables.hpp"

#include "exporter/tables/chronos.hpp"
#include "exporter/tables/marathon.hpp"
#include "exporter/tables/marathon_metrics.hpp"
#include "exporter/tables/mesos_agent.hpp"
#include "exporter/tables/mesos_container.hpp"
#include "exporter/tables/mesos_lists.hpp"
#include "exporter/tables/mesos_maintenance.hpp"
#include "exporter/tables/mesos_master.hpp"
#include "exporter/tables/mesos_roles.hpp"
#include "exporter/tables/mesos_task.hpp"
#include "exporter/tables/mesos_version.hpp"

namespace mesoscale::exporter {

std::span<const endpoint_table> all_tables() {
  // clang-format off
  static constexpr endpoint_table all[] = {
      {"Mesos master", "/metrics/snapshot", mesos_master_table},
      {"Mesos master", "/slaves, /state-summary, /frameworks", mesos_list_table},
      {"Mesos master", "/roles, /weights", mesos_role_table},
      {"Mesos master", "/maintenance/schedule, /maintenance/status", mesos_maintenance_table},
      {"Mesos master", "/version", mesos_version_table},
      {"Mesos agent", "/metrics/snapshot", mesos_agent_table},
      {"Mesos containers", "/containers", mesos_container_table},
      {"Mesos containers", "/state", mesos_task_table},
      {"Marathon", "/metrics", marathon_metrics_table},
      {"Marathon", "/v2/apps", marathon_app_table},
      {"Marathon", "/v2/deployments", marathon_deployment_table},
      {"Marathon", "/v2/groups", marathon_group_table},
      {"Marathon", "/v2/info", marathon_info_table},
      {"Marathon", "/v2/leader", marathon_leader_table},
      {"Marathon", "/v2/pods::status", marathon_pod_table},
      {"Marathon", "/v2/queue", marathon_queue_table},
      {"Marathon", "/v2/tasks", marathon_task_table},
      {"Chronos", "/leader", chronos_leader_table},
      {"Chronos", "/metrics", chronos_metrics_table},
      {"Chronos", "/scheduler/graph/csv", chronos_graph_table},
      {"Chronos", "/scheduler/jobs", chronos_job_table},
  };
  // clang-format on
  return all;
}

}  // namespace mesoscale::exporter
