// Turns what a ZooKeeper server told into samples: families by the table, one set of samples per server.
// Pure; asking is not its business, and neither is zookeeper_up.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "exporter/collectors/decode.hpp"
#include "exporter/collectors/zookeeper_answer.hpp"

namespace mesoscale::exporter {

struct zookeeper_decode_options {
  std::string instance = {};         ///< label of every sample
  std::size_t max_series = 200'000;  ///< of one family
  bool with_detail = false;          ///< the collector zookeeper_detail
};

/// How a server answered. A word that was not asked has no entry.
struct zookeeper_answers {
  std::optional<result<zookeeper_values>> monitor;  ///< mntr, or the AdminServer's monitor
  std::optional<result<zookeeper_values>> status;   ///< srvr
};

/// 1 when the server told its numbers, 0 when it says that it is not serving, nothing when it did not tell.
std::optional<bool> is_serving(const zookeeper_answers& answers);

/// Whether a ZooKeeper server is there: it told its numbers, or refused in ZooKeeper's words.
bool is_up(const zookeeper_answers& answers);

/// The samples. All comes from monitor, and the transaction id from status; without monitor all comes from status. Numbers
/// that mean "none yet" (-1 of a size, the extremes of statistics without a sample, NaN) give no sample.
decoded decode_zookeeper(const zookeeper_answers& answers, const zookeeper_decode_options& options);

}  // namespace mesoscale::exporter
