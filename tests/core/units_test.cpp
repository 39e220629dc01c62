#include "common/core/units.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mesoscale {
namespace {

struct duration_case {
  std::string text;
  std::int64_t milliseconds;
};

TEST(units, parse_duration_reads_what_prometheus_reads) {
  const std::vector<duration_case> cases{
      {"0", 0},
      {"0s", 0},
      {"500ms", 500},
      {"10s", 10'000},
      {"5m", 300'000},
      {"1h30m", 5'400'000},
      {"1d", 86'400'000},
      {"1w", 604'800'000},
      {"1y", 31'536'000'000},
      {"1m1s1ms", 61'001},
      {"90s", 90'000},
  };
  for (const duration_case& c : cases) {
    const auto parsed = parse_duration(c.text);
    ASSERT_TRUE(parsed.ok()) << c.text;
    EXPECT_EQ(parsed->count(), c.milliseconds) << c.text;
  }
}

TEST(units, parse_duration_refuses_what_prometheus_refuses) {
  for (const std::string text : {"", "1", "-1s", "s", "1.5s", "1s1m", "1s1s", "1 s", "1S", "99999999999y"}) {
    EXPECT_FALSE(parse_duration(text).ok()) << text;
  }
}

TEST(units, format_duration_reads_back) {
  EXPECT_EQ(format_duration(milliseconds(0)), "0s");
  EXPECT_EQ(format_duration(milliseconds(5'400'000)), "1h30m");
  EXPECT_EQ(format_duration(milliseconds(61'001)), "1m1s1ms");
  EXPECT_EQ(format_duration(milliseconds(-1'000)), "-1s");
}

TEST(units, parse_bytes_knows_both_kinds_of_prefix) {
  EXPECT_EQ(*parse_bytes("17"), 17u);
  EXPECT_EQ(*parse_bytes("64KiB"), 65'536u);
  EXPECT_EQ(*parse_bytes("256MiB"), 268'435'456u);
  EXPECT_EQ(*parse_bytes("1GB"), 1'000'000'000u);
}

TEST(units, parse_bytes_refuses_what_is_no_size) {
  for (const std::string text :
       {"", "MiB", "1 MiB", "1.5MiB", "-1", "1TB", "99999999999999999999", "10GiBB"}) {
    EXPECT_FALSE(parse_bytes(text).ok()) << text;
  }
}

}  // namespace
}  // namespace mesoscale
