// The lists of names of Marathon, Chronos, a master's lists, an agent's containers and tasks against the lists of keys that those
// servers are known to give: nothing is left undecided. Which series a key becomes is tested with the decoders.
#include <gtest/gtest.h>

#include <set>

#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

class names_of_a_system : public ::testing::TestWithParam<const char*> {
 protected:
  std::vector<std::vector<std::string>> lines() const {
    return testing::read_table("expected/" + std::string(GetParam()) + ".tsv");
  }
};

TEST_P(names_of_a_system, decide_about_every_key) {
  const auto list = testing::read_decisions(GetParam());
  const auto keys = testing::read_keys(GetParam());
  for (const std::string& key : keys) {
    EXPECT_FALSE(testing::decisions_about(list, key).empty()) << key;
  }
  EXPECT_GT(keys.size(), 40u);
}

TEST_P(names_of_a_system, keep_to_the_naming_rules) {
  std::map<std::string, std::string> type_of;
  const std::string list = GetParam();
  const std::string prefix = list.substr(0, list.find('_')) + "_";
  for (const auto& line : lines()) {
    ASSERT_EQ(line.size(), 6u) << line[0];
    if (line[1].starts_with("not exported, because ")) continue;
    EXPECT_TRUE(line[1].starts_with(prefix)) << line[1];
    EXPECT_EQ(line[2] == "counter", line[1].ends_with("_total")) << line[1];
    EXPECT_EQ(("," + line[3]).find(",type="), std::string::npos) << line[1];
    EXPECT_EQ(type_of.emplace(line[1], line[2]).first->second, line[2]) << line[1];
  }
  // OpenMetrics takes "_total" off the name of a counter's family.
  for (const auto& [name, type] : type_of) {
    if (type != "counter") continue;
    EXPECT_FALSE(type_of.contains(name.substr(0, name.size() - 6))) << name;
  }
}

TEST_P(names_of_a_system, are_no_names_of_an_old_exporter) {
  std::set<std::string> names;
  for (const auto& line : lines()) names.insert(line[1]);

  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    if (line[1] != "no") continue;
    EXPECT_FALSE(names.contains(line[0])) << line[0];
  }
}

INSTANTIATE_TEST_SUITE_P(expected, names_of_a_system,
                         ::testing::Values("marathon", "chronos", "mesos_agent_state",
                                           "mesos_container_statistics", "mesos_master_lists",
                                           "mesos_master_state"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace mesoscale::exporter
