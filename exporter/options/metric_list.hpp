// Every family that the exporter can export, with what the tables say about it, and the text of --list-metrics.
// Does not know which families a target really has; that is the decoders' business.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/core/metrics.hpp"

namespace mesoscale::exporter {

struct family_facts {
  const family* of = nullptr;
  std::string_view system;  ///< whose family it is: a target's system, or the exporter
  std::set<std::string, std::less<>> labels;
  /// Endpoint and key of each row; empty where only the help tells.
  std::vector<std::pair<std::string_view, std::string_view>> sources;
};

/// By name.
std::map<std::string_view, family_facts> all_families();

/// A line a family, sorted by name: name, type, labels ("-" for none), help with the source in parentheses; tabs between.
std::string list_metrics();

}  // namespace mesoscale::exporter
