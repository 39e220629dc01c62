// What the answers of Marathon's API become: apps, deployments, the queue, tasks, pods, groups, itself.
// Rows only; table.hpp explains the columns. Marathon's own metrics are in marathon_metrics.hpp.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

// Keys are the members of an element of the answer's list (of the answer itself for groups, info and leader), with '/'
// between levels and "[]" for the elements of a list; a row of a list itself stands for its length. Keys that no answer
// has ("unscheduled") are computed.

const metric_table& marathon_app_table();         ///< /v2/apps
const metric_table& marathon_deployment_table();  ///< /v2/deployments
const metric_table& marathon_queue_table();       ///< /v2/queue
const metric_table& marathon_task_table();        ///< /v2/tasks
const metric_table& marathon_pod_table();         ///< /v2/pods::status
const metric_table& marathon_group_table();       ///< /v2/groups, a group a line
const metric_table& marathon_info_table();        ///< /v2/info
const metric_table& marathon_leader_table();      ///< /v2/leader

}  // namespace mesoscale::exporter
