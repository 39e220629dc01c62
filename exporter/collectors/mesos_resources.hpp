// Counts resources that Mesos does not write as a number.
// Pure.
#pragma once

#include <optional>
#include <string_view>

namespace mesoscale::exporter {

/// How many things a resource stands for: 101 for the ranges "[31000-31100]", 2 for the set "{a, b}". Nothing for other text.
std::optional<double> count_resource(std::string_view text);

}  // namespace mesoscale::exporter
