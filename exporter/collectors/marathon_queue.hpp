// Decodes Marathon's /v2/queue: what waits to be launched, since when, and why offers were declined.
// Pure. The entries of an app for several roles are one: numbers added up, the longest delay, the earliest time.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_queue_decoder(decode_options options);

/// marathon_queue_instances 0 for each app that is not in the queue, so that its series has no gaps. apps and queue are
/// what the two decoders of one Marathon gave.
void add_apps_not_queued(const decoded& apps, const decoded& queue, std::string_view instance,
                         sample_set& out);

}  // namespace mesoscale::exporter
