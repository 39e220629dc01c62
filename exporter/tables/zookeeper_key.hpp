// Takes a key of ZooKeeper apart: which row it belongs to, which part of that row's statistics it is, which labels it has.
// Pure; makes no samples.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/core/metrics.hpp"
#include "exporter/tables/zookeeper.hpp"

namespace mesoscale::exporter {

enum class zookeeper_part : std::uint8_t { value, mean, quantile, sum, count };

/// What a key is; the labels are views into the key and the table.
struct zookeeper_key {
  const zookeeper_row* row;
  zookeeper_part part;
  double quantile;  ///< where part is quantile
  std::vector<label> labels;
};

/// Understands both spellings: `p99_readlatency`, `cnt_3_ack_latency` of the usual provider, and
/// `readlatency{quantile="0.99"}`, `ack_latency_count{key="3"}` of the Prometheus provider. Nothing for a key without a row.
std::optional<zookeeper_key> find_zookeeper_key(std::string_view key);

}  // namespace mesoscale::exporter
