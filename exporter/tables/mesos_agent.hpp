// What every key of an agent's /metrics/snapshot becomes.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

const metric_table& mesos_agent_table();

}  // namespace mesoscale::exporter
