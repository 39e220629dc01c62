// The names that marathon_exporter gave what it read of apps. The names that it made from Marathon's own metrics are made by
// collectors/compat_marathon_metrics. Served only where compat.marathon_exporter is on.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

const metric_table& compat_app_table();  ///< of an element of /v2/apps

}  // namespace mesoscale::exporter
