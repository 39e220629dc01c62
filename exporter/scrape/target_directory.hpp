// Which targets there are: the configured ones and the agents that discovery knows, as values. Answers who is meant by a
// text, and makes the list for Prometheus' service discovery. Asks nobody.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exporter/collectors/agent_list.hpp"
#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

/// A target and what is told of it when it is listed.
struct listed_target {
  target of;
  const listed_agent* agent = nullptr;  ///< null unless it was discovered; belongs to the registry
};

/// The host:port that the text names, alone or in a URL; nothing if it names none.
std::optional<std::string> instance_in(std::string_view text);

/// The target that is meant by the text: its host:port, or its URL as it is configured or discovered. Host names compare
/// without case. Null if there is none.
const listed_target* find_target(const std::vector<listed_target>& targets, std::string_view text);

/// A list in the form of Prometheus' http_sd_config: a group per target, so that each has labels of its own
/// (__meta_mesoscale_module, and of a discovered agent _hostname, _agent_id and _attribute_<name>).
std::string write_target_groups(const std::vector<listed_target>& targets);

/// The name of an attribute as it may stand in the name of a label.
std::string label_name_of(std::string_view attribute);

}  // namespace mesoscale::exporter
