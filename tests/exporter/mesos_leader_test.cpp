// What looks like an empty cluster and is none: each of these situations is told by a metric or a reason of its own. With
// captured answers, over a scripted client.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "exporter/scrape/scraper.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"
#include "tests/exporter/scripted_client.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::read_fixture;

constexpr const char* empty_list = R"({"slaves":[],"recovered_slaves":[]})";

struct masters : ::testing::Test {
  asio::io_context io;
  std::shared_ptr<testing::scripted_client> client = std::make_shared<testing::scripted_client>();
  std::shared_ptr<scraper> scrape;

  void SetUp() override {
    scrape_plan plan;
    plan.disabled_collectors = collectors_off_by_default();
    discovery::settings how;
    for (const char* url : {"http://m1:5050", "http://m2:5050"}) {
      plan.fixed.push_back({target_kind::mesos_master, parse_url(url).value(), nullptr});
    }
    how.masters = plan.fixed;
    auto ask = std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [](target_kind) {});
    auto agents = std::make_shared<discovery>(io.get_executor(), ask, std::move(how));
    scrape = std::make_shared<scraper>(std::move(ask), std::move(agents), std::move(plan));
    stand_by("m1:5050");
    stand_by("m2:5050");
  }

  void stand_by(const std::string& master) {
    client->say(master + "/version", 200, read_fixture("mesos/standby/version.body"));
    client->say(master + "/metrics/snapshot", 200, read_fixture("mesos/standby/metrics_snapshot.body"));
    for (const char* list : {"/slaves", "/state-summary", "/roles", "/weights", "/maintenance/schedule",
                             "/maintenance/status"}) {
      client->say(master + list, 307, "");
    }
  }

  void lead(const std::string& master, const std::string& folder) {
    client->say(master + "/metrics/snapshot", 200,
                read_fixture("mesos/" + folder + "/metrics_snapshot.body"));
    client->say(master + "/slaves", 200, read_fixture("mesos/" + folder + "/slaves.body"));
    client->say(master + "/state-summary", 200, read_fixture("mesos/" + folder + "/state-summary.body"));
    client->say(master + "/roles", 200, read_fixture("mesos/" + folder + "/roles.body"));
    client->say(master + "/weights", 200, read_fixture("mesos/" + folder + "/weights.body"));
    client->say(master + "/maintenance/schedule", 200, "{}");
    client->say(master + "/maintenance/status", 200,
                read_fixture("mesos/" + folder + "/maintenance_status.body"));
  }

  /// The page of a scrape of the masters, or of these kinds.
  testing::page page(std::set<target_kind> kinds = {target_kind::mesos_master}) {
    return page_of(testing::run(io, scrape->scrape(std::move(kinds), net::after(milliseconds(1000)))));
  }

  static testing::page page_of(const std::shared_ptr<const scrape_report>& report) {
    std::vector<const sample_set*> sets{&report->status};
    for (const target_report& one : report->targets) {
      for (const outcome_ptr& what : one.outcomes) {
        if (what) sets.push_back(&what->data.samples);
      }
    }
    return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
  }

  static bool fails(const testing::page& page, const std::string& instance, const std::string& collector,
                    const std::string& reason) {
    return page.has("mesoscale_exporter_target_failure",
                    {{"instance", instance}, {"collector", collector}, {"reason", reason}});
  }
};

constexpr const char* default_lists[] = {"mesos_master_agents",
                                         "mesos_master_frameworks",
                                         "mesos_master_maintenance_schedule",
                                         "mesos_master_maintenance_status",
                                         "mesos_master_roles",
                                         "mesos_master_weights"};

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

  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_agents", "timeout"));
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

TEST_F(masters, without_a_snapshot_are_not_asked_for_lists_that_would_mean_nothing) {
  lead("m1:5050", "no_quorum");
  client->say("m1:5050/metrics/snapshot", 403, "");

  const auto result = page();

  EXPECT_TRUE(fails(result, "m1:5050", "mesos_master_snapshot", "http_403"));
  EXPECT_FALSE(result.has("mesos_master_recovered_agents"));
  EXPECT_FALSE(result.has("mesos_master_maintenance_windows"));
  EXPECT_EQ(client->count("m1:5050/slaves"), 0u);
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
