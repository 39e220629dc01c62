// What the version of a master's binary (/version) becomes.
// Rows only; table.hpp explains the columns.
#pragma once

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// The only key is that of the text "version"; the decoder gives it the other texts as labels.
const metric_table& mesos_version_table();

}  // namespace mesoscale::exporter
