// The tables against the hand-written lists of names: every row of a list is in its table, and the other way round.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "exporter/tables/all_tables.hpp"
#include "exporter/tables/chronos.hpp"
#include "exporter/tables/marathon.hpp"
#include "exporter/tables/marathon_metrics.hpp"
#include "exporter/tables/mesos_agent.hpp"
#include "exporter/tables/mesos_container.hpp"
#include "exporter/tables/mesos_master.hpp"
#include "exporter/tables/row_finder.hpp"
#include "exporter/tables/scrape_families.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

std::set<std::string> names_of(std::span<const family> families) {
  std::set<std::string> names;
  for (const family& one : families) names.emplace(one.name);
  return names;
}

std::size_t find_index(const metric_table& table, std::string_view family_name) {
  const auto at = std::ranges::find(table.families, family_name, &family::name);
  return static_cast<std::size_t>(at - table.families.begin());
}

double scale_of(source_unit unit) { return to_base_unit(unit, 1); }

struct listed_table {
  const char* file;
  const metric_table& (*table)();
};

// The list says "statistics.disk_statistics[].used_bytes" where a row says "disk_statistics/[]/used_bytes".
std::string row_key_of_statistics(std::string key) {
  if (key.starts_with("statistics.")) key.erase(0, 11);
  for (auto at = key.find("[]"); at != key.npos; at = key.find("[]", at + 3)) key.insert(at, ".");
  if (key.starts_with("status.") || key.find("[]") != key.npos || key.starts_with("net_") ||
      key.starts_with("perf.")) {
    std::ranges::replace(key, '.', '/');
  }
  return key;
}

class table_against_its_list : public ::testing::TestWithParam<listed_table> {};

TEST_P(table_against_its_list, has_a_row_for_each_listed_key_and_no_other) {
  const metric_table& table = GetParam().table();
  std::set<std::string> listed;
  for (const auto& line : testing::read_table("expected/" + std::string(GetParam().file))) {
    // What becomes a label only has no row of its own.
    if (line[1].starts_with("not exported") || line[4] == "text") continue;
    const std::string key = row_key_of_statistics(line[0]);
    listed.insert(key);
    const auto at = std::ranges::find(table.rows, key, &row::key);
    ASSERT_NE(at, table.rows.end()) << key;
    const family& of = table.families[table.family_of_row[static_cast<std::size_t>(at - table.rows.begin())]];
    EXPECT_EQ(of.name, line[1]) << key;
    EXPECT_EQ(name_of(of.type), line[2]) << key;
    EXPECT_DOUBLE_EQ(scale_of(at->unit), line[4] == "derived" ? 1 : std::stod(line[4])) << key;
  }
  for (const row& one : table.rows) EXPECT_TRUE(listed.contains(std::string(one.key))) << one.key;
}

INSTANTIATE_TEST_SUITE_P(tables, table_against_its_list,
                         ::testing::Values(listed_table{"mesos_master_snapshot.tsv", mesos_master_table},
                                           listed_table{"mesos_agent_snapshot.tsv", mesos_agent_table},
                                           listed_table{"mesos_container_statistics.tsv",
                                                        mesos_container_table}),
                         [](const auto& tested) {
                           const std::string file = tested.param.file;
                           return file.substr(0, file.find('.'));
                         });

struct listed_endpoint {
  const char* file;
  const char* endpoint;
  const metric_table& (*table)();
};

constexpr listed_endpoint listed_endpoints[] = {
    {"marathon.tsv", "/metrics", marathon_metrics_table},
    {"marathon.tsv", "/v2/apps", marathon_app_table},
    {"marathon.tsv", "/v2/deployments", marathon_deployment_table},
    {"marathon.tsv", "/v2/groups", marathon_group_table},
    {"marathon.tsv", "/v2/info", marathon_info_table},
    {"marathon.tsv", "/v2/leader", marathon_leader_table},
    {"marathon.tsv", "/v2/pods::status", marathon_pod_table},
    {"marathon.tsv", "/v2/queue", marathon_queue_table},
    {"marathon.tsv", "/v2/tasks", marathon_task_table},
    {"chronos.tsv", "/leader", chronos_leader_table},
    {"chronos.tsv", "/metrics", chronos_metrics_table},
    {"chronos.tsv", "/scheduler/graph/csv", chronos_graph_table},
    {"chronos.tsv", "/scheduler/jobs", chronos_job_table},
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  return at == text.npos ? text : text.replace(at, what.size(), with);
}

// The list says "apps[].versionInfo.lastScalingAt" and "uptime (count)" where a row says "versionInfo/lastScalingAt" and
// "uptime/count".
std::string row_key(std::string key) {
  for (const std::string_view list : {"apps[].", "queue[].", "tasks[].", "[]."}) {
    if (key.starts_with(list)) key.erase(0, list.size());
  }
  key = replaced(replaced(replaced(key, "(length)", ""), " (quantiles)", "/quantiles"), " (count)", "/count");
  std::ranges::replace(key, '.', '/');
  return key;
}

