#include "tests/exporter/healthy_cluster.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace mesoscale::exporter::testing {

healthy_cluster::healthy_cluster() { cluster.list_agents(leader, {&agent1, &agent2}); }

void healthy_cluster::expect_complete(const page& whole) const {
  const std::pair<const daemon*, std::string> lists[] = {
      {&leader, "leader"}, {&standby, "standby"}, {&agent1, "agent1"}, {&agent2, "agent2"}};
  for (const auto& [one, name] : lists) {
    const auto own = whole.of_instance(one->address());
    EXPECT_EQ(own.value("mesos_up"), 1) << name;
    std::multiset<std::string> names;
    for (const auto& series : own.series) names.insert(series.name);
    for (const auto& row : read_table("expected/mesos_" + name + "_01_running.tsv")) {
      const auto at = names.find(read_series(row[1]).name);
      ASSERT_NE(at, names.end()) << name << ": " << row[1];
      names.erase(at);
    }
    EXPECT_EQ(names.contains("mesos_container_mem_rss_bytes"), name.starts_with("agent"));
  }
  EXPECT_EQ(whole.of_instance(marathon.address()).value("marathon_up"), 1);
  EXPECT_TRUE(whole.has("marathon_app_instances_desired", {{"instance", marathon.address()}}));
}

void expect_no_series_twice(const page& whole) {
  std::set<std::pair<std::string, labels_map>> seen;
  for (const auto& one : whole.series) EXPECT_TRUE(seen.emplace(one.name, one.labels).second) << one.name;
}

}  // namespace mesoscale::exporter::testing
