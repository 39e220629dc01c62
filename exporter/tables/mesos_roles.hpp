// What the roles of a master (/roles, /weights) become. Quotas' guarantees and limits stand in the snapshot's table.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are the path of a member below an element: "roles/allocated/cpus", "weights/weight". "roles/frameworks" is counted,
/// "roles/frameworks/id" stands for each of them.
const metric_table& mesos_role_table();

}  // namespace mesoscale::exporter
