// The text of --list-metrics, made from the tables.
#pragma once

#include <string>

namespace mesoscale::exporter {

/// A line a family, sorted by name: name, type, labels ("-" for none), help with the source in parentheses; tabs between.
std::string list_metrics();

}  // namespace mesoscale::exporter
