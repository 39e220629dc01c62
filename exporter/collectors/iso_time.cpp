#include "exporter/collectors/iso_time.hpp"

#include <charconv>
#include <chrono>

namespace mesoscale::exporter {
namespace {

// Takes from the front of a text; nothing is taken when it does not fit.
class taker {
 public:
  explicit taker(std::string_view text) : rest_(text) {}

  std::optional<int> digits(std::size_t count) {
    int value = 0;
    if (rest_.size() < count) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == allowed.npos) return false;
    last_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }

  /// A number without sign and exponent.
  std::optional<double> number() {
    const auto size = std::min(rest_.find_first_not_of("0123456789."), rest_.size());
    double value = 0;
    const auto read = std::from_chars(rest_.data(), rest_.data() + size, value);
    if (size == 0 || read.ec != std::errc() || read.ptr != rest_.data() + size) return std::nullopt;
    rest_.remove_prefix(size);
    return value;
  }

  char last() const { return last_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  char last_ = 0;
};

std::optional<double> take_zone(taker& in) {
  if (in.one_of("Zz")) return 0;
  if (!in.one_of("+-")) return std::nullopt;
  const double sign = in.last() == '-' ? -1 : 1;
  const auto hours = in.digits(2);
  in.one_of(":");
  const auto minutes = in.digits(2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

std::optional<double> take_date(taker& in) {
  const auto year = in.digits(4);
  if (!year || !in.one_of("-")) return std::nullopt;
  const auto month = in.digits(2);
  if (!month || !in.one_of("-")) return std::nullopt;
  const auto day = in.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return 86400.0 * static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

double seconds_of(char unit, bool in_time) {
  switch (unit) {
    case 'Y':
      return 365 * 86400.0;
    case 'M':
      return in_time ? 60.0 : 30 * 86400.0;
    case 'W':
      return 7 * 86400.0;
    case 'D':
      return 86400.0;
    case 'H':
      return 3600.0;
    default:
      return 1.0;
  }
}

}  // namespace

std::optional<double> parse_iso_time(std::string_view text) {
  taker in(text);
  const auto date = take_date(in);
  if (!date || !in.one_of("Tt")) return std::nullopt;
  const auto hour = in.digits(2);
  if (!hour || !in.one_of(":")) return std::nullopt;
  const auto minute = in.digits(2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::optional<double> second = 0;
  if (in.one_of(":")) second = in.number();
  if (!second || *second >= 61) return std::nullopt;
  const auto zone = take_zone(in);
  if (!zone || !in.at_end()) return std::nullopt;
  return *date + *hour * 3600 + *minute * 60 + *second - *zone;
}

std::optional<double> parse_iso_period(std::string_view text) {
  taker in(text);
  if (!in.one_of("Pp")) return std::nullopt;
  double seconds = 0;
  bool in_time = false;
  bool any = false;
  while (!in.at_end()) {
    if (!in_time && in.one_of("T")) {
      in_time = true;
      continue;
    }
    const auto amount = in.number();
    if (!amount || !in.one_of(in_time ? "HMS" : "YMWD")) return std::nullopt;
    seconds += *amount * seconds_of(in.last(), in_time);
    any = true;
  }
  if (!any) return std::nullopt;
  return seconds;
}

std::optional<iso_schedule> parse_iso_schedule(std::string_view text) {
  taker in(text);
  if (!in.one_of("R")) return std::nullopt;
  iso_schedule schedule;
  if (!in.one_of("/")) {
    schedule.repetitions = in.number();
    if (!schedule.repetitions || !in.one_of("/")) return std::nullopt;
  }
  const std::string_view rest = in.rest();
  const auto slash = rest.find('/');
  if (slash == rest.npos) return std::nullopt;
  if (slash > 0) {
    schedule.start = parse_iso_time(rest.substr(0, slash));
    if (!schedule.start) return std::nullopt;
  }
  const auto period = parse_iso_period(rest.substr(slash + 1));
  if (!period) return std::nullopt;
  schedule.period = *period;
  return schedule;
}

}  // namespace mesoscale::exporter
