#include "exporter/collectors/iso_time.hpp"

#include <gtest/gtest.h>

namespace mesoscale::exporter {
namespace {

TEST(iso_time, reads_what_marathon_and_chronos_write) {
  EXPECT_EQ(parse_iso_time("1970-01-01T00:00:00.000Z"), 0);
  EXPECT_DOUBLE_EQ(parse_iso_time("2015-09-30T09:09:17.614Z").value(), 1443604157.614);
  EXPECT_EQ(parse_iso_time("2015-09-30T09:09:17Z"), 1443604157);
  EXPECT_EQ(parse_iso_time("2014-03-08T20:00Z"), 1394308800);
  EXPECT_EQ(parse_iso_time("2015-09-30T11:09:17+02:00"), 1443604157);
  EXPECT_EQ(parse_iso_time("2015-09-30T01:39:17-0730"), 1443604157);
  EXPECT_EQ(parse_iso_time("2016-02-29T00:00:00Z"), 1456704000);
}

TEST(iso_time, refuses_what_is_no_time) {
  for (const char* text :
       {"", "T", "2015", "2015-09-30", "2015-09-30T", "2015-02-30T00:00:00Z", "2015-09-30T24:00:00Z",
        "2015-09-30T09:09:17", "2015-09-30T09:09:17Zx", "2015-09-30T09:60:00Z", "2015-09-30T09:09:.Z",
        "2015-09-30T09:09:17+2:00", "15-09-30T09:09:17Z", "now"}) {
    EXPECT_FALSE(parse_iso_time(text)) << text;
  }
}

TEST(iso_period, adds_up_its_parts) {
  EXPECT_EQ(parse_iso_period("PT24H"), 86400);
  EXPECT_EQ(parse_iso_period("P1DT2H3M4.5S"), 93784.5);
  EXPECT_EQ(parse_iso_period("P1W"), 604800);
  EXPECT_EQ(parse_iso_period("P1M"), 30 * 86400);
  EXPECT_EQ(parse_iso_period("PT1M"), 60);
  EXPECT_EQ(parse_iso_period("P1Y"), 365 * 86400);
}

TEST(iso_period, refuses_what_is_no_period) {
  for (const char* text : {"", "P", "PT", "24H", "P24H", "PT1D", "P1", "PTH", "P-1D"}) {
    EXPECT_FALSE(parse_iso_period(text)) << text;
  }
}

TEST(iso_schedule, has_repetitions_start_and_period) {
  const auto endless = parse_iso_schedule("R/2019-10-15T00:00:00.000Z/PT24H");
  const auto five = parse_iso_schedule("R5/2019-10-15T00:00:00.000Z/PT30M");
  const auto at_once = parse_iso_schedule("R1//PT1S");

  ASSERT_TRUE(endless && five && at_once);
  EXPECT_FALSE(endless->repetitions);
  EXPECT_EQ(endless->start, 1571097600);
  EXPECT_EQ(endless->period, 86400);
  EXPECT_EQ(five->repetitions, 5);
  EXPECT_EQ(five->period, 1800);
  EXPECT_FALSE(at_once->start);
}

TEST(iso_schedule, refuses_what_is_no_schedule) {
  for (const char* text : {"", "R", "R/", "R//", "R/x/PT1H", "R5", "5/2019-10-15T00:00:00Z/PT1H",
                           "R-1/2019-10-15T00:00:00Z/PT1H", "R/2019-10-15T00:00:00Z"}) {
    EXPECT_FALSE(parse_iso_schedule(text)) << text;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
