// What the keys of Marathon's own /metrics become, in all dialects: the old names, which Marathon up to 1.6 has, and the new ones.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are those of the answer without the prefix ("marathon.", "service.mesosphere.marathon."), with '/' for '.'. A timer
/// or histogram has a row ".../quantiles" (whose own quantile stands for all), a timer and a meter a row ".../count".
const metric_table& marathon_metrics_table();

}  // namespace mesoscale::exporter
