// What the daemons of Mesos 1.12.0 serve under /metrics/snapshot and /flags, as captured from real ones: the keys, and the values
// that the simulation does not compute. Tables only.
#pragma once

#include <span>
#include <string_view>

namespace mesoscale::simulator {

struct snapshot_row {
  std::string_view key;
  double value;  ///< where nothing better is known; times are in the key's unit
};

struct flag_row {
  std::string_view name;
  std::string_view value;
};

/// Served by every master (223 keys), and in addition by one that leads and has read the registry.
std::span<const snapshot_row> master_snapshot_rows();
std::span<const snapshot_row> leader_snapshot_rows();
/// Of each framework, after "master/frameworks/<name>/<id>".
std::span<const std::string_view> framework_snapshot_suffixes();
std::span<const snapshot_row> agent_snapshot_rows();

/// Without those that name addresses, folders or resources.
std::span<const flag_row> master_flags();
std::span<const flag_row> agent_flags();

}  // namespace mesoscale::simulator
