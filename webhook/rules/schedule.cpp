#include "webhook/rules/schedule.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace mesoscale::webhook {
namespace {

constexpr std::array<std::string_view, 12> month_names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct field {
  const char* name;
  int lowest;
  int highest;
};

constexpr std::array<field, 5> fields = {
    {{"minute", 0, 59}, {"hour", 0, 23}, {"day of month", 1, 31}, {"month", 1, 12}, {"day of week", 0, 7}}};

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const auto end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> parts = split(text, ' ');
  std::erase_if(parts, [](std::string_view part) { return part.empty(); });
  return parts;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

template <std::size_t N>
std::optional<int> named(const std::array<std::string_view, N>& names, std::string_view text, int first) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto it = std::find(names.begin(), names.end(), lower);
  if (it == names.end()) return std::nullopt;
  return static_cast<int>(it - names.begin()) + first;
}

std::optional<int> value_of(std::string_view text, std::size_t which) {
  std::optional<int> value = number(text);
  if (!value && which == 3) value = named(month_names, text, 1);
  if (!value && which == 4) value = named(weekday_names, text, 0);
  if (!value || *value < fields[which].lowest || *value > fields[which].highest) return std::nullopt;
  return value;
}

/// One entry of a list: "*", "5", "1-5", each with "/2" behind it. False: it cannot be read.
bool add_entry(std::string_view text, std::size_t which, std::vector<int>& out) {
  const auto slash = text.find('/');
  const bool has_step = slash != std::string_view::npos;
  const std::optional<int> step = has_step ? number(text.substr(slash + 1)) : 1;
  if (!step || *step < 1) return false;
  const std::string_view range = text.substr(0, slash);
  std::optional<int> first = fields[which].lowest;
  std::optional<int> last = fields[which].highest;
  if (range != "*") {
    const auto dash = range.find('-');
    first = value_of(range.substr(0, dash), which);
    last = dash != std::string_view::npos ? value_of(range.substr(dash + 1), which)
           : has_step                     ? std::optional<int>(fields[which].highest)
                                          : first;
  }
  if (!first || !last || *first > *last) return false;
  for (int value = *first; value <= *last; value += *step) out.push_back(value);
  return true;
}

std::optional<std::vector<int>> read_field(std::string_view text, std::size_t which) {
  std::vector<int> out;
  for (const std::string_view entry : split(text, ',')) {
    if (!add_entry(entry, which, out)) return std::nullopt;
  }
  return out;
}

bool matches_day(const cron_expression& of, date::local_days day) {
  const date::year_month_day date(day);
  if (!of.months[static_cast<unsigned>(date.month())]) return false;
  const bool is_day = of.days[static_cast<unsigned>(date.day())];
  const bool is_weekday = of.weekdays[date::weekday(day).c_encoding()];
  if (of.is_day_restricted && of.is_weekday_restricted) return is_day || is_weekday;
  return is_day && is_weekday;
}

/// The instant of a local time; of one that does not exist the change of the clocks, of two the first.
instant to_instant(const date::time_zone& zone, date::local_time<std::chrono::milliseconds> local) {
  const date::local_info info = zone.get_info(local);
  if (info.result == date::local_info::nonexistent) {
    return instant(std::chrono::duration_cast<std::chrono::milliseconds>(info.first.end.time_since_epoch()));
  }
  return instant(local.time_since_epoch() - std::chrono::milliseconds(info.first.offset));
}

/// The last start on this day that is not after `now`.
std::optional<instant> last_start(const schedule& of, date::local_days day, instant now) {
  for (int hour = 23; hour >= 0; --hour) {
    if (!of.starts.hours[static_cast<std::size_t>(hour)]) continue;
    for (int minute = 59; minute >= 0; --minute) {
      if (!of.starts.minutes[static_cast<std::size_t>(minute)]) continue;
      const auto local =
          day + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::milliseconds(0);
      const instant start = to_instant(*of.zone, local);
      if (start <= now) return start;
    }
  }
  return std::nullopt;
}

}  // namespace

result<cron_expression> cron_expression::parse(std::string_view text) {
  const auto parts = words(text);
  const std::string found = "found \"" + std::string(text) + "\", expected ";
  if (parts.size() != fields.size()) {
    return failure{errc::invalid, found + "minute, hour, day of month, month and day of week"};
  }
  std::array<std::vector<int>, 5> sets;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto values = read_field(parts[i], i);
    if (!values) {
      return failure{errc::invalid, found + (fields[i].name[0] == 'h' ? "an " : "a ") + fields[i].name +
                                        " from " + std::to_string(fields[i].lowest) + " to " +
                                        std::to_string(fields[i].highest)};
    }
    sets[i] = std::move(*values);
  }
  cron_expression out;
  for (const int value : sets[0]) out.minutes.set(static_cast<std::size_t>(value));
  for (const int value : sets[1]) out.hours.set(static_cast<std::size_t>(value));
  for (const int value : sets[2]) out.days.set(static_cast<std::size_t>(value));
  for (const int value : sets[3]) out.months.set(static_cast<std::size_t>(value));
  for (const int value : sets[4]) out.weekdays.set(static_cast<std::size_t>(value % 7));
  out.is_day_restricted = parts[2].front() != '*';
  out.is_weekday_restricted = parts[4].front() != '*';
  return out;
}

bool cron_expression::can_match() const {
  // A leap year has every day that there is.
  for (unsigned month = 1; month <= 12; ++month) {
    if (!months[month]) continue;
    if (is_weekday_restricted) return true;
    const date::year_month_day_last last(date::year(2024), date::month_day_last(date::month(month)));
    for (unsigned day = 1; day <= static_cast<unsigned>(last.day()); ++day) {
      if (days[day]) return true;
    }
  }
  return false;
}

const date::time_zone* find_time_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::optional<instant> active_since(const schedule& of, instant now) {
  if (!of.zone) return std::nullopt;
  const auto today = date::floor<date::days>(of.zone->to_local(now));
  const auto first = date::floor<date::days>(of.zone->to_local(now - of.duration));
  for (date::local_days day = today; day >= first; day -= date::days(1)) {
    if (!matches_day(of.starts, day)) continue;
    const auto start = last_start(of, day, now);
    if (!start) continue;
    if (now - *start < of.duration) return start;
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace mesoscale::webhook
