// What the maintenance of machines (master's /maintenance/schedule, /maintenance/status) becomes.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys: a list stands for its length, ".../id" for each machine of it, "windows/start" for a window's time.
const metric_table& mesos_maintenance_table();

}  // namespace mesoscale::exporter
