// Decodes the roles that the leading master knows, and the weights that operators gave them.
// Pure. Guarantees and limits of quotas are read from the snapshot.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// Of /roles (/roles.json before 1.0). Fails with errc::wrong_shape without a list "roles".
std::unique_ptr<body_decoder> make_role_decoder(decode_options options);

/// Of /weights: a list of role and weight.
std::unique_ptr<body_decoder> make_weight_decoder(decode_options options);

}  // namespace mesoscale::exporter
