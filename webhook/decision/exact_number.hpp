// A rational number of any size: what values of alerts, targets, percents and tolerances are calculated with. Doubles give
// 111 for 100 + 10 %. Reads and compares exactly; only ceil() and floor() lose anything, and say so. Not for counts of
// instances, which are integers.
#pragma once

#include "common/core/result.hpp"

#include <compare>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mesoscale::webhook {

/// Cheap to copy: the digits are shared and never change.
class exact_number {
 public:
  exact_number() : exact_number(0) {}
  /// Exact for every integer that fits into 64 bits, therefore not explicit.
  template <std::signed_integral Integer>
  exact_number(Integer whole)  // NOLINT(google-explicit-constructor)
      : exact_number(of(static_cast<std::int64_t>(whole))) {}

  /// Reads "12", "-0.1", ".5", "1e3", "2.5E-7" with nothing lost. Failure (errc::invalid): anything else, among it NaN and
  /// Inf, and more than 1,000 digits before or after the point.
  static result<exact_number> parse(std::string_view text);

  /// The nearest integer that is not smaller (not larger), cut to the range of 64 bits.
  std::int64_t ceil() const;
  std::int64_t floor() const;
  bool is_whole() const;
  std::string text() const;  ///< "3", "-1/10"

  friend exact_number operator+(const exact_number& a, const exact_number& b);
  friend exact_number operator-(const exact_number& a, const exact_number& b);
  friend exact_number operator*(const exact_number& a, const exact_number& b);
  /// b must not be 0.
  friend exact_number operator/(const exact_number& a, const exact_number& b);
  friend std::strong_ordering operator<=>(const exact_number& a, const exact_number& b);
  friend bool operator==(const exact_number& a, const exact_number& b);

 private:
  struct digits;  // Boost.Multiprecision stays out of this header: it is slow to compile.
  explicit exact_number(std::shared_ptr<const digits> value);
  static exact_number of(std::int64_t whole);

  std::shared_ptr<const digits> value_;
};

/// The distance from 0.
exact_number magnitude(const exact_number& value);

}  // namespace mesoscale::webhook
