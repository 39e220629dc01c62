// The old exporters' names on the page of a whole cluster, beside ours.
#include <gtest/gtest.h>

#include <set>

#include "tests/exporter/healthy_cluster.hpp"

namespace mesoscale::exporter {
namespace {

using testing::healthy_cluster;

exporter_options with_old_names() {
  exporter_options options;
  options.compat = {.mesos_exporter = true, .marathon_exporter = true};
  return options;
}

TEST(compat_page, has_the_old_names_beside_ours_and_no_series_twice) {
  healthy_cluster all;
  all.cluster.start(with_old_names());

  const auto page = all.cluster.scrape();

  all.expect_complete(page);
  testing::expect_no_series_twice(page);
  EXPECT_TRUE(page.has("mesos_master_cpus", {{"instance", all.leader.address()}, {"type", "used"}}));
  EXPECT_TRUE(page.has("mesos_slave_cpus", {{"instance", all.agent1.address()}, {"type", "used"}}));
  EXPECT_TRUE(page.has("mesos_agent_mem_rss_bytes", {{"instance", all.agent2.address()}}));
  EXPECT_TRUE(page.has("marathon_app_task_cpus", {{"instance", all.marathon.address()}}));
  EXPECT_EQ(page.value("marathon_exporter_last_scrape_error"), 0);
  EXPECT_EQ(page.value("mesos_collector_errors_total", {{"instance", all.leader.address()}}), 0);
  for (const auto& one : page.series) {
    if (!one.name.starts_with("mesos_slave_")) continue;
    EXPECT_TRUE(one.labels.contains("instance")) << one.name;
  }
}

TEST(compat_page, has_the_agents_of_the_leading_master_by_pid) {
  healthy_cluster all;
  all.leader.say("/slaves", testing::captured("mesos/leader/slaves"));
  auto options = with_old_names();
  options.agent_attributes = {"rack"};
  all.cluster.start(options);

  const auto page = all.cluster.scrape("?module=mesos_master").of_instance(all.leader.address());

  const testing::labels_map agent{{"slave", "slave(1)@127.0.0.1:5151"}};
  EXPECT_EQ(page.value("mesos_slave_mem_bytes", agent), 4096.0 * 1048576);
  EXPECT_EQ(page.value("mesos_slave_ports", agent), 101);
  EXPECT_TRUE(page.has("mesos_slave_attributes", {{"slave", "slave(1)@127.0.0.1:5151"}, {"rack", "r1"}}));
}

TEST(compat_page, has_none_of_the_old_names_unless_they_are_asked_for) {
  healthy_cluster all;
  all.cluster.start();

  const auto page = all.cluster.scrape();

  std::set<std::string> names;
  for (const auto& one : page.series) names.insert(one.name);
  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    if (line[1] != "no") continue;
    EXPECT_FALSE(names.contains(line[0])) << line[0];
  }
}

TEST(compat_page, has_no_zeros_of_a_target_that_is_away) {
  healthy_cluster all;
  all.cluster.start(with_old_names());
  all.leader.leave();
  all.marathon.leave();

  const auto page = all.cluster.scrape();

  EXPECT_EQ(page.of_instance(all.leader.address()).value("mesos_up"), 0);
  EXPECT_FALSE(page.of_instance(all.leader.address()).has("mesos_master_cpus"));
  EXPECT_FALSE(page.has("marathon_app_instances"));
  EXPECT_GT(page.value("mesos_collector_errors_total", {{"instance", all.leader.address()}}), 0);
  EXPECT_EQ(page.value("marathon_exporter_last_scrape_error"), 1);
  EXPECT_EQ(page.value("marathon_exporter_errors_total"), 1);
  EXPECT_EQ(page.value("marathon_exporter_scrapes_total"), 1);
}

TEST(compat_page, is_good_openmetrics_too) {
  healthy_cluster all;
  all.cluster.start(with_old_names());

  const auto open = all.cluster.get("/metrics", {{"Accept", "application/openmetrics-text"}}).body;

  EXPECT_NE(open.find("# TYPE mesos_master_messages unknown\n"), open.npos);
  EXPECT_NE(open.find("# TYPE mesos_master_task_states_exit counter\n"), open.npos);
}

}  // namespace
}  // namespace mesoscale::exporter
