// What looks like an empty cluster and is none: each of these situations is told by a metric or a reason of its own. With
// captured answers, over a scripted client.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/exporter/masters_fixture.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::default_lists;
using testing::masters;
using testing::read_fixture;

constexpr const char* empty_list = R"({"slaves":[],"recovered_slaves":[]})";

TEST_F(masters, leave_the_lists_to_the_leader) {
  lead("m1:5050", "leader");

  const auto result = page();

  EXPECT_EQ(result.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_EQ(result.count("mesos_agent_info"), 2u);
  EXPECT_EQ(result.count("mesos_framework_info"), 6u);
  EXPECT_EQ(result.value("mesos_master_registry_recovered"), 1);
  EXPECT_EQ(client->count("m2:5050/slaves"), 0u);
  EXPECT_FALSE(result.has("mesoscale_exporter_collector_success",
                          {{"instance", "m2:5050"}, {"collector", "mesos_master_agents"}}));
}

TEST_F(masters, give_their_list_to_discovery_and_to_the_page_in_one_answer) {
  lead("m1:5050", "leader");

  const auto result = page({target_kind::mesos_agent, target_kind::mesos_master});

  EXPECT_EQ(result.count("mesos_agent_info"), 2u);
  EXPECT_EQ(result.value("mesoscale_exporter_discovery_agents"), 2);
  EXPECT_EQ(client->count("m1:5050/slaves"), 1u);
}

TEST_F(masters, without_a_quorum_do_not_show_an_empty_cluster) {
  lead("m1:5050", "no_quorum");

  const auto result = page();

  EXPECT_EQ(result.value("mesos_up", {{"instance", "m1:5050"}}), 1);
  EXPECT_EQ(result.value("mesos_master_elected", {{"instance", "m1:5050"}}), 1);
  EXPECT_EQ(result.value("mesos_master_registry_recovered"), 0);
  for (const char* list : default_lists) EXPECT_TRUE(fails(result, "m1:5050", list, "not_serving")) << list;
  for (const auto& one : result.series) EXPECT_FALSE(one.name.starts_with("mesos_role_")) << one.name;
  EXPECT_FALSE(result.has("mesos_master_recovered_agents"));
  EXPECT_FALSE(result.has("mesos_master_maintenance_windows"));
  EXPECT_EQ(client->count("m1:5050/slaves"), 0u);
}

TEST_F(masters, that_stand_by_for_a_dead_leader_say_that_nobody_leads) {
  client->fail("m1:5050/metrics/snapshot", errc::refused);

  const auto result = page();

  EXPECT_EQ(result.value("mesos_up", {{"instance", "m1:5050"}}), 0);
  EXPECT_EQ(result.value("mesos_master_elected"), 0);
  EXPECT_FALSE(result.has("mesos_master_registry_recovered"));
  for (const char* list : default_lists) {
    EXPECT_TRUE(fails(result, "m1:5050", list, "refused")) << list;
    EXPECT_TRUE(fails(result, "m2:5050", list, "no_leader")) << list;
  }
}

TEST_F(masters, do_not_say_that_nobody_leads_while_one_hangs) {
  client->hang("m1:5050/metrics/snapshot");

  const auto result = page();

  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_snapshot", "timeout"));
  EXPECT_FALSE(result.has("mesoscale_exporter_target_failure", {{"instance", "m2:5050"}}));
}

TEST_F(masters, that_are_probed_alone_are_not_judged_by_the_others) {
  auto probed = scrape->probe({target_kind::mesos_master, parse_url("http://m2:5050").value(), nullptr},
                              net::after(milliseconds(1000)));

  const auto result = page_of(testing::run(io, std::move(probed)));

  EXPECT_EQ(result.value("mesos_up"), 1);
  EXPECT_EQ(result.count("mesoscale_exporter_target_failure"), 0u);
}

TEST_F(masters, tell_how_many_agents_a_new_leader_waits_for) {
  lead("m1:5050", "leader");
  client->say("m1:5050/metrics/snapshot", 200, read_fixture("mesos/empty_cluster/metrics_snapshot.body"));
  client->say("m1:5050/slaves", 200,
              R"({"slaves":[],"recovered_slaves":[{"id":"S0","hostname":"a"},{"id":"S1","hostname":"b"}]})");

  const auto result = page();

  EXPECT_EQ(result.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_EQ(result.value("mesos_master_registry_recovered"), 1);
  EXPECT_EQ(result.value("mesos_master_recovered_agents"), 2);
}

TEST_F(masters, of_an_empty_cluster_say_that_it_is_empty) {
  lead("m1:5050", "leader");
  client->say("m1:5050/metrics/snapshot", 200, read_fixture("mesos/empty_cluster/metrics_snapshot.body"));
  client->say("m1:5050/slaves", 200, empty_list);

  const auto result = page();

  EXPECT_EQ(result.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_EQ(result.value("mesos_master_registry_recovered"), 1);
  EXPECT_EQ(result.value("mesos_master_recovered_agents"), 0);
  EXPECT_EQ(result.value("mesoscale_exporter_collector_success",
                         {{"instance", "m1:5050"}, {"collector", "mesos_master_agents"}}),
            1);
}

// Mesos 0.28 does not tell which agents a new leader waits for: nothing but its uptime says that it is new.
TEST_F(masters, before_recovered_agents_were_told_show_an_empty_cluster_and_how_long_they_have_been_up) {
  lead("m1:5050", "leader");
  auto snapshot = nlohmann::json::parse(read_fixture("mesos_versions/0_28/leader/metrics_snapshot.json"));
  for (const char* key : {"master/slaves_active", "master/slaves_connected", "master/frameworks_active"})
    snapshot[key] = 0;
  snapshot["master/uptime_secs"] = 3.5;
  client->say("m1:5050/metrics/snapshot", 200, snapshot.dump());
  client->say("m1:5050/slaves", 200, R"({"slaves":[]})");

  const auto result = page();

  EXPECT_EQ(result.value("mesos_master_elected", {{"instance", "m1:5050"}}), 1);
  EXPECT_EQ(result.value("mesoscale_exporter_collector_success",
                         {{"instance", "m1:5050"}, {"collector", "mesos_master_agents"}}),
            1);
  EXPECT_EQ(result.count("mesos_agent_info"), 0u);
  EXPECT_FALSE(result.has("mesos_master_recovered_agents"));
  EXPECT_EQ(result.value("mesos_master_uptime_seconds", {{"instance", "m1:5050"}}), 3.5);
}

// As a login that is known and allowed nothing gets it: no 403, but an empty list. The captured master had no agents either.
std::string trimmed_list() { return read_fixture("mesos/other_login/slaves.body"); }

TEST_F(masters, whose_list_is_trimmed_for_our_login_do_not_show_an_empty_cluster) {
  lead("m1:5050", "leader");
  client->say("m1:5050/slaves", 200, trimmed_list());

  const auto result = page();

  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_agents", "http_403"));
  EXPECT_FALSE(result.has("mesos_master_recovered_agents"));
  EXPECT_EQ(result.value("mesos_up", {{"instance", "m1:5050"}}), 1);
}

TEST_F(masters, tell_their_versions_each_for_itself) {
  lead("m1:5050", "leader");
  client->say("m1:5050/version", 200, R"({"build_user":"root","version":"1.11.0"})");

  const auto result = page();

  EXPECT_EQ(result.value("mesos_master_info", {{"instance", "m1:5050"}, {"version", "1.11.0"}}), 1);
  EXPECT_EQ(result.value("mesos_master_info", {{"instance", "m2:5050"}, {"version", "1.12.0"}}), 1);
  page();
  EXPECT_EQ(client->count("m1:5050/version"), 1u);
}

TEST_F(masters, whose_frameworks_are_hidden_from_our_login_do_not_show_a_cluster_without_any) {
  lead("m1:5050", "leader");
  auto summary = nlohmann::json::parse(read_fixture("mesos/leader/state-summary.body"));
  summary["frameworks"] = nlohmann::json::array();
  client->say("m1:5050/state-summary", 200, summary.dump());

  const auto result = page();

  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_frameworks", "http_403"));
  EXPECT_EQ(result.count("mesos_agent_info"), 2u);
}

}  // namespace
}  // namespace mesoscale::exporter
