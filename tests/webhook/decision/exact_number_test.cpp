#include "webhook/decision/exact_number.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace mesoscale::webhook {
namespace {

exact_number number(std::string_view text) { return exact_number::parse(text).value(); }

TEST(exact_number, ten_tenths_are_one) {
  exact_number sum = 0;
  for (int i = 0; i < 10; ++i) sum = sum + number("0.1");
  EXPECT_EQ(sum, 1);
}

TEST(exact_number, reads_what_people_and_prometheus_write) {
  EXPECT_EQ(number("1e3"), 1000);
  EXPECT_EQ(number("+2.5E+01"), 25);
  EXPECT_EQ(number("-.5") * 2, -1);
  EXPECT_EQ(number("5."), 5);
  EXPECT_EQ(number("007"), 7);
  EXPECT_EQ(number("0.000"), 0);
  EXPECT_EQ(number("12e-1").text(), "6/5");
}

TEST(exact_number, refuses_what_is_no_decimal_number) {
  for (const char* text : {"", "+", ".", "1.2.3", "1e", "1e+", "e3", "NaN", "+Inf", "0x10", " 1", "1 ", "1,5",
                           "1e1001", "1e99999999999999999999", "--1"}) {
    EXPECT_FALSE(exact_number::parse(text)) << text;
  }
  EXPECT_FALSE(exact_number::parse(std::string(3000, '1')));
}

TEST(exact_number, digits_far_behind_the_point_count) {
  EXPECT_GT(number("0.1000000000000000000000000000000000000000000001"), number("0.1"));
  EXPECT_EQ(number("1.0000000000000000000000000000000000000000001").ceil(), 2);
}

TEST(exact_number, rounds_in_the_named_direction_below_zero_too) {
  EXPECT_EQ(number("2.5").ceil(), 3);
  EXPECT_EQ(number("2.5").floor(), 2);
  EXPECT_EQ(number("-2.5").ceil(), -2);
  EXPECT_EQ(number("-2.5").floor(), -3);
  EXPECT_EQ(number("-3").floor(), -3);
}

TEST(exact_number, is_cut_to_64_bits_only_at_the_end) {
  using limits = std::numeric_limits<std::int64_t>;
  const exact_number huge = number("9e200");
  EXPECT_EQ(huge.ceil(), limits::max());
  EXPECT_EQ((0 - huge).floor(), limits::min());
  EXPECT_EQ((huge / huge).ceil(), 1);
  EXPECT_EQ(exact_number(limits::min()).floor(), limits::min());
}

}  // namespace
}  // namespace mesoscale::webhook
