// Where something stands in ZooKeeper: "zk://h1:2181,h2:2181/mesos", as Mesos and Marathon are told it. Opens nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.hpp"

namespace mesoscale {

struct zookeeper_address {
  std::vector<std::string> servers;  ///< "host:port"
  std::string path;                  ///< begins with '/', does not end with it

  /// "h1:2181,h2:2181", as the client library wants it.
  std::string hosts() const;
  /// The whole address again.
  std::string text() const;
  friend bool operator==(const zookeeper_address&, const zookeeper_address&) = default;
};

/// Parses "zk://HOST[:PORT][,HOST[:PORT]...]/PATH"; the port is 2181 where none is given. A user and password are refused:
/// what Mesos registers is readable by everybody, and a command line is no place for a secret. Failure: errc::invalid.
result<zookeeper_address> parse_zookeeper_address(std::string_view text);

/// Whether the text is meant to be such an address.
bool is_zookeeper_address(std::string_view text);

}  // namespace mesoscale
