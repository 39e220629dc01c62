// Decodes Marathon's /v2/deployments: since when, which step, which actions, what they touch.
// Pure. Reads both forms of steps: objects with "actions", and the arrays of arrays of Marathon 0.8.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_deployment_decoder(decode_options options);

}  // namespace mesoscale::exporter
