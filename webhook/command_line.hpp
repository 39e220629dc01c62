// The command line of mesoscale-webhook, from words to values. Opens nothing.
#pragma once

#include "common/core/log.hpp"
#include "common/core/result.hpp"

#include <string>
#include <vector>

namespace mesoscale::webhook {

struct command_line {
  enum class mode { print, serve, check_config, decide } what = mode::print;
  std::string text;  ///< to print, for --help, --version, --list-metrics, --list-failpoints
  // serve
  std::string config_file;
  std::string storage = "sqlite:/var/lib/mesoscale-webhook/state.db";
  std::string listen_address = ":7105";
  std::string web_config_file;  ///< "": plain HTTP for everybody
  std::vector<std::string> webhook_networks;
  log::level lowest = log::level::info;
  log::format style = log::format::logfmt;
  // check-config, decide (one file)
  std::vector<std::string> files;
  bool is_strict = false;
  bool is_live = false;
};

/// Failure: errc::invalid, one line.
result<command_line> parse_command_line(int argc, const char* const* argv);

}  // namespace mesoscale::webhook
