// Reads the YAML file of --config.file into the options.
// Every mistake is reported with file, line and key; secrets are named by their file and never read here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/core/yaml.hpp"
#include "exporter/options/options.hpp"

namespace mesoscale::exporter {

/// What the file says replaces what stands in options. Gives a line for each mistake: none, and the file is good.
std::vector<std::string> read_config(std::string_view text, std::string_view file, exporter_options& options);

}  // namespace mesoscale::exporter
