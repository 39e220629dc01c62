#include "exporter/collectors/chronos_jobs.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
}

// 11 March 2015, 10:00.
constexpr double now = 1426068000;

testing::page jobs_at(double when, const std::string& body) {
  decode_options options;
  options.instance = "c1:4400";
  options.now = when;
  auto answer = decode_body(make_chronos_job_decoder, options, body);
  EXPECT_TRUE(answer.ok());
  return answer.ok() ? page_of(answer.value()) : testing::page{};
}

TEST(chronos_jobs, tell_runs_and_when_the_next_one_is) {
  const auto page = jobs_at(now, testing::read_fixture("chronos/2_3/jobs.json"));

  const testing::labels_map job{{"job", "etl.daily-0"}};
  EXPECT_EQ(page.value("chronos_jobs"), 5);
  EXPECT_EQ(page.value("chronos_job_success_total", job), 100);
  EXPECT_EQ(page.value("chronos_job_error_total", job), 3);
  EXPECT_DOUBLE_EQ(page.value("chronos_job_last_success_timestamp_seconds", job), 1426032603.004);
  EXPECT_EQ(page.value("chronos_job_next_run_timestamp_seconds", job), 1426118400);
  EXPECT_EQ(page.value("chronos_job_interval_seconds", job), 86400);
  EXPECT_EQ(page.value("chronos_job_overdue_seconds", job), 0);
  EXPECT_EQ(page.value("chronos_job_mem_bytes", job), 128 * 1048576);
  EXPECT_FALSE(page.has("chronos_job_repetitions_left", job));
  EXPECT_FALSE(page.has("chronos_job_parents", job));
}

TEST(chronos_jobs, are_overdue_from_the_next_run_and_epsilon_on) {
  const auto page = jobs_at(now, testing::read_fixture("chronos/2_3/jobs.json"));

  // The run of 9:00 has not begun; epsilon is a minute.
  EXPECT_EQ(page.value("chronos_job_overdue_seconds", {{"job", "etl.daily-1"}}), 3540);
  EXPECT_EQ(page.value("chronos_job_repetitions_left", {{"job", "etl.daily-1"}}), 5);
  EXPECT_FALSE(page.has("chronos_job_last_error_timestamp_seconds", {{"job", "etl.daily-1"}}));
}

TEST(chronos_jobs, that_are_disabled_or_done_are_never_overdue) {
  const auto page = jobs_at(now, testing::read_fixture("chronos/2_3/jobs.json"));

  EXPECT_EQ(page.value("chronos_job_disabled", {{"job", "report_weekly"}}), 1);
  EXPECT_EQ(page.value("chronos_job_next_run_timestamp_seconds", {{"job", "report_weekly"}}), 1425769200);
  EXPECT_FALSE(page.has("chronos_job_overdue_seconds", {{"job", "report_weekly"}}));
  EXPECT_FALSE(page.has("chronos_job_overdue_seconds", {{"job", "never.ran"}}));
  EXPECT_FALSE(page.has("chronos_job_next_run_timestamp_seconds", {{"job", "never.ran"}}));
}

TEST(chronos_jobs, tell_what_they_wait_for) {
  const auto page = jobs_at(now, testing::read_fixture("chronos/2_3/jobs.json"));

  EXPECT_EQ(page.value("chronos_job_parents", {{"job", "after.etl"}}), 2);
  EXPECT_EQ(page.value("chronos_job_parent_info", {{"job", "after.etl"}, {"parent", "etl.daily-1"}}), 1);
  EXPECT_FALSE(page.has("chronos_job_next_run_timestamp_seconds", {{"job", "after.etl"}}));
}

TEST(chronos_jobs, of_an_empty_chronos_are_none) {
  const auto page = jobs_at(now, "[]");

  EXPECT_EQ(page.value("chronos_jobs"), 0);
  EXPECT_EQ(page.series.size(), 1u);
}

TEST(chronos_graph, tells_results_and_states) {
  const auto answer =
      decode_body(make_chronos_graph_decoder, {}, testing::read_fixture("chronos/3_0/graph.csv"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("chronos_job_last_result", {{"job", "never.ran"}, {"result", "fresh"}}), 1);
  EXPECT_EQ(page.value("chronos_job_state", {{"job", "etl.daily-1"}, {"state", "running"}}), 1);
  EXPECT_EQ(page.value("chronos_job_running", {{"job", "etl.daily-1"}}), 3);
  EXPECT_EQ(page.value("chronos_job_running", {{"job", "etl.daily-0"}}), 0);
  EXPECT_EQ(page.value("chronos_job_state", {{"job", "after.etl"}, {"state", "queued"}}), 1);
  EXPECT_EQ(page.count("chronos_job_state"), 5u);
}

TEST(chronos_graph, of_an_empty_chronos_is_empty) {
  const auto answer = decode_body(make_chronos_graph_decoder, {}, "");

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer->samples.empty());
}

}  // namespace
}  // namespace mesoscale::exporter
