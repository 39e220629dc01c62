#include "simulator/chronos_api.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

const instant start{std::chrono::seconds(1'500'000'000)};

net::http_response ask(int version, const std::string& path, microseconds after) {
  const chronos_api chronos({version, "127.0.13.1:4400", start});
  net::http_request request;
  request.method = "GET";
  request.path = path;
  return chronos.answer(request, start + after);
}

json job_named(const json& jobs, const std::string& name) {
  for (const json& one : jobs) {
    if (one.at("name") == name) return one;
  }
  return {};
}

TEST(chronos_api, has_the_paths_of_its_version) {
  EXPECT_EQ(ask(2, "/scheduler/jobs", {}).status, 200);
  EXPECT_EQ(ask(2, "/v1/scheduler/jobs", {}).status, 404);
  EXPECT_EQ(ask(3, "/v1/scheduler/jobs", {}).status, 200);
  EXPECT_EQ(ask(3, "/scheduler/jobs", {}).status, 404);
  EXPECT_EQ(ask(3, "/ping", {}).body, "pong");
  EXPECT_EQ(ask(2, "/leader", {}).status, 404);
  EXPECT_EQ(ask(3, "/leader", {}).body, R"({"leader":"127.0.13.1:4400"})");
}

TEST(chronos_api, counts_runs_as_time_goes_on) {
  const auto at_first = json::parse(ask(3, "/v1/scheduler/jobs", {}).body);
  const auto later = json::parse(ask(3, "/v1/scheduler/jobs", std::chrono::seconds(33)).body);

  EXPECT_EQ(job_named(at_first, "etl.daily-1").at("successCount"), 0);
  EXPECT_EQ(job_named(at_first, "etl.daily-1").at("lastSuccess"), "");
  // Runs began at 10, 20 and 30 seconds and took 2.
  EXPECT_EQ(job_named(later, "etl.daily-1").at("successCount"), 3);
  EXPECT_EQ(job_named(later, "etl.daily-1").at("lastSuccess"), "2017-07-14T02:40:32.000Z");
  EXPECT_EQ(job_named(later, "etl.daily-1").at("schedule"), "R/2017-07-14T02:40:40.000Z/PT10S");
  // Every fifth run of this one fails: it began 8 times, and the last run is under way.
  EXPECT_EQ(job_named(later, "etl.hourly-2").at("successCount"), 7);
  EXPECT_EQ(job_named(later, "etl.hourly-2").at("errorCount"), 1);
  EXPECT_EQ(job_named(later, "report_weekly").at("successCount"), 0);
}

TEST(chronos_api, draws_the_graph_of_its_jobs) {
  const std::string graph = ask(3, "/v1/scheduler/graph/csv", std::chrono::seconds(11)).body;

  EXPECT_NE(graph.find("node,etl.daily-1,fresh,1 running\n"), graph.npos) << graph;
  EXPECT_NE(graph.find("link,etl.daily-1,after.etl\n"), graph.npos) << graph;
}

TEST(chronos_api, keeps_times_of_runs_in_its_metrics) {
  const auto metrics = json::parse(ask(2, "/metrics", std::chrono::seconds(33)).body);

  EXPECT_EQ(metrics.at("histograms").at("jobs.run.time.etl.daily-1").at("p99"), 2000.0);
  EXPECT_EQ(metrics.at("counters").at("jobs.run.failure.etl.hourly-2").at("count"), 1);
  EXPECT_TRUE(metrics.at("gauges").contains("com.airbnb.scheduler.jobs.TaskManager.queueSize"));
}

}  // namespace
}  // namespace mesoscale::simulator
