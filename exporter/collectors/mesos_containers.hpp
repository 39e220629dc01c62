// Decodes an agent's /containers or /monitor/statistics: an array with an element a container.
// Pure. An element without statistics gives nothing; that happens while a container starts or ends.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_container_decoder(decode_options options);

}  // namespace mesoscale::exporter
