// Decodes Marathon's /v2/pods::status: desired instances, instances and containers by state, resources of each pod.
// Pure. Marathon before 1.4 has no pods and answers 404.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_pod_decoder(decode_options options);

}  // namespace mesoscale::exporter
