// The names that marathon_exporter made of Marathon's own /metrics: each of Marathon's names in lower case, with '_' for what
// Prometheus does not allow. Understands the three dialects, as the old exporter did, and no more of them.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_compat_marathon_metrics_decoder(decode_options options);

/// "marathon_jvm_threads_count" for "jvm.threads.count".
std::string compat_marathon_name(std::string_view key);

}  // namespace mesoscale::exporter
