// Reads what ZooKeeper answers to mntr, to srvr and to two commands of its AdminServer: keys and their values as text,
// all under mntr's keys without `zk_`. Tells refusals apart. What the keys mean is zookeeper_decode.hpp's business.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.hpp"

namespace mesoscale::exporter {

struct zookeeper_value {
  std::string key;
  std::string value;

  friend bool operator==(const zookeeper_value&, const zookeeper_value&) = default;
};

using zookeeper_values = std::vector<zookeeper_value>;

/// Stands for a value of the AdminServer's that is an object, a list, or no text where a text belongs.
inline constexpr std::string_view no_value = "{}";

/// Lines `zk_<key>` tab `<value>`. All three fail with errc::not_serving (no quorum), errc::not_whitelisted, or
/// errc::wrong_shape for anything else that is not the whole answer: an answer that was cut off gives nothing.
result<zookeeper_values> parse_mntr(std::string_view answer);

/// The lines of srvr; the transaction id is under `zxid`. A line that nobody knows keeps its name: `srvr: <name>`.
result<zookeeper_values> parse_srvr(std::string_view answer);

/// The JSON object of the AdminServer; fails with errc::not_json too.
result<zookeeper_values> parse_monitor(std::string_view body);

/// What the AdminServer's /commands/server_stats has and its monitor has not: `zxid`, and three more numbers.
result<zookeeper_values> parse_server_stats(std::string_view body);

}  // namespace mesoscale::exporter
