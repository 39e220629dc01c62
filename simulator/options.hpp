// The command line of mesoscale-simulator. Parsing and checking only.
#pragma once

#include "common/core/result.hpp"
#include "simulator/access_options.hpp"
#include "simulator/cluster.hpp"
#include "simulator/era.hpp"
#include "simulator/marathon_dialects.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::simulator {

struct program_options {
  cluster_options cluster;
  era shapes = era::current;
  std::uint16_t master_port = 5050;  ///< each 0: any free port
  std::uint16_t agent_port = 5051;
  std::uint16_t marathon_port = 8080;
  int marathon_followers = 0;  ///< they pass everything on to the leader
  marathon_extras marathon;
  std::optional<std::uint16_t> chronos_port;  ///< nothing: no Chronos
  int chronos_version = 3;                    ///< 2 or 3
  std::uint16_t control_port = 5099;
  std::vector<std::string> app_files;
  std::string endpoints_file;
  std::string put_log_file;
  access_options access;
};

/// What the command line asks for: to run, or to print a text (help, version) and end well.
struct command {
  program_options options;
  std::string text;
};

/// Failure: one line that names the flag.
result<command> parse_command_line(int argc, const char* const* argv);

}  // namespace mesoscale::simulator