source_unit unit_of(const std::string& scale) {
  if (scale == "0.001") return source_unit::milliseconds;
  if (scale == "1048576") return source_unit::mebibytes;
  if (scale == "125000") return source_unit::megabits;
  if (scale == "timestamp") return source_unit::timestamp;
  return scale == "boolean" ? source_unit::truth : source_unit::plain;
}

bool gives_label(const row& of, const metric_table& table, const std::string& name,
                 const std::string& value) {
  const bool varies = value.starts_with('<');
  if (!varies) return of.labels.find(name + "=" + value) != of.labels.npos;
  if (name == "quantile") return of.labels.starts_with("quantile=");
  const std::string all = "," + std::string(of.decoder_labels) + "," + std::string(table.target_labels) + ",";
  return of.key.find("<" + name + ">") != of.key.npos || all.find("," + name + ",") != all.npos;
}

class endpoint_against_its_list : public ::testing::TestWithParam<listed_endpoint> {};

TEST_P(endpoint_against_its_list, has_the_listed_rows_and_no_other) {
  const metric_table& table = GetParam().table();
  std::set<std::string> listed;
  for (const auto& line : testing::read_table("expected/" + std::string(GetParam().file))) {
    const auto space = line[0].find(' ');
    if (line[0].substr(0, space) != GetParam().endpoint || line[1].starts_with("not exported")) continue;
    const std::string key = row_key(line[0].substr(space + 1));
    listed.insert(key);
    const auto at = std::ranges::find(table.rows, key, &row::key);
    ASSERT_NE(at, table.rows.end()) << key;
    EXPECT_EQ(at->family, line[1]) << key;
    EXPECT_EQ(name_of(table.families[find_index(table, at->family)].type), line[2]) << key;
    EXPECT_EQ(at->unit, unit_of(line[4])) << key;
    const auto labels = testing::read_series("x{" + line[3] + "}").labels;
    for (const auto& [name, value] : labels) EXPECT_TRUE(gives_label(*at, table, name, value)) << key << name;
  }
  for (const row& one : table.rows) EXPECT_TRUE(listed.contains(std::string(one.key))) << one.key;
}

INSTANTIATE_TEST_SUITE_P(endpoints, endpoint_against_its_list, ::testing::ValuesIn(listed_endpoints),
                         [](const auto& tested) {
                           std::string name = tested.param.file + std::string(tested.param.endpoint);
                           std::erase_if(name, [](char c) { return std::isalnum(c) == 0; });
                           return name;
                         });

TEST(tables, use_no_name_of_an_old_exporter_unless_it_means_the_same) {
  std::set<std::string> ours;
  for (const endpoint_table& one : all_tables()) ours.merge(names_of(one.table().families));
  for (const scrape_family& one : scrape_families()) ours.emplace(one.of->name);

  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    EXPECT_EQ(ours.contains(line[0]), line[1] != "no") << line[0];
  }
}

// The list is of Mesos' source: whether a key is registered as a counter, a gauge or a timer there.
TEST(tables, have_the_types_of_mesos_own_source) {
  const row_finder master(mesos_master_table());
  const row_finder agent(mesos_agent_table());
  std::size_t checked = 0;
  // Found at run time; and read in the source, of what no agent at hand had to tell.
  auto lines = testing::read_table("mesos/metric_types.tsv");
  for (auto& line : testing::read_table("mesos/metric_types_of_source.tsv")) lines.push_back(std::move(line));
  for (const auto& line : lines) {
    const std::string key =
        replaced(replaced(replaced(line[0], "<ROLE>", "dev"), "<NAME>", "marathon"), "<ID>", "a-0000");
    const row_finder* finder = &master;
    auto found = finder->find(key);
    if (!found) {
      finder = &agent;
      found = finder->find(key);
    }
    ASSERT_TRUE(found) << key;
    const metric_table& table = finder->table();
    const family& of = table.families[table.family_of_row[found->index]];
    EXPECT_EQ(name_of(of.type), line[1] == "counter" ? "counter" : "gauge") << key << " is " << of.name;
    ++checked;
  }
  EXPECT_GE(checked, 300u);
}

TEST(tables, give_each_family_one_owner) {
  std::set<std::string> seen;
  for (const endpoint_table& table : all_tables()) {
    for (const std::string& name : names_of(table.table().families)) {
      EXPECT_TRUE(seen.insert(name).second) << name;
    }
  }
  for (const scrape_family& one : scrape_families())
    EXPECT_TRUE(seen.emplace(one.of->name).second) << one.of->name;
}

TEST(tables, never_say_slave_in_a_name) {
  for (const endpoint_table& table : all_tables()) {
    for (const std::string& name : names_of(table.table().families)) {
      EXPECT_EQ(name.find("slave"), name.npos) << name;
    }
  }
}

}  // namespace
}  // namespace mesoscale::exporter
