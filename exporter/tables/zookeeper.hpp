// What every key of ZooKeeper's mntr (3.4 to 3.9), of its line-by-line srvr and of its AdminServer becomes.
// Rows only; zookeeper_key.hpp finds the row of a key. Not a metric_table: ZooKeeper spreads a summary over up to nine keys
// (avg_, min_, max_, cnt_, sum_, p50_ ... in front of one name), and a row is such a name, not each of its keys.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

enum class zookeeper_shape : std::uint8_t {
  fact,  ///< a text, an id or a bit field that becomes labels or several samples; the decoder knows it by its key
  value,       ///< one number
  size,        ///< one number of bytes; -1 means that there was none yet
  statistics,  ///< quantiles, sum and count under one name
};

enum class zookeeper_level : std::uint8_t { by_default, with_detail };

/// One row.
/// key: as mntr has it, without zk_; of statistics the name without avg_, min_ ...
/// labels: a label that the row itself gives, "name=value"; quantile=1 makes it a quantile of a summary.
/// captured: the label that the text in front of the key becomes (`3_ack_latency`: learner_id), or the label `key` of the
/// Prometheus provider; for keys that have labels of their own (jvm_...) their names.
struct zookeeper_row {
  std::string_view key;
  std::string_view family;
  source_unit unit;
  zookeeper_shape shape;
  zookeeper_level level;
  std::string_view labels;
  std::string_view captured;
};

/// Sorted by name.
std::span<const family> zookeeper_families();
/// Sorted by key.
std::span<const zookeeper_row> zookeeper_rows();
/// The family of a name that the table has.
const family& zookeeper_family(std::string_view name);

}  // namespace mesoscale::exporter
