// The names of mesos_exporter: which key of an answer became which of its families, with which labels. Served only where
// compat.mesos_exporter is on. What it named as we do (mesos_master_elected, ...) is not repeated.
//
// A key "a - b" is the difference of the values of two keys, which exists only if both do; "a - 0" is a second family of a key.
// The label type="mean" is what mesos_exporter called the last value.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

const metric_table& compat_master_table();      ///< of a master's /metrics/snapshot
const metric_table& compat_agent_table();       ///< of an agent's /metrics/snapshot
const metric_table& compat_container_table();   ///< of an element of /containers or /monitor/statistics
const metric_table& compat_agent_list_table();  ///< of an element of a master's list of agents
const metric_table& compat_info_table();        ///< facts as labels: attributes of agents, labels of tasks

}  // namespace mesoscale::exporter
