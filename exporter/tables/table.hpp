// The shape of the metric tables: a row says what one key of a target's answer becomes, a family what Prometheus is told.
// Values only; row_finder looks keys up, the decoders make samples.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "common/core/metrics.hpp"

namespace mesoscale::exporter {

/// The unit that the source counts in. Mesos and Marathon say MB and mean MiB. A timestamp is a time written as text (ISO 8601)
/// and becomes seconds since 1970, a truth is true or false and becomes 1 or 0.
enum class source_unit : std::uint8_t {
  plain,
  mebibytes,
  megabits,
  microseconds,
  milliseconds,
  nanoseconds,
  timestamp,
  truth
};

/// The same amount in our base unit (bytes, seconds).
constexpr double to_base_unit(source_unit unit, double value) {
  switch (unit) {
    case source_unit::mebibytes:
      return value * 1048576.0;
    case source_unit::megabits:
      return value * 125'000.0;
    case source_unit::microseconds:
      return value / 1e6;
    case source_unit::milliseconds:
      return value / 1000.0;
    case source_unit::nanoseconds:
      return value / 1e9;
    case source_unit::plain:
    case source_unit::timestamp:
    case source_unit::truth:
      break;
  }
  return value;
}

/// Whether a healthy target of a current version always has the key; a missing one is then counted.
enum class presence : std::uint8_t { always, sometimes };

/// One row of a table.
/// key: the key as it stands, or a pattern: <name> captures text that becomes the label of that name. A capture ends at the
/// next '/', except those of captures_slashes() of which a pattern has at most one: the rest is matched from both ends.
/// labels: labels that the row itself gives, "name=value,name=value"; quantile=0.5 makes it a quantile of a summary.
/// decoder_labels: names of further labels, whose values the decoder takes from elsewhere in the answer, "name,name".
struct row {
  std::string_view key;
  std::string_view family;
  source_unit unit = source_unit::plain;
  presence when = presence::sometimes;
  std::string_view labels = {};
  std::string_view decoder_labels = {};
};

/// Role names, principals and resource providers are written raw by Mesos and may contain '/'; filters have no fixed end.
constexpr bool captures_slashes(std::string_view capture) {
  return capture == "role" || capture == "principal" || capture == "resource_provider" || capture == "filter";
}

/// A table: families sorted by name, rows sorted by key.
struct metric_table {
  std::span<const family> families;
  std::span<const row> rows;
  std::span<const std::uint16_t> family_of_row;  ///< index into families
  std::string_view target_labels;  ///< labels that every row gets from the answer, "app,container_id"
  std::string_view other_family;   ///< family for keys without a row; "" if there is none
  std::string_view own_prefix;     ///< at least one key with it proves that the answer is of the right kind
};

namespace table_words {

constexpr std::string_view unit_of(std::string_view name) {
  if (name.ends_with("_total")) name.remove_suffix(6);
  if (name.ends_with("_seconds")) return "seconds";
  if (name.ends_with("_bytes")) return "bytes";
  if (name.ends_with("_ratio")) return "ratio";
  return {};
}

constexpr family counter(std::string_view name, std::string_view help) {
  return {name, metric_type::counter, help, unit_of(name)};
}
constexpr family gauge(std::string_view name, std::string_view help) {
  return {name, metric_type::gauge, help, unit_of(name)};
}
constexpr family summary(std::string_view name, std::string_view help) {
  return {name, metric_type::summary, help, unit_of(name)};
}
constexpr family unknown(std::string_view name, std::string_view help) {
  return {name, metric_type::unknown, help, unit_of(name)};
}

}  // namespace table_words

}  // namespace mesoscale::exporter
