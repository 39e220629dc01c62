// What a Mesos master writes about itself into ZooKeeper, in each of the three forms that versions of Mesos use.
// Reads texts and bytes; asks nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/result.hpp"

namespace mesoscale {

/// A master that takes part in the election.
struct master_entry {
  std::string node;           ///< name of the node, e.g. "json.info_0000000003"
  std::int64_t sequence = 0;  ///< who has the lowest leads
  std::string host;           ///< the address that it serves on, IPv6 without brackets
  std::uint16_t port = 0;
  std::string hostname;  ///< "" if not told
  std::string id;        ///< "" if not told; changes when the master starts anew
  std::string version;   ///< "" if not told

  /// "host:port", IPv6 in brackets.
  std::string authority() const;
  friend bool operator==(const master_entry&, const master_entry&) = default;
};

/// The sequence number of a node that belongs to the election: "json.info_0000000003" (from Mesos 0.24 on),
/// "info_0000000003", "0000000003" (before 0.19). Nothing for others, such as "log_replicas".
std::optional<std::int64_t> election_sequence(std::string_view node);

/// Decodes the content of such a node: JSON, a protobuf MasterInfo, or "master@host:port". The address of `address` goes
/// before the deprecated `ip` and `port`, those before `pid`. Failure: errc::wrong_shape with the name of the node.
result<master_entry> decode_master(std::string_view node, std::string_view content);

}  // namespace mesoscale
