// Decodes an agent's /state as far as it tells about tasks: their state, and those of their labels that are wanted. Pure.
// What the tasks use is told by their containers; completed tasks are left out.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_agent_task_decoder(decode_options options);

}  // namespace mesoscale::exporter
