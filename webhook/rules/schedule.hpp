// Bounds that hold at certain hours: a cron expression in a time zone says when they begin, a duration how long they hold.
// Pure; the time zones are the system's (package tzdata), read when a schedule is made.
#pragma once

#include "common/core/result.hpp"
#include "webhook/alertmanager/instant.hpp"

#include <bitset>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace mesoscale::webhook {

/// "minute hour day-of-month month day-of-week" as crontab(5) has it: *, lists, ranges, steps, three-letter names; Sunday is 0
/// and 7. When both days are restricted, either is enough.
struct cron_expression {
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<32> days;
  std::bitset<13> months;
  std::bitset<7> weekdays;
  bool is_day_restricted = false;
  bool is_weekday_restricted = false;

  /// Failure (errc::invalid): "found ..., expected ..." of the field that is wrong.
  static result<cron_expression> parse(std::string_view text);
  /// Whether the expression can ever come true: 31 February cannot.
  bool can_match() const;
};

/// Null if the system does not know the name.
const date::time_zone* find_time_zone(const std::string& name);

struct schedule {
  std::string name;
  const date::time_zone* zone = nullptr;
  cron_expression starts;
  std::chrono::milliseconds duration{0};
  std::optional<std::int64_t> min_instances = {};
  std::optional<std::int64_t> max_instances = {};
};

/// The longest that a schedule may hold: a week.
inline constexpr std::chrono::milliseconds longest_schedule = std::chrono::hours(7 * 24);

/// When the run of the schedule that holds at `now` began; nothing if none holds. A local time that a change of the clocks
/// leaves out begins at that change; one that comes twice begins at the first.
std::optional<instant> active_since(const schedule& of, instant now);

}  // namespace mesoscale::webhook
