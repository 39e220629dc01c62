// What the statistics of a container (agent's /containers, /monitor/statistics) become.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are those of an element's "statistics" object.
const metric_table& mesos_container_table();

}  // namespace mesoscale::exporter
