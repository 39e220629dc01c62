// What Marathon's apps and deployments become.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// Keys are the members of an element of "apps" in /v2/apps; "deployments" stands for the length of that list.
const metric_table& marathon_app_table();

/// One row: the number of elements of /v2/deployments.
const metric_table& marathon_deployment_table();

}  // namespace mesoscale::exporter
