// Everything that can be configured, as a table: the flags, the keys of the configuration file, types, defaults, meaning.
// The command line takes its help from it, docs/configuration.md is made from it, and tests hold the readers against it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mesoscale::exporter {

/// A flag, a key of the file, or both.
/// key: path in the file, "" for what is only a flag. "<system>.http" stands for the http section of mesos, marathon, chronos
/// and zookeeper, "<name>" for what a user fills in. flag: without a value, "" for what is only in the file.
/// type: as on the page of the documentation. standard: the default as it could be written, "" for none.
struct option_row {
  std::string_view key;
  std::string_view flag;
  std::string_view type;
  std::string_view standard;
  std::string_view group;  ///< heading of --help and of the page
  std::string_view help;   ///< a sentence without its end
};

/// In the order of the page: groups together.
std::span<const option_row> option_rows();

/// The row's help and default, as --help shows it. The flag must have a row.
std::string help_of(std::string_view flag);

/// docs/configuration.md.
std::string write_configuration_page();

}  // namespace mesoscale::exporter
