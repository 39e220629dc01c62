// An agent or framework of a master's list while it is read, and its samples once it is complete.
// Pure. Which members are read at all is decided by mesos_lists.cpp.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "exporter/collectors/agent_list.hpp"
#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/series_writer.hpp"

namespace mesoscale::exporter {

/// The rows of mesos_list_table().
const row_finder& list_rows();

/// agent_id, and agent (host:port) if it is known; views into the agent.
std::vector<label> agent_labels(const listed_agent& agent);

struct list_element {
  listed_agent agent;  ///< of a framework only id and hostname
  std::string version;
  std::string region;
  std::string zone;
  std::string drain_state;
  std::string name;       ///< of a framework
  std::string webui_url;  ///< of a framework
  element_values values{list_rows()};

  /// Takes what is text or tells who it is; false: the value is something else.
  bool take_text(const json_path& path, const json_scalar& value);
  /// mesos_agent_info with the wanted attributes, and the state of draining.
  void write_agent_texts(std::span<const std::string> wanted_attributes, series_writer& out) const;
  /// The values, and mesos_framework_info if wanted.
  void write_framework(bool with_info, series_writer& out) const;
};

}  // namespace mesoscale::exporter
