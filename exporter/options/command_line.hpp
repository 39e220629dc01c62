// Reads the command line of mesoscale-exporter, the configuration file it names, and both together.
// CLI11 stays behind command_line.cpp.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "exporter/options/options.hpp"

namespace mesoscale::exporter {

/// What main is to do.
struct command {
  std::optional<exporter_options> run;  ///< serve with these options; otherwise everything has been said
  int exit_code = 0;
  std::vector<std::string> mistakes = {};  ///< as they have been said, without the program's name
};

/// Writes help, version, lists and the result of a check to out, mistakes to err, a line each.
command read_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

/// The options as flags and files say now, for a reload. The failure has a line for each mistake.
result<exporter_options> read_options_again(int argc, const char* const* argv);

}  // namespace mesoscale::exporter
