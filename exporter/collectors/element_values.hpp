// The values of one element of an answer (an app, a job), kept until its identity is known and then written.
// Knows the rows of its table; what needs more than a row's label is the decoder's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/core/json_stream.hpp"
#include "exporter/collectors/series_writer.hpp"
#include "exporter/tables/row_finder.hpp"

namespace mesoscale::exporter {

/// The steps of a path from the given depth on, joined by '/': a row's key.
std::string key_of(const json_path& path, std::size_t from);

/// A value in the source's unit; nothing when its type is not what the unit wants.
std::optional<double> value_in(source_unit unit, const json_scalar& value);

/// The text in lower case, without the prefix that Mesos gives to states ("TASK_RUNNING" becomes "running").
std::string state_name(std::string_view text);

class element_values {
 public:
  /// The finder must outlive the values.
  explicit element_values(const row_finder& rows) : rows_(&rows) {}

  void clear() { values_.clear(); }
  /// Keeps the value if its key has a row. A value of a wrong type is refused, null is no value and "" no time.
  void take(std::string_view key, const json_scalar& value, series_writer& out);
  void set(std::string_view key, double value) { values_.emplace_back(key, value); }
  /// Adds to what the key has.
  void add(std::string_view key, double value);
  std::optional<double> find(std::string_view key) const;
  /// Finds and forgets: the caller writes it.
  std::optional<double> take_out(std::string_view key);

  void write(std::span<const label> labels, series_writer& out) const;

 private:
  const row_finder* rows_;
  std::vector<std::pair<std::string, double>> values_;
};

}  // namespace mesoscale::exporter
