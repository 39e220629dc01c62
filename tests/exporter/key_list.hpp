// The lists under tests/fixtures/expected: the keys that a system is known to tell, and what is decided about each.
// For tests; the lists were written by hand, not from the exporter's tables.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exporter/collectors/target_kind.hpp"

namespace mesoscale::exporter::testing {

/// A line of a list: of the file's columns those that all lists have.
struct decision {
  std::string
      key;  ///< may have "<name>" for any text, and a note at its end: "(length)", " (count)", " (quantiles)", ", 1st"
  std::string family;  ///< or "not exported, because ..."
  std::string scale;   ///< a factor, or what the value is: "text", "timestamp", "derived" ...
  std::string labels;

  bool is_exported() const { return !family.starts_with("not exported"); }
};

/// What the lists of endpoints and captures call a system, before its endpoint.
using system_name = std::pair<target_kind, const char*>;
inline constexpr system_name systems[] = {{target_kind::mesos_master, "Mesos master "},
                                          {target_kind::mesos_agent, "Mesos agent "},
                                          {target_kind::marathon, "Marathon "},
                                          {target_kind::chronos, "Chronos "},
                                          {target_kind::zookeeper, "ZooKeeper "}};

std::vector<decision> read_decisions(const std::string& list);

/// The lines of `<list>_keys.txt`.
std::vector<std::string> read_keys(const std::string& list);

/// Whether the key fits a line in which "<...>" stands for any text.
bool fits(std::string_view pattern, std::string_view key);

/// Whether the path fits a pattern in which "*" stands for any text without "/", or for none.
bool fits_path(std::string_view pattern, std::string_view path);

/// All decisions about the key; a line that names it exactly goes before patterns.
std::vector<decision> decisions_about(const std::vector<decision>& list, const std::string& key);

/// The key without its note.
std::string without_note(const std::string& key);

}  // namespace mesoscale::exporter::testing
