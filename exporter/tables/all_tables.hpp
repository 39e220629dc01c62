// The list of all tables whose rows are metric_table's, with the system and the endpoint that each is for.
// For what walks over all of them: --list-metrics, the page of all metrics, the checks. ZooKeeper's table has another shape.
#pragma once

#include <span>
#include <string_view>

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

struct endpoint_table {
  std::string_view system;    ///< as a heading: "Mesos master", "Marathon"
  std::string_view endpoint;  ///< the path that the answer comes from, of the current version
  const metric_table& (*table)();
};

/// Those of one system stand together.
std::span<const endpoint_table> all_tables();

}  // namespace mesoscale::exporter
