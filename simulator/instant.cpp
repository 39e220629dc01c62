#include "simulator/instant.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace mesoscale::simulator {
namespace {

std::tm calendar(instant when) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

}  // namespace

std::string iso_text(instant when) {
  const std::tm parts = calendar(when);
  const auto rest = when - std::chrono::floor<std::chrono::seconds>(when);
  const auto millis = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(rest).count());
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, millis);
  return text.data();
}

std::string http_date(instant when) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::tm parts = calendar(when);
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                parts.tm_min, parts.tm_sec);
  return text.data();
}

double epoch_seconds(instant when) { return std::chrono::duration<double>(when.time_since_epoch()).count(); }

}  // namespace mesoscale::simulator
