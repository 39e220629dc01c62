// Passes Marathon's own /metrics/prometheus (since 1.7) through, under Marathon's names, which its documentation and the
// dashboards made for it use. Off by default: marathon_metrics says the same by our rules of names.
// Pure. Repairs what Prometheus would refuse the whole page for or what grows without end: names that are none, hashes of
// generated classes, decimal commas (Marathon writes numbers as its locale does), NaN, a series twice. Marathon's counters
// do not end in _total, so that they are passed on without a type.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_marathon_prometheus_decoder(decode_options options);

}  // namespace mesoscale::exporter
