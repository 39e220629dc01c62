// What every key of a master's /metrics/snapshot becomes.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

const metric_table& mesos_master_table();

}  // namespace mesoscale::exporter
