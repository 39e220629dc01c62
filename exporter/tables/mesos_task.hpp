// What the tasks of an agent become.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are those of a task in an agent's /state. The labels of a task become labels of mesos_task_info as far as they are wanted.
const metric_table& mesos_task_table();

}  // namespace mesoscale::exporter
