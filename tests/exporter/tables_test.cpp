// The tables against the hand-written lists of names: every row of a list is in its table, and the other way round.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "exporter/tables/marathon.hpp"
#include "exporter/tables/mesos_agent.hpp"
#include "exporter/tables/mesos_container.hpp"
#include "exporter/tables/mesos_master.hpp"
#include "exporter/tables/scrape_families.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

std::set<std::string> names_of(std::span<const family> families) {
  std::set<std::string> names;
  for (const family& one : families) names.emplace(one.name);
  return names;
}

std::string type_name(metric_type type) {
  switch (type) {
    case metric_type::counter:
      return "counter";
    case metric_type::gauge:
      return "gauge";
    case metric_type::summary:
      return "summary";
    case metric_type::histogram:
      return "histogram";
    case metric_type::unknown:
      break;
  }
  return "unknown";
}

double scale_of(source_unit unit) { return to_base_unit(unit, 1); }

struct listed_table {
  const char* file;
  const metric_table& (*table)();
};

class table_against_its_list : public ::testing::TestWithParam<listed_table> {};

TEST_P(table_against_its_list, has_a_row_for_each_listed_key_and_no_other) {
  const metric_table& table = GetParam().table();
  std::set<std::string> listed;
  for (const auto& line : testing::read_table("expected/" + std::string(GetParam().file))) {
    const std::string key = line[0].starts_with("statistics.") ? line[0].substr(11) : line[0];
    listed.insert(key);
    const auto at = std::ranges::find(table.rows, key, &row::key);
    ASSERT_NE(at, table.rows.end()) << key;
    const family& of = table.families[table.family_of_row[static_cast<std::size_t>(at - table.rows.begin())]];
    EXPECT_EQ(of.name, line[1]) << key;
    EXPECT_EQ(type_name(of.type), line[2]) << key;
    EXPECT_DOUBLE_EQ(scale_of(at->unit), std::stod(line[4])) << key;
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

TEST(marathon_tables, have_only_listed_families) {
  std::set<std::string> listed;
  for (const auto& line : testing::read_table("expected/marathon.tsv")) listed.insert(line[1]);

  auto ours = names_of(marathon_app_table().families);
  ours.merge(names_of(marathon_deployment_table().families));

  for (const std::string& name : ours) EXPECT_TRUE(listed.contains(name)) << name;
}

TEST(tables, use_no_name_of_an_old_exporter_unless_it_means_the_same) {
  std::set<std::string> ours;
  for (const auto table : {mesos_master_table, mesos_agent_table, mesos_container_table, marathon_app_table,
                           marathon_deployment_table}) {
    ours.merge(names_of(table().families));
  }
  for (const scrape_family& one : scrape_families()) ours.emplace(one.of->name);

  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    EXPECT_EQ(ours.contains(line[0]), line[1] != "no") << line[0];
  }
}

TEST(tables, give_each_family_one_owner) {
  std::set<std::string> seen;
  for (const auto table : {mesos_master_table, mesos_agent_table, mesos_container_table, marathon_app_table,
                           marathon_deployment_table}) {
    for (const std::string& name : names_of(table().families)) EXPECT_TRUE(seen.insert(name).second) << name;
  }
  for (const scrape_family& one : scrape_families())
    EXPECT_TRUE(seen.emplace(one.of->name).second) << one.of->name;
}

TEST(tables, never_say_slave_in_a_name) {
  for (const auto table : {mesos_master_table, mesos_agent_table, mesos_container_table}) {
    for (const std::string& name : names_of(table().families))
      EXPECT_EQ(name.find("slave"), name.npos) << name;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
