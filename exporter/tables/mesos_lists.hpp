// What the agents and frameworks become that the leading master lists (/slaves, /state-summary, /frameworks; /state.json of
// versions that have nothing else). Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are the path of a member below an element: "slaves/used_resources/cpus", "frameworks/active". Some are derived:
/// "slaves/info", "frameworks/info" (texts), "frameworks/slave_ids" and "recovered_slaves" (lengths).
const metric_table& mesos_list_table();

}  // namespace mesoscale::exporter
