// Reads YAML configuration strictly: every value knows its file, line, column and path; keys that nobody asked for are errors.
// Collects all mistakes instead of stopping at the first. yaml-cpp stays behind yaml.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.hpp"
#include "common/core/units.hpp"
#include "common/core/variables.hpp"

namespace mesoscale {

/// One mistake in a configuration file. Lines and columns count from 1.
struct config_error {
  std::string file;
  int line = 0;
  int column = 0;
  std::string key;    ///< path, e.g. "groups[0].rules[2].max_instances"
  std::string found;  ///< what stands there; never a secret
  std::string expected;

  /// "webhook.yml:41:7: groups[0].rules[2].max_instances: found 3, expected at least min_instances (5)"
  std::string text() const;
};

using config_errors = std::vector<config_error>;

/// A value of a document. Cheap to copy; keeps the document alive.
class yaml_value {
 public:
  enum class kind { missing, null, scalar, list, map };

  yaml_value();
  kind what() const;
  bool is_missing() const { return what() == kind::missing; }
  explicit operator bool() const { return !is_missing(); }
  std::string scalar() const;             ///< text of a scalar, "" otherwise
  std::vector<yaml_value> items() const;  ///< of a list, else empty
  std::vector<std::string> keys() const;  ///< of a map, as written, else empty
  /// What stands here, for the "found" of a mistake: the text in quotes, "a list", "a map", "nothing". A text that looks
  /// like a login (a URL with a user, "Bearer ...") is only called "a text".
  std::string description() const;
  /// The same without the text: for where a list or a map was expected, so that whatever was written there instead, perhaps
  /// a URL with a password or a token, is not repeated.
  std::string shape() const;
  std::string path() const;  ///< "groups[0].rules[2]"
  std::string file() const;  ///< as it was given to parse_yaml
  int line() const;
  int column() const;

  /// A mistake at this value.
  config_error mistake(std::string_view found, std::string_view expected) const;

 private:
  friend class yaml_map;
  friend result<yaml_value> parse_yaml(std::string_view text, std::string_view file);
  struct node;
  std::shared_ptr<const node> node_;
};

/// Parses a document. A syntax error names file, line, column. An empty document is an empty map.
/// A key that stands twice in one map is a syntax error.
result<yaml_value> parse_yaml(std::string_view text, std::string_view file);

/// Reads one mapping: read each known key, then finish() reports the keys nobody read, each with the known keys.
/// A read leaves its target alone when the key is missing or wrong; wrong ones are appended to errors.
class yaml_map {
 public:
  /// A value that is not a map (a missing or null one counts as empty) is reported.
  yaml_map(yaml_value value, config_errors& errors);

  /// The raw value, marked as read. Missing if the key is not there.
  yaml_value get(std::string_view key);
  bool has(std::string_view key) const;

  bool read(std::string_view key, std::string& target);
  bool read(std::string_view key, bool& target);
  bool read(std::string_view key, double& target);
  bool read(std::string_view key, std::int64_t& target, std::int64_t lowest, std::int64_t highest);
  bool read(std::string_view key, milliseconds& target);              ///< Prometheus duration
  bool read_bytes(std::string_view key, std::uint64_t& target);       ///< 256MiB
  bool read(std::string_view key, std::vector<std::string>& target);  ///< a list of scalars
  /// A nested map; absent is fine.
  bool read_map(std::string_view key, const std::function<void(yaml_map&)>& body);
  /// A list of maps.
  bool read_maps(std::string_view key, const std::function<void(yaml_map&)>& body);

  /// From here on the texts of all values below are those with ${NAME} replaced. Reports those that cannot be, and messages go on
  /// to have the texts as they are written, since what a variable stands for may be a secret.
  void expand_variables(const variable_source& find);

  /// Reports what is wrong with the value of a key (or with the map itself if key is empty).
  void complain(std::string_view key, std::string_view found, std::string_view expected);
  /// Reports what is wrong with one item of the list of a key.
  void complain_of_item(std::string_view key, std::size_t index, std::string_view found,
                        std::string_view expected);
  /// Reports that a required key is missing.
  void require(std::string_view key, std::string_view expected);
  /// Reports unknown keys. Call it last.
  void finish();

  const yaml_value& value() const { return value_; }

 private:
  yaml_value value_;
  config_errors& errors_;
  bool is_readable_ = true;  // false: something else than a map stands here, which was reported once
  std::vector<std::string> known_;
};

/// Reads a whole file; failure errc::invalid with the path and the system's reason.
result<std::string> read_file(const std::string& path);

}  // namespace mesoscale
