// Decodes /metrics/snapshot of a master or agent: a flat object of numbers, a key a metric.
// Pure; the tables say what the keys mean.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_master_snapshot_decoder(decode_options options);
std::unique_ptr<body_decoder> make_agent_snapshot_decoder(decode_options options);

}  // namespace mesoscale::exporter
