// What the statistics and the status of a container (GET_CONTAINERS, /containers, /monitor/statistics of an agent) become.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are paths below an element's "statistics", and "status/..." below its status; "[]" is an element of an array.
const metric_table& mesos_container_table();

}  // namespace mesoscale::exporter
