// What the answers of Chronos become: its jobs, their states, its own metrics.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

const metric_table&
chronos_job_table();  ///< members of an element of /scheduler/jobs; "schedule/..." are parts of that text
const metric_table& chronos_graph_table();   ///< parts of the lines of /scheduler/graph/csv
const metric_table& chronos_leader_table();  ///< /leader
const metric_table&
chronos_metrics_table();  ///< keys of /metrics as in marathon_metrics.hpp, without the package of a class

}  // namespace mesoscale::exporter
