// The static check of names: what --list-metrics prints has no name of an old exporter with another meaning. The old names are those of
// old_exporter_families.tsv, and those that the old exporters made of whatever key Marathon or Chronos told.
#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <set>
#include <sstream>

#include "exporter/options/metric_list.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

/// A line of --list-metrics.
struct printed_family {
  std::string type;
  std::set<std::string> labels;  ///< without instance, which the old exporters left to Prometheus
};

std::set<std::string> words_of(const std::string& list) {
  std::set<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) {
    if (word != "-") words.insert(word);
  }
  return words;
}

std::map<std::string, printed_family> printed_families() {
  std::map<std::string, printed_family> families;
  std::istringstream lines(list_metrics());
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string name, type, labels;
    std::getline(std::getline(std::getline(fields, name, '\t'), type, '\t'), labels, '\t');
    auto words = words_of(labels);
    words.erase("instance");
    families[name] = {type, words};
  }
  return families;
}

TEST(old_names, are_ours_only_with_the_same_type_and_labels) {
  const auto ours = printed_families();
  std::map<std::string, std::size_t> verdicts;
  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    const auto at = ours.find(line[0]);
    ++verdicts[line[1]];
    if (line[1] == "no") {
      EXPECT_EQ(at, ours.end()) << line[0];
      continue;
    }
    ASSERT_NE(at, ours.end()) << line[0];
    EXPECT_EQ(at->second.type, line[3]) << line[0];
    // The total of a resource is what the specification of our names calls by its plain name.
    if (line[1] == "specified") {
      EXPECT_TRUE(words_of(line[5]).contains("total")) << line[0];
      EXPECT_EQ(at->second.labels, std::set<std::string>{}) << line[0];
    } else {
      EXPECT_EQ(line[1], "same") << line[0];
      EXPECT_EQ(at->second.labels, words_of(line[4])) << line[0];
    }
  }
  EXPECT_GT(verdicts["no"], 130u);
  EXPECT_GT(verdicts["same"], 0u);
}

// marathon_exporter and chronos_exporter: lower case, each of ".-$()" as "_", the parts of a histogram or timer behind it.
std::set<std::string> names_made_of(const std::string& system, std::string key) {
  for (char& c : key) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (std::string_view(".-$()").find(c) != std::string_view::npos) c = '_';
  }
  key.resize(key.find_last_not_of('_') + 1);
  std::set<std::string> names;
  for (const char* part : {"", "_count", "_min", "_max", "_mean", "_stddev", "_rate"}) {
    names.insert(system + "_" + key + part);
  }
  return names;
}

class names_of_own_metrics : public ::testing::TestWithParam<const char*> {};

TEST_P(names_of_own_metrics, of_an_old_exporter_are_not_ours) {
  const auto ours = printed_families();
  const std::string system = GetParam();
  std::size_t tried = 0;
  for (const std::string& key : testing::read_keys(system)) {
    if (!key.starts_with("/metrics ")) continue;
    // Since 1.7 all names of Marathon begin with its own, and before with that of a class.
    for (const char* prefix : {"", "marathon.", "service.mesosphere.marathon."}) {
      for (const std::string& name : names_made_of(system, prefix + key.substr(9))) {
        EXPECT_FALSE(ours.contains(name)) << name << " of " << key;
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 1000u);
}

INSTANTIATE_TEST_SUITE_P(systems, names_of_own_metrics, ::testing::Values("marathon", "chronos"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace mesoscale::exporter
