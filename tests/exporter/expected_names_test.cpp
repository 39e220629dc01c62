// The lists of names of Marathon and Chronos against the lists of keys that those servers are known to give: nothing is left
// undecided. Which series a key becomes is tested with the decoders.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

// A line of a list without "(length)" and the like, which say what of the key is counted.
std::string without_note(const std::string& key) {
  std::string plain = key;
  for (const std::string_view note : {"(length)", " (quantiles)", " (count)"}) {
    if (plain.ends_with(note)) plain.resize(plain.size() - note.size());
  }
  return plain;
}

// Whether a key fits a line in which "<...>" stands for any text.
bool fits(std::string_view pattern, std::string_view key) {
  const auto begin = pattern.find('<');
  if (begin == pattern.npos) return pattern == key;
  if (key.substr(0, begin) != pattern.substr(0, begin)) return false;
  const auto end = pattern.find('>', begin);
  for (auto i = begin + 1; i <= key.size(); ++i) {
    if (fits(pattern.substr(end + 1), key.substr(i))) return true;
  }
  return false;
}

// Marathon's own metrics are listed without the prefix that a version or a flag gives them.
std::vector<std::string> spellings(const std::string& key) {
  std::vector<std::string> all{key};
  for (const std::string_view prefix :
       {"service.mesosphere.marathon.", "org.apache.mesos.chronos.scheduler.jobs.",
        "org.apache.mesos.chronos.scheduler.mesos."}) {
    if (const auto at = key.find(prefix); at != key.npos) {
      all.push_back(key.substr(0, at) + key.substr(at + prefix.size()));
    }
  }
  return all;
}

class names_of_a_system : public ::testing::TestWithParam<const char*> {
 protected:
  std::vector<std::vector<std::string>> lines() const {
    return testing::read_table("expected/" + std::string(GetParam()) + ".tsv");
  }
};

TEST_P(names_of_a_system, decide_about_every_key) {
  std::set<std::string> decided;
  for (const auto& line : lines()) decided.insert(without_note(line[0]));

  std::istringstream keys(testing::read_fixture("expected/" + std::string(GetParam()) + "_keys.txt"));
  std::size_t count = 0;
  for (std::string key; std::getline(keys, key); ++count) {
    const auto all = spellings(key);
    const bool found = std::ranges::any_of(decided, [&](const std::string& pattern) {
      return std::ranges::any_of(all, [&](const std::string& one) { return fits(pattern, one); });
    });
    // Names with the hash of a generated class have no end; they stay keys.
    const bool has_hash = key.find("EnhancerByGuice$$") != key.npos;
    EXPECT_NE(found, has_hash) << key;
  }
  EXPECT_GT(count, 40u);
}

TEST_P(names_of_a_system, keep_to_the_naming_rules) {
  std::map<std::string, std::string> type_of;
  for (const auto& line : lines()) {
    ASSERT_EQ(line.size(), 6u) << line[0];
    if (line[1].starts_with("not exported, because ")) continue;
    EXPECT_TRUE(line[1].starts_with(std::string(GetParam()) + "_")) << line[1];
    EXPECT_EQ(line[2] == "counter", line[1].ends_with("_total")) << line[1];
    EXPECT_EQ(line[3].find("type="), line[3].npos) << line[1];
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

INSTANTIATE_TEST_SUITE_P(expected, names_of_a_system, ::testing::Values("marathon", "chronos"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace mesoscale::exporter
