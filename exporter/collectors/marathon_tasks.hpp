// Decodes Marathon's /v2/tasks: tasks by state and host, and what their health checks say of each app.
// Pure. Counts only: a series for each task would never be scraped twice.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_task_decoder(decode_options options);

}  // namespace mesoscale::exporter
