// Decodes Marathon's /v2/groups: how many apps and pods each group has, and how deep the tree of groups is.
// Pure.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_group_decoder(decode_options options);

}  // namespace mesoscale::exporter
