// Endpoints that only some versions have.
#include <gtest/gtest.h>

#include "tests/exporter/fake_cluster.hpp"

namespace mesoscale::exporter {
namespace {

using testing::fake_cluster;
using testing::json;

TEST(absent_endpoints, of_an_old_marathon_are_no_failures) {
  fake_cluster cluster;
  testing::daemon& old = cluster.add(target_kind::marathon);
  for (const std::string name : {"apps", "deployments", "groups", "info", "queue", "tasks"}) {
    old.say("/v2/" + name, json(testing::read_fixture("marathon/0_8_1/" + name + ".json")));
  }
  cluster.start();

  const auto page = cluster.scrape();

  EXPECT_EQ(page.value("marathon_up"), 1);
  EXPECT_EQ(page.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", "marathon_pods"}}), 1);
  EXPECT_EQ(page.value("marathon_leader_known"), 0);
  EXPECT_FALSE(page.has("marathon_pods"));
}

TEST(absent_endpoints, of_what_is_no_marathon_are_failures) {
  fake_cluster cluster;
  cluster.add(target_kind::marathon);
  cluster.start();

  const auto page = cluster.scrape();

  EXPECT_EQ(page.value("marathon_up"), 0);
  EXPECT_FALSE(page.has("marathon_leader_known"));
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure",
                       {{"collector", "marathon_leader"}, {"reason", "http_4xx"}}));
}

TEST(absent_endpoints, of_chronos_3_are_found_below_v1) {
  fake_cluster cluster;
  testing::daemon& chronos = cluster.add(target_kind::chronos);
  chronos.say("/v1/scheduler/jobs", json(testing::read_fixture("chronos/3_0/jobs.json")));
  chronos.say("/v1/scheduler/graph/csv",
              net::text_response(200, testing::read_fixture("chronos/3_0/graph.csv")));
  chronos.say("/metrics", json(testing::read_fixture("chronos/3_0/metrics.json")));
  chronos.say("/v1/scheduler/leader", json(testing::read_fixture("chronos/3_0/leader.json")));
  cluster.start();

  const auto page = cluster.scrape();

  EXPECT_EQ(page.value("chronos_up"), 1);
  EXPECT_EQ(page.value("chronos_leader_known"), 1);
  EXPECT_EQ(page.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_EQ(page.value("chronos_jobs"), 5);
  EXPECT_EQ(page.value("chronos_job_running", {{"job", "etl.daily-1"}}), 3);
  EXPECT_GT(page.value("chronos_job_overdue_seconds", {{"job", "etl.daily-1"}}), 0);
}

TEST(absent_endpoints, of_chronos_2_are_no_failures_and_tell_no_leader) {
  fake_cluster cluster;
  testing::daemon& chronos = cluster.add(target_kind::chronos);
  chronos.say("/scheduler/jobs", json(testing::read_fixture("chronos/2_3/jobs.json")));
  chronos.say("/scheduler/graph/csv",
              net::text_response(200, testing::read_fixture("chronos/2_3/graph.csv")));
  chronos.say("/metrics", json(testing::read_fixture("chronos/2_3/metrics.json")));
  cluster.start();

  const auto page = cluster.scrape();

  EXPECT_EQ(page.value("chronos_up"), 1);
  EXPECT_EQ(page.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_FALSE(page.has("chronos_leader_known"));
}

}  // namespace
}  // namespace mesoscale::exporter
