// Decodes the version of a master's binary: /version.
// Pure. The versions of agents are in the leader's list of them (mesos_lists.hpp).
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// Fails with errc::wrong_shape without a text "version".
std::unique_ptr<body_decoder> make_version_decoder(decode_options options);

}  // namespace mesoscale::exporter
