// Reads times and periods as Marathon and Chronos write them (ISO 8601).
// Pure. No calendars: a month of a period counts 30 days and a year 365.
#pragma once

#include <optional>
#include <string_view>

namespace mesoscale::exporter {

/// Seconds since 1970 of "2015-09-30T09:09:17.614Z"; the fraction may be missing, the zone may be "+02:00" or "+0200".
std::optional<double> parse_iso_time(std::string_view text);

/// Seconds of "P1DT2H", "PT24H", "PT0.5S", "P1W".
std::optional<double> parse_iso_period(std::string_view text);

/// A schedule of Chronos: "R/2019-10-15T00:00:00.000Z/PT24H" or "R5/...". Chronos rewrites the start after each run, so that it
/// is the next run's.
struct iso_schedule {
  std::optional<double> repetitions;  ///< absent: without end
  std::optional<double> start;        ///< absent: as soon as it was created
  double period = 0;
};

std::optional<iso_schedule> parse_iso_schedule(std::string_view text);

}  // namespace mesoscale::exporter
