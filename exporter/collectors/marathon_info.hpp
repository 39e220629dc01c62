// Decodes what Marathon says of itself: /v2/info (version, framework, times it is configured with) and /v2/leader.
// Pure.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_info_decoder(decode_options options);

/// A 404 means that there is no leader.
std::unique_ptr<body_decoder> make_leader_decoder(decode_options options);

}  // namespace mesoscale::exporter
