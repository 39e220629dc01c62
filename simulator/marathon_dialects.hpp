// What Marathon tells besides its apps: its own metrics in the three dialects that its versions have, and pods, which can only
// be read. Pure: the cluster in, an answer out.
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/cluster.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace mesoscale::simulator {

/// dropwizard: the names of 1.4 and older; kamon: windows, 1.5 and 1.6; current: 1.7 and newer, with /metrics/prometheus.
enum class metrics_dialect : std::uint8_t { dropwizard, kamon, current };

/// "dropwizard", "kamon" or "new".
std::optional<metrics_dialect> parse_dialect(const std::string& name);

struct marathon_extras {
  metrics_dialect dialect = metrics_dialect::current;
  int pods = 0;  ///< "/demo/pod-1", ...: one instance each
};

/// The answer to a GET of /metrics, /metrics/prometheus or /v2/pods...; nothing for other paths.
std::optional<net::http_response> extra_answer(const cluster& of, const marathon_extras& extras,
                                               const std::string& path);

}  // namespace mesoscale::simulator
