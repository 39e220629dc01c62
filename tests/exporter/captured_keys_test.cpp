// Each endpoint that a collector reads has a list of keys, and each key that an answer among the fixtures has stands in that list and is
// decided about. The answers are read here by other means than the exporter's: a JSON document, lines of text.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "exporter/collectors/collector.hpp"
#include "exporter/options/metric_list.hpp"
#include "tests/exporter/answer_keys.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::decision;

/// A line of key_lists.tsv.
struct listed_endpoint {
  std::string name;    ///< the system and its path or word, as in endpoints.tsv
  std::string list;    ///< of keys and of decisions
  std::string prefix;  ///< of this endpoint's keys in the list, without the blank behind it
  std::string shape;   ///< how an answer is read
  std::vector<std::string> answers;
};

const std::vector<listed_endpoint>& listed_endpoints() {
  static const auto all = [] {
    std::vector<listed_endpoint> endpoints;
    for (const auto& line : testing::read_table("expected/key_lists.tsv")) {
      std::istringstream words(line.at(4));
      endpoints.push_back({line[0], line[1], line[2].empty() ? "" : line[2] + " ", line[3], {}});
      for (std::string word; words >> word;) endpoints.back().answers.push_back(word);
    }
    return endpoints;
  }();
  return all;
}

std::vector<std::string> fixtures_like(const std::string& pattern) {
  std::vector<std::string> files;
  const std::filesystem::path root = FIXTURES_DIR;
  for (const auto& one : std::filesystem::recursive_directory_iterator(root)) {
    const std::string path = std::filesystem::relative(one.path(), root).string();
    if (one.is_regular_file() && testing::fits_path(pattern, path)) files.push_back(path);
  }
  return files;
}

// Lists of Marathon and Chronos write "a.[].b" where others write "a[].b".
std::string spelled(std::string key) {
  for (auto at = key.find(".[]"); at != key.npos; at = key.find(".[]", at)) key.erase(at, 1);
  return key;
}

/// The key and all that holds it: "a[].b.c", "a[].b", "a[]", "a".
std::vector<std::string> holders(std::string key, std::size_t prefix) {
  std::vector<std::string> all{key};
  for (auto at = key.find_last_of(".["); at != key.npos && at > prefix; at = key.find_last_of(".[")) {
    key.resize(at);
    all.push_back(key);
  }
  return all;
}

class keys_of_endpoint : public ::testing::TestWithParam<listed_endpoint> {
 protected:
  const listed_endpoint& of = GetParam();
  std::set<std::string> listed;
  std::vector<decision> decisions;

  void SetUp() override {
    for (const std::string& key : testing::read_keys(of.list)) {
      if (key.starts_with(of.prefix)) listed.insert(spelled(key));
    }
    for (decision one : testing::read_decisions(of.list)) {
      if (!one.key.starts_with(of.prefix)) continue;
      one.key = spelled(one.key);
      decisions.push_back(std::move(one));
    }
  }

  // What is not exported is so with all that it holds; what is exported as a set of chosen labels, too.
  static bool decides_about_parts(const decision& one) {
    return !one.is_exported() || one.labels.starts_with("<label>=");
  }

  bool is_decided(const std::string& key) const {
    if (!testing::decisions_about(decisions, key).empty()) return true;
    for (const std::string& holder : holders(key, of.prefix.size())) {
      const auto about = testing::decisions_about(decisions, holder);
      if (std::ranges::any_of(about, decides_about_parts)) return true;
    }
    return false;
  }

  // A key that varies, like one with a name of a role in it, is listed by an example.
  bool is_listed(const std::string& key) const {
    const auto about = testing::decisions_about(decisions, key);
    const auto varies = [](const decision& one) { return one.key.find('<') != one.key.npos; };
    if (std::ranges::any_of(about, varies)) return true;
    const auto all = holders(key, of.prefix.size());
    if (std::ranges::any_of(all, [this](const std::string& one) { return listed.contains(one); }))
      return true;
    return std::ranges::any_of(about, [this](const decision& one) { return listed.contains(one.key); });
  }

