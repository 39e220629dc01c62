#include "webhook/rules/schedule.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

instant utc(const std::string& text) { return *parse_time(text).value(); }

schedule with(const std::string& zone, const std::string& cron, std::chrono::milliseconds duration) {
  schedule out;
  out.zone = find_time_zone(zone);
  out.starts = cron_expression::parse(cron).value();
  out.duration = duration;
  return out;
}

bool holds(const schedule& of, const std::string& at) { return active_since(of, utc(at)).has_value(); }

TEST(schedule, begins_at_its_minute_and_ends_when_its_duration_is_over) {
  const schedule office = with("UTC", "0 7 * * *", hours(12));
  EXPECT_FALSE(holds(office, "2026-11-23T06:59:59.999Z"));
  EXPECT_TRUE(holds(office, "2026-11-23T07:00:00Z"));
  EXPECT_TRUE(holds(office, "2026-11-23T18:59:59.999Z"));
  EXPECT_FALSE(holds(office, "2026-11-23T19:00:00Z"));
}

TEST(schedule, runs_in_its_time_zone_through_summer_and_winter) {
  const schedule office = with("Europe/Berlin", "0 7 * * *", hours(1));
  EXPECT_TRUE(holds(office, "2026-01-15T06:00:00Z"));
  EXPECT_FALSE(holds(office, "2026-01-15T05:59:00Z"));
  EXPECT_TRUE(holds(office, "2026-07-15T05:00:00Z"));
  EXPECT_FALSE(holds(office, "2026-07-15T06:00:00Z"));
}

TEST(schedule, a_local_time_that_is_left_out_begins_when_the_clocks_change) {
  // In Berlin 2026-03-29 02:00 becomes 03:00, which is 01:00 UTC.
  const schedule night = with("Europe/Berlin", "30 2 * * *", minutes(10));
  EXPECT_EQ(active_since(night, utc("2026-03-29T01:05:00Z")), utc("2026-03-29T01:00:00Z"));
  EXPECT_FALSE(holds(night, "2026-03-29T01:30:00Z"));
}

TEST(schedule, a_local_time_that_comes_twice_begins_at_the_first) {
  // In Berlin 2026-10-25 03:00 becomes 02:00, which is 01:00 UTC.
  const schedule night = with("Europe/Berlin", "30 2 * * *", minutes(10));
  EXPECT_EQ(active_since(night, utc("2026-10-25T00:35:00Z")), utc("2026-10-25T00:30:00Z"));
  EXPECT_FALSE(holds(night, "2026-10-25T01:35:00Z"));
}

TEST(schedule, one_that_goes_over_midnight_holds_on_the_next_day) {
  const schedule batch = with("UTC", "0 22 * * fri", hours(10));
  EXPECT_TRUE(holds(batch, "2026-11-28T07:59:00Z"));
  EXPECT_FALSE(holds(batch, "2026-11-28T08:00:00Z"));
  EXPECT_FALSE(holds(batch, "2026-11-27T07:00:00Z")) << "a Thursday night";
}

TEST(schedule, of_overlapping_runs_the_last_one_counts) {
  const schedule often = with("UTC", "*/20 * * * *", minutes(30));
  EXPECT_EQ(active_since(often, utc("2026-11-23T10:45:00Z")), utc("2026-11-23T10:40:00Z"));
}

TEST(cron, weekdays_lists_ranges_steps_and_names_are_read) {
  const schedule week = with("UTC", "0,30 8-10/2 * jan-mar mon-fri", minutes(1));
  EXPECT_TRUE(holds(week, "2026-01-05T08:30:00Z"));
  EXPECT_TRUE(holds(week, "2026-03-06T10:00:00Z"));
  EXPECT_FALSE(holds(week, "2026-01-05T09:00:00Z"));
  EXPECT_FALSE(holds(week, "2026-01-04T08:00:00Z")) << "a Sunday";
  EXPECT_FALSE(holds(week, "2026-04-06T08:00:00Z"));
}

TEST(cron, sunday_is_0_and_7) {
  for (const char* text : {"0 0 * * 0", "0 0 * * 7", "0 0 * * SUN"})
    EXPECT_TRUE(holds(with("UTC", text, minutes(1)), "2026-11-22T00:00:00Z")) << text;
}

TEST(cron, of_two_restricted_days_either_is_enough) {
  const schedule pay = with("UTC", "0 0 1 * mon", minutes(1));
  EXPECT_TRUE(holds(pay, "2026-11-01T00:00:00Z")) << "a Sunday, the first";
  EXPECT_TRUE(holds(pay, "2026-11-23T00:00:00Z")) << "a Monday";
  EXPECT_FALSE(holds(pay, "2026-11-24T00:00:00Z"));
}

TEST(cron, what_cannot_be_read_is_refused_with_its_field) {
  for (const auto& [text, expected] :
       {std::pair("0 7 * *", "minute, hour, day of month, month and day of week"),
        {"60 7 * * *", "a minute from 0 to 59"},
        {"0 24 * * *", "an hour from 0 to 23"},
        {"0 7 0 * *", "a day of month from 1 to 31"},
        {"0 7 * 13 *", "a month from 1 to 12"},
        {"0 7 * * 8", "a day of week from 0 to 7"},
        {"5-1 7 * * *", "a minute from 0 to 59"},
        {"*/0 7 * * *", "a minute from 0 to 59"},
        {", 7 * * *", "a minute from 0 to 59"}}) {
    const auto parsed = cron_expression::parse(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().what, "found \"" + std::string(text) + "\", expected " + expected);
  }
}

TEST(cron, a_day_that_no_month_has_never_comes) {
  EXPECT_FALSE(cron_expression::parse("0 0 31 feb *").value().can_match());
  EXPECT_TRUE(cron_expression::parse("0 0 29 feb *").value().can_match());
}

TEST(time_zone, a_name_that_the_system_does_not_know_is_none) {
  EXPECT_EQ(find_time_zone("Europe/Atlantis"), nullptr);
}

}  // namespace
}  // namespace mesoscale::webhook
