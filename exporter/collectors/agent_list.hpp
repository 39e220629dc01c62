// An agent as a master lists it: where it listens and what tells it from others.
// Values; mesos_lists.hpp reads the list.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/core/json_stream.hpp"

namespace mesoscale::exporter {

/// An agent of the list.
struct listed_agent {
  std::string id;
  /// "host:port" of its pid; empty for an agent that has not yet registered with a new leader.
  std::string address;
  std::string hostname = {};  ///< as the agent calls itself; may be a number
  /// Name and value, in the order of the answer; numbers without a fraction of zero ("4", not "4.0").
  std::vector<std::pair<std::string, std::string>> attributes = {};

  bool operator==(const listed_agent&) const = default;
};

/// The text of an attribute's value; nothing for one that is neither text nor number.
std::optional<std::string> attribute_text(const json_scalar& value);

/// "10.0.0.1:5051" of the pid "slave(1)@10.0.0.1:5051"; "" if there is no such address in it.
std::string address_of_pid(std::string_view pid);

}  // namespace mesoscale::exporter
