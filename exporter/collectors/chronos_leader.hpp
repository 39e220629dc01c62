// Decodes what Chronos says of its leader: /leader, since 3.0.
// Pure. Whose answer counts where several Chronoses are asked is decided by scrape/cluster_voice.hpp.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// {"leader":"host:port"}; "" while there is none. Names the leader in decoded::leader too.
std::unique_ptr<body_decoder> make_chronos_leader_decoder(decode_options options);

}  // namespace mesoscale::exporter
