// Decodes Marathon's /v2/apps (instances, resources and deployments of each app) and /v2/deployments (how many).
// Pure.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_app_decoder(decode_options options);
std::unique_ptr<body_decoder> make_deployment_decoder(decode_options options);

}  // namespace mesoscale::exporter
