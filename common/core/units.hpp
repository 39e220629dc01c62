// Durations and byte sizes as people write them: "1h30m", "500ms", "256MiB". Parsing and printing only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/core/result.hpp"

namespace mesoscale {

using milliseconds = std::chrono::milliseconds;

/// Parses a Prometheus duration: numbers with ms, s, m, h, d, w, y in falling order ("1h30m"), or "0".
/// (prometheus/common model.ParseDuration: a day has 24 h, a year 365 days.) Fails with errc::invalid.
result<milliseconds> parse_duration(std::string_view text);

/// The shortest Prometheus spelling: "1h30m", "500ms", "0s".
std::string format_duration(milliseconds value);

/// Parses a size in bytes: a number with B, KB, MB, GB (powers of 1,000) or KiB, MiB, GiB (powers of 1,024); no unit means bytes.
result<std::uint64_t> parse_bytes(std::string_view text);

}  // namespace mesoscale
