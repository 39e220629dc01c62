// The keys of the rule file as a table, and the JSON Schema that editors check a file with. The reader stays the judge: a test
// compares the table with the keys that it knows.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mesoscale::webhook {

/// What stands behind a key. `more` of a row is the list of words, or the name of the map.
enum class key_type {
  text,
  flag,
  count,     ///< a whole number from 0 on
  number,    ///< read exactly, therefore also as text
  duration,  ///< 5m, or 0
  seconds,   ///< a whole number of seconds, or a duration
  words,     ///< one of a list, separated by "|"
  texts,     ///< a list of texts
  map,
  maps,         ///< a list of maps
  text_or_map,  ///< app
  words_or_duration,
  words_or_map  ///< on_resolved: the words, and the map of the key's own name
};

struct key_row {
  std::string_view map;  ///< which map the key stands in: "file", "rule", ...
  std::string_view key;
  key_type type;
  std::string_view more;
  std::string_view help;
};

/// All keys, sorted by map and key.
std::span<const key_row> rule_keys();

/// The schema (draft 2020-12) as indented JSON.
std::string rule_schema();

}  // namespace mesoscale::webhook