  // Something of the list stands in it, or it is itself listed as a list.
  bool is_known_empty(const std::string& key) const {
    if (key == of.prefix || is_decided(key) || is_decided(key + "[]")) return true;
    const auto is_part = [&](const std::string& one) {
      return one.starts_with(key + ".") || one.starts_with(key + "[]");
    };
    return std::ranges::any_of(listed, is_part);
  }
};

TEST_P(keys_of_endpoint, are_listed_and_decided_about) {
  ASSERT_FALSE(listed.empty()) << of.list << " has no key of " << of.name;
  ASSERT_FALSE(decisions.empty()) << of.list << " has no decision about " << of.name;
  const auto exact = testing::read_keys(of.list);
  std::size_t keys = 0;
  for (const std::string& pattern : of.answers) {
    const auto files = fixtures_like(pattern);
    EXPECT_FALSE(files.empty()) << pattern;
    for (const std::string& file : files) {
      const auto answer = testing::keys_in(testing::read_fixture(file), of.shape, exact);
      keys += answer.keys.size();
      for (const std::string& plain : answer.keys) {
        const std::string key = of.prefix + plain;
        EXPECT_TRUE(is_decided(key)) << file << " has " << key << ", of which " << of.list
                                     << " decides nothing";
        EXPECT_TRUE(is_listed(key)) << file << " has " << key << ", which is no key of " << of.list;
      }
      for (const std::string& key : answer.empty) {
        EXPECT_TRUE(is_known_empty(of.prefix + key)) << file << " has the empty " << key;
      }
    }
  }
  EXPECT_GT(keys, 0u) << "no answer of " << of.name << " has a key";
}

INSTANTIATE_TEST_SUITE_P(fixtures, keys_of_endpoint, ::testing::ValuesIn(listed_endpoints()),
                         [](const auto& tested) {
                           std::string name = tested.param.name;
                           std::ranges::replace_if(
                               name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; },
                               '_');
                           return name;
                         });

// All that a collector can ask: its paths with those of older versions, its word.
std::set<std::string> endpoints_of(const collector& one) {
  const std::string system =
      std::ranges::find(testing::systems, one.kind, &testing::system_name::first)->second;
  std::string paths = std::string(one.path) + " " + std::string(one.path_if_not_found);
  for (const other_place& other : one.others) paths += " " + std::string(other.path);
  if (one.word) paths += " " + std::string(net::word_text(*one.word));
  std::set<std::string> endpoints;
  std::istringstream words(paths);
  for (std::string path; words >> path;) endpoints.insert(system + path.substr(0, path.find('?')));
  return endpoints;
}

TEST(endpoints, that_a_collector_reads_have_a_list_of_keys_and_no_other) {
  std::set<std::string> read;
  for (const collector& one : all_collectors()) read.merge(endpoints_of(one));
  std::set<std::string> listed;
  for (const listed_endpoint& one : listed_endpoints()) listed.insert(one.name);

  EXPECT_EQ(read, listed);
}

// "... because /slaves has it (mesos_agent_info)" must name what is there.
TEST(reasons, name_families_that_are_there) {
  std::set<std::string> families;
  for (const auto& [name, facts] : all_families()) families.emplace(name);
  std::set<std::string> lists;
  for (const listed_endpoint& one : listed_endpoints()) lists.insert(one.list);
  std::size_t named = 0;
  for (const std::string& list : lists) {
    for (const decision& one : testing::read_decisions(list)) {
      const auto open = one.family.rfind('(');
      if (one.is_exported() || open == one.family.npos || !one.family.ends_with(')')) continue;
      const std::string name = one.family.substr(open + 1, one.family.size() - open - 2);
      const auto dots = name.find("...");
      const auto is_named = [&](const std::string& family) {
        if (dots == name.npos) return family == name;
        return family.starts_with(name.substr(0, dots)) && family.ends_with(name.substr(dots + 3));
      };
      if (name.find('_') == name.npos || name.find(' ') != name.npos) continue;
      ++named;
      EXPECT_TRUE(std::ranges::any_of(families, is_named)) << list << ": " << one.key << ": " << name;
    }
  }
  EXPECT_GT(named, 40u);
}

}  // namespace
}  // namespace mesoscale::exporter
