// What is told of a master whose snapshot fails, hangs, or lacks what its lists are judged by.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/exporter/masters_fixture.hpp"

namespace mesoscale::exporter {
namespace {

using testing::default_lists;
using testing::masters;
using testing::read_fixture;

TEST_F(masters, without_a_snapshot_keep_the_lists_that_have_something_in_them) {
  lead("m1:5050", "leader");
  client->say("m1:5050/metrics/snapshot", 403, "");

  const auto result = page();

  EXPECT_EQ(result.value("mesos_up", {{"instance", "m1:5050"}}), 0);
  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_snapshot", "http_403"));
  EXPECT_EQ(result.count("mesos_agent_info"), 2u);
  EXPECT_EQ(result.count("mesos_framework_info"), 6u);
  EXPECT_TRUE(result.has("mesos_role_weight", {{"instance", "m1:5050"}}));
  EXPECT_EQ(result.value("mesos_master_info", {{"instance", "m1:5050"}}), 1);
}

TEST_F(masters, without_a_snapshot_tell_that_an_empty_list_means_nothing) {
  lead("m1:5050", "no_quorum");
  client->say("m1:5050/metrics/snapshot", 403, "");

  const auto result = page();

  for (const char* list : default_lists) EXPECT_TRUE(fails(result, "m1:5050", list, "http_403")) << list;
  EXPECT_FALSE(result.has("mesos_master_recovered_agents"));
  EXPECT_FALSE(result.has("mesos_master_maintenance_windows"));
}

TEST_F(masters, that_stand_by_without_a_snapshot_are_no_failure_of_the_lists) {
  lead("m1:5050", "leader");
  client->say("m2:5050/metrics/snapshot", 500, "");

  const auto result = page();

  EXPECT_EQ(result.count("mesoscale_exporter_target_failure"), 1u);
  EXPECT_TRUE(fails(result, "m2:5050", "mesos_master_snapshot", "http_5xx"));
}

TEST_F(masters, whose_snapshot_hangs_give_their_lists_all_the_same) {
  lead("m1:5050", "leader");
  client->hang("m1:5050/metrics/snapshot");

  const auto result = page();

  EXPECT_EQ(result.value("mesos_up", {{"instance", "m1:5050"}}), 0);
  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_snapshot", "timeout"));
  EXPECT_EQ(result.count("mesos_agent_info"), 2u);
  EXPECT_EQ(result.count("mesos_framework_info"), 6u);
}

// What a busy master leaves out of its snapshot when it is pressed for time, master/elected among it.
TEST_F(masters, that_leave_keys_out_are_asked_for_their_lists_and_the_keys_are_counted) {
  lead("m1:5050", "leader");
  auto snapshot = nlohmann::json::parse(read_fixture("mesos/leader/metrics_snapshot.body"));
  std::size_t left_out = 0;
  for (const char* key : {"master/elected", "master/uptime_secs", "master/slaves_active", "master/cpus_total",
                          "master/mem_total", "master/disk_total"}) {
    left_out += snapshot.erase(key);
  }
  client->say("m1:5050/metrics/snapshot", 200, snapshot.dump());

  const auto result = page();

  EXPECT_EQ(result.value("mesos_up", {{"instance", "m1:5050"}}), 1);
  EXPECT_EQ(result.value("mesoscale_exporter_collector_keys_missing",
                         {{"instance", "m1:5050"}, {"collector", "mesos_master_snapshot"}}),
            static_cast<double>(left_out));
  EXPECT_FALSE(result.has("mesos_master_elected", {{"instance", "m1:5050"}}));
  EXPECT_FALSE(result.has("mesos_master_registry_recovered"));
  EXPECT_EQ(result.count("mesos_agent_info"), 2u);
  EXPECT_EQ(result.count("mesoscale_exporter_target_failure"), 0u);
}

}  // namespace
}  // namespace mesoscale::exporter
