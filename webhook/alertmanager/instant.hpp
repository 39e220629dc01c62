// An instant of time in milliseconds, and its RFC 3339 text as Alertmanager and Marathon write it.
// Conversion only; nothing here asks for the time.
#pragma once

#include "common/core/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesoscale::webhook {

using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// One moment on two clocks. A wall clock that is set while the program runs must neither shorten nor lengthen a cooldown, but a
/// schedule or the end of a pause follows it.
struct moment {
  /// Both show the same, as they do while nobody sets one.
  moment(instant both) : now(both), wall(both) {}
  moment(instant at, instant by_wall_clock) : now(at), wall(by_wall_clock) {}

  instant
      now;  ///< goes on evenly within a run: windows, cooldowns, ages of what we stored, pauses between two tries
  instant
      wall;  ///< as people and other programs have it: schedules, ends of pauses, times that Marathon tells
};

/// Parses "2026-11-22T06:44:08.745Z" or with an offset; digits beyond milliseconds are cut off. The year 1, Go's zero time,
/// means "none" (Alertmanager writes it as endsAt of a firing alert). Failure: errc::invalid.
result<std::optional<instant>> parse_time(std::string_view text);

/// "2026-11-22T06:44:08.745Z".
std::string format_time(instant when);

inline std::int64_t to_ms(instant when) { return when.time_since_epoch().count(); }
inline instant from_ms(std::int64_t value) { return instant(std::chrono::milliseconds(value)); }

}  // namespace mesoscale::webhook
