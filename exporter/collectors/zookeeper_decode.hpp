// Turns what a ZooKeeper server told into samples: families by the table, one set of samples per answer.
// Pure; asking is not its business.
#pragma once

#include <optional>
#include <span>

#include "common/core/result.hpp"
#include "exporter/collectors/decode.hpp"
#include "exporter/collectors/zookeeper_answer.hpp"

namespace mesoscale::exporter {

/// Numbers that mean "none yet" (-1 of a size, the extremes of statistics without a sample, NaN) give no sample.
decoded decode_zookeeper(const zookeeper_values& values, const decode_options& options);

/// The answer to mntr; fails as parse_mntr does. A key that every version has and that is not there is counted as missing.
std::unique_ptr<body_decoder> make_mntr_decoder(decode_options options);
/// The AdminServer's /commands/monitor, the same otherwise.
std::unique_ptr<body_decoder> make_monitor_decoder(decode_options options);
/// The AdminServer's /commands/server_stats.
std::unique_ptr<body_decoder> make_server_stats_decoder(decode_options options);
/// All of srvr, where it stands in for mntr.
std::unique_ptr<body_decoder> make_srvr_decoder(decode_options options);
/// Only the transaction id of srvr, which mntr does not tell.
std::unique_ptr<body_decoder> make_zxid_decoder(decode_options options);

/// How a server stands, by the codes of what failed; nothing stands for an answer that told numbers.
struct zookeeper_standing {
  bool is_up = false;              ///< it told its numbers, or refused in ZooKeeper's own words
  std::optional<bool> is_serving;  ///< false when it says so; nothing when it did not tell
};
zookeeper_standing standing_of(std::span<const std::optional<errc>> failures);

}  // namespace mesoscale::exporter
