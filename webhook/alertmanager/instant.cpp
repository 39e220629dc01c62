#include "webhook/alertmanager/instant.hpp"

#include <array>
#include <cstdio>

namespace mesoscale::webhook {
namespace {

using std::chrono::milliseconds;

/// Reads digits off the front of a text; the position says how far it came.
class digits {
 public:
  explicit digits(std::string_view text) : text_(text) {}

  bool number(std::size_t count, int& value) {
    if (text_.size() < at_ + count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = text_[at_ + i];
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    at_ += count;
    return true;
  }
  bool literal(char lower, char upper) {
    if (at_ >= text_.size() || (text_[at_] != lower && text_[at_] != upper)) return false;
    ++at_;
    return true;
  }
  bool literal(char only) { return literal(only, only); }
  bool fraction(milliseconds& value) {
    if (!literal('.')) return true;
    int scale = 100, digits_read = 0, total = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, ++digits_read) {
      total += (text_[at_] - '0') * scale;
      scale /= 10;
    }
    value = milliseconds(total);
    return digits_read > 0;
  }
  bool offset(std::chrono::minutes& value) {
    if (literal('z', 'Z')) return true;
    const bool negative = at_ < text_.size() && text_[at_] == '-';
    if (!literal('+', '-')) return false;
    int hours = 0, minutes = 0;
    if (!number(2, hours) || !literal(':') || !number(2, minutes) || hours > 23 || minutes > 59) return false;
    value = std::chrono::minutes((hours * 60 + minutes) * (negative ? -1 : 1));
    return true;
  }
  bool at_end() const { return at_ == text_.size(); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

failure not_a_time(std::string_view text) {
  return {errc::invalid, "found '" + std::string(text.substr(0, 64)) + "', expected a time as in RFC 3339"};
}

}  // namespace

result<std::optional<instant>> parse_time(std::string_view text) {
  digits in(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  milliseconds fraction{0};
  std::chrono::minutes offset{0};
  const bool read = in.number(4, year) && in.literal('-') && in.number(2, month) && in.literal('-') &&
                    in.number(2, day) && in.literal('t', 'T') && in.number(2, hour) && in.literal(':') &&
                    in.number(2, minute) && in.literal(':') && in.number(2, second) &&
                    in.fraction(fraction) && in.offset(offset) && in.at_end();
  if (!read || hour > 23 || minute > 59 || second > 60) return not_a_time(text);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return not_a_time(text);
  if (year <= 1) return std::optional<instant>();
  const instant midnight = std::chrono::sys_days(date);
  return std::optional<instant>(midnight + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                                std::chrono::seconds(second) + fraction - offset);
}

std::string format_time(instant when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const long long rest = (when - day).count();
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02lld:%02lld:%02lld.%03lldZ",
                                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                 static_cast<unsigned>(date.day()), rest / 3'600'000, rest / 60'000 % 60,
                                 rest / 1000 % 60, rest % 1000);
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace mesoscale::webhook
