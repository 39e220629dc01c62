#include "webhook/decision/exact_number.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <charconv>
#include <limits>
#include <optional>

namespace mesoscale::webhook {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

constexpr int max_digits = 1'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal number cut into what its parts are.
struct decimal_parts {
  bool is_negative = false;
  std::string digits;  ///< without the point, without leading zeros
  int exponent = 0;    ///< of ten
};

std::optional<int> exponent_from(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value > max_digits || value < -max_digits) return std::nullopt;
  return value;
}

std::optional<decimal_parts> parts_of(std::string_view text) {
  decimal_parts out;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    out.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  bool has_digit = false, is_behind_point = false;
  while (!text.empty() && (is_digit(text.front()) || (text.front() == '.' && !is_behind_point))) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '.') {
      is_behind_point = true;
      continue;
    }
    has_digit = true;
    if (is_behind_point) --out.exponent;
    // cpp_int would read a leading zero as the mark of an octal number.
    if (c != '0' || !out.digits.empty()) out.digits += c;
  }
  if (!has_digit) return std::nullopt;
  if (!text.empty()) {
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    const auto exponent = exponent_from(text.substr(1));
    if (!exponent) return std::nullopt;
    out.exponent += *exponent;
  }
  const bool is_too_long = static_cast<int>(out.digits.size()) + out.exponent > max_digits ||
                           out.exponent < -max_digits || out.digits.size() > 2 * max_digits;
  if (is_too_long) return std::nullopt;
  return out;
}

cpp_int power_of_ten(int exponent) {
  return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

std::int64_t cut(const cpp_int& value) {
  using limits = std::numeric_limits<std::int64_t>;
  if (value > limits::max()) return limits::max();
  if (value < limits::min()) return limits::min();
  return static_cast<std::int64_t>(value);
}

}  // namespace

struct exact_number::digits {
  cpp_rational value;
};

exact_number::exact_number(std::shared_ptr<const digits> value) : value_(std::move(value)) {}

exact_number exact_number::of(std::int64_t whole) {
  return exact_number(std::make_shared<const digits>(digits{cpp_rational(whole)}));
}

result<exact_number> exact_number::parse(std::string_view text) {
  const auto parts = parts_of(text);
  if (!parts) {
    return failure{errc::invalid, "found \"" + std::string(text.substr(0, 60)) +
                                      "\", expected a decimal number of at most 1000 digits"};
  }
  cpp_int numerator = parts->digits.empty() ? cpp_int(0) : cpp_int(parts->digits);
  if (parts->is_negative) numerator = -numerator;
  cpp_rational value = parts->exponent >= 0 ? cpp_rational(numerator * power_of_ten(parts->exponent))
                                            : cpp_rational(numerator, power_of_ten(-parts->exponent));
  return exact_number(std::make_shared<const digits>(digits{std::move(value)}));
}

std::int64_t exact_number::floor() const {
  cpp_int quotient, remainder;
  boost::multiprecision::divide_qr(cpp_int(numerator(value_->value)), cpp_int(denominator(value_->value)),
                                   quotient, remainder);
  if (remainder < 0) --quotient;  // The division rounds towards 0.
  return cut(quotient);
}

std::int64_t exact_number::ceil() const {
  cpp_int quotient, remainder;
  boost::multiprecision::divide_qr(cpp_int(numerator(value_->value)), cpp_int(denominator(value_->value)),
                                   quotient, remainder);
  if (remainder > 0) ++quotient;
  return cut(quotient);
}

bool exact_number::is_whole() const { return denominator(value_->value) == 1; }

std::string exact_number::text() const { return value_->value.str(); }

exact_number operator+(const exact_number& a, const exact_number& b) {
  return exact_number(
      std::make_shared<const exact_number::digits>(exact_number::digits{a.value_->value + b.value_->value}));
}

exact_number operator-(const exact_number& a, const exact_number& b) {
  return exact_number(
      std::make_shared<const exact_number::digits>(exact_number::digits{a.value_->value - b.value_->value}));
}

exact_number operator*(const exact_number& a, const exact_number& b) {
  return exact_number(
      std::make_shared<const exact_number::digits>(exact_number::digits{a.value_->value * b.value_->value}));
}

exact_number operator/(const exact_number& a, const exact_number& b) {
  assert(b.value_->value != 0);
  return exact_number(
      std::make_shared<const exact_number::digits>(exact_number::digits{a.value_->value / b.value_->value}));
}

std::strong_ordering operator<=>(const exact_number& a, const exact_number& b) {
  return a.value_->value.compare(b.value_->value) <=> 0;
}

bool operator==(const exact_number& a, const exact_number& b) { return a.value_->value == b.value_->value; }

exact_number magnitude(const exact_number& value) { return value < 0 ? 0 - value : value; }

}  // namespace mesoscale::webhook
