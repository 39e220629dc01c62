// Decodes the maintenance of machines: what is planned, and which machines are being drained or are down.
// Pure. Draining of single agents (since 1.10) stands in the list of agents.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// Of /maintenance/schedule. An empty object is a schedule without windows.
std::unique_ptr<body_decoder> make_maintenance_schedule_decoder(decode_options options);

/// Of /maintenance/status. An empty object says that no machine is in maintenance.
std::unique_ptr<body_decoder> make_maintenance_status_decoder(decode_options options);

}  // namespace mesoscale::exporter
