#include "webhook/alertmanager/instant.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

// The numbers come from `date -u -d TEXT +%s%3N`.
TEST(instant, parse_reads_what_alertmanager_writes) {
  struct row {
    const char* text;
    std::int64_t ms;
  };
  for (const row& r :
       {row{"2026-11-22T06:44:08.745Z", 1795329848745}, row{"2026-11-22T06:44:08Z", 1795329848000},
        row{"2026-11-22T07:44:08.745123456+01:00", 1795329848745},
        row{"2026-11-22T01:14:08.7-05:30", 1795329848700}, row{"1970-01-01T00:00:00Z", 0},
        row{"2024-02-29T23:59:59.999Z", 1709251199999}}) {
    const auto parsed = parse_time(r.text);
    ASSERT_TRUE(parsed.ok()) << r.text;
    ASSERT_TRUE(parsed->has_value()) << r.text;
    EXPECT_EQ(to_ms(**parsed), r.ms) << r.text;
  }
}

TEST(instant, the_year_one_means_none) {
  const auto parsed = parse_time("0001-01-01T00:00:00Z");
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->has_value());
}

TEST(instant, parse_refuses_what_is_no_time) {
  for (const char* text : {"", "now", "2026-11-22", "2026-13-22T06:44:08Z", "2026-02-30T06:44:08Z",
                           "2026-11-22T25:00:00Z", "2026-11-22T06:44:08", "2026-11-22T06:44:08.Z",
                           "2026-11-22T06:44:08+0100", "2026-11-22T06:44:08Z "}) {
    EXPECT_FALSE(parse_time(text).ok()) << text;
  }
}

TEST(instant, format_writes_milliseconds_in_utc) {
  EXPECT_EQ(format_time(from_ms(1795329848745)), "2026-11-22T06:44:08.745Z");
  EXPECT_EQ(format_time(from_ms(0)), "1970-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace mesoscale::webhook
