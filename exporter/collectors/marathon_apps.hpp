// Decodes Marathon's /v2/apps: instances, resources, health, versions, failures and chosen labels of each app.
// Pure. Works on what the version at hand tells: Marathon 0.8 ignores the embed parameters and has fewer fields.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_app_decoder(decode_options options);

}  // namespace mesoscale::exporter
