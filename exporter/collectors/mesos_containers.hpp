// Decodes what an agent tells about its containers: the v1 call GET_CONTAINERS, which has nested and standalone containers too,
// or the arrays of /containers and /monitor/statistics. Pure.
// An element without statistics gives no numbers; that happens while a container starts or ends.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// Of /containers and /monitor/statistics: an array with an element a container.
std::unique_ptr<body_decoder> make_container_decoder(decode_options options);

/// Of the answer to GET_CONTAINERS. A nested container has the labels of the container at its root, but for app: what it uses is
/// part of what its parent uses, and an app must not be counted twice.
std::unique_ptr<body_decoder> make_operator_container_decoder(decode_options options);

}  // namespace mesoscale::exporter
