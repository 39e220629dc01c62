// The cells of the fault matrix: for each collector the faults that its answers are broken with. The tests run these cells, alone and
// beside healthy servers, and another test compares them with the list of what must be tried.
#pragma once

#include <iosfwd>
#include <span>
#include <string_view>
#include <vector>

#include "exporter/collectors/collector.hpp"
#include "tests/exporter/fault_table.hpp"

namespace mesoscale::exporter::testing {

/// A collector beside the main one of its target, and what its answers are made of: only of JSON can be said what is not JSON.
struct second_collector {
  std::string_view name;
  std::string_view module;  ///< of fault_modules.hpp
  bool is_json;
};

std::span<const second_collector> all_second_collectors();

void PrintTo(const second_collector& one, std::ostream* out);

/// Of a main collector: all answers of its server are broken with each of these.
std::vector<const fault*> faults_of_main(const module_case& of);

/// Of another one: only its own answers are broken. The references stay good.
std::span<const fault> faults_of_second(const second_collector& of);

/// Whether the answer can be used, and only a name or a value in it is odd.
bool is_usable(const fault& what);

/// Nobody listens.
const fault& refusal();

}  // namespace mesoscale::exporter::testing
