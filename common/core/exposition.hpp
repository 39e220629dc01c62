// The page that Prometheus reads: text format 0.0.4 and OpenMetrics 1.0, from sample sets of several targets.
// Families are merged across the sets, each written once, sorted by name. No I/O.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/core/metrics.hpp"

namespace mesoscale {

enum class exposition_format { text_0_0_4, openmetrics_1_0 };

/// Chooses by the Accept header: OpenMetrics if it is asked for with at least the weight of text/plain, else text 0.0.4.
exposition_format negotiate_format(std::string_view accept);

/// The Content-Type of a format.
std::string_view content_type(exposition_format format);

/// Writes all families of all sets. Two families of one name but different types are a programmer's mistake: the first
/// one's type is written. Numbers are the shortest text that reads back as the same double.
/// Where left_out is the first label of a sample, it is not written.
std::string write_exposition(std::span<const sample_set* const> sets, exposition_format format,
                             std::string_view left_out = {});

/// Appends the shortest exact text of a number: 1, 0.1, 1e+30, NaN, +Inf, -Inf.
void append_number(std::string& out, double value);

}  // namespace mesoscale
