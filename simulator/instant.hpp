// Points in time as the simulated daemons write them. The model is given `now`; nothing here reads a clock.
#pragma once

#include <chrono>
#include <string>

namespace mesoscale::simulator {

using microseconds = std::chrono::microseconds;
using instant = std::chrono::sys_time<microseconds>;

/// "2015-09-30T09:09:17.614Z", as Marathon writes versions and times.
std::string iso_text(instant when);

/// "Sun, 22 Nov 2026 07:25:06 GMT", as the Date header wants it.
std::string http_date(instant when);

/// Seconds since 1970, as Mesos writes times.
double epoch_seconds(instant when);

/// The length of a span in seconds.
inline double seconds_of(microseconds span) { return std::chrono::duration<double>(span).count(); }

}  // namespace mesoscale::simulator
