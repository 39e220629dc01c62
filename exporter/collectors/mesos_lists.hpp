// Decodes what the leading master lists: its agents and its frameworks. Bodies of many megabytes are read as they arrive.
// Pure. Roles and maintenance are read by mesos_roles.hpp and mesos_maintenance.hpp.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// Agents with their resources, of /slaves. Of /state.json, which versions before 0.23 have instead, also the frameworks and
/// the tasks of both. Fails with errc::wrong_shape without a list "slaves".
std::unique_ptr<body_decoder> make_agent_list_decoder(decode_options options);

/// Frameworks, and the tasks of agents and frameworks by state, of /state-summary.
std::unique_ptr<body_decoder> make_framework_list_decoder(decode_options options);

/// What only /frameworks tells of frameworks: when they registered, and how long they may be away.
std::unique_ptr<body_decoder> make_framework_detail_decoder(decode_options options);

}  // namespace mesoscale::exporter
