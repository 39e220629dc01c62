// Decodes what Chronos tells of its jobs: the list of jobs, and the graph with the state of each.
// Pure. Names of jobs may have dots; they are labels and stay whole.
#pragma once

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// /scheduler/jobs (2.x), /v1/scheduler/jobs (3.x). A job is overdue when its next run, epsilon and all, is before
/// decode_options::now.
std::unique_ptr<body_decoder> make_chronos_job_decoder(decode_options options);

/// /scheduler/graph/csv: lines "node,<job>,<fresh|success|failure>,<idle|queued|running|3 running>" and "link,<from>,<to>".
std::unique_ptr<body_decoder> make_chronos_graph_decoder(decode_options options);

}  // namespace mesoscale::exporter
