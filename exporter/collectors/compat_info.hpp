// Decodes attributes of agents and labels of tasks into the two families that mesos_exporter had for them. Only the attributes
// and labels that the configuration names become labels.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// Of a master's list of agents: mesos_slave_attributes{slave="<pid>"}, besides the resources of make_compat_agent_list_decoder.
std::unique_ptr<body_decoder> make_compat_attribute_decoder(decode_options options);

/// Of an agent's /state: mesos_slave_attributes and mesos_slave_task_labels.
std::unique_ptr<body_decoder> make_compat_agent_state_decoder(decode_options options);

/// The name that a label had: whatever Prometheus does not allow is '_', a digit in front as well.
std::string compat_label_name(std::string_view text);

}  // namespace mesoscale::exporter
