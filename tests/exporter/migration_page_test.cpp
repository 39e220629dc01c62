// docs/migration.md against the lists of the old exporters' names and flags, and against the names that there are now.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "exporter/options/metric_list.hpp"
#include "exporter/options/old_flags.hpp"
#include "exporter/tables/compat_marathon.hpp"
#include "exporter/tables/compat_mesos.hpp"
#include "exporter/tables/marathon.hpp"
#include "exporter/tables/mesos_agent.hpp"
#include "exporter/tables/mesos_container.hpp"
#include "exporter/tables/mesos_lists.hpp"
#include "exporter/tables/mesos_master.hpp"
#include "exporter/tables/row_finder.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

std::string migration_page() {
  std::ifstream in(std::string(SOURCE_DIR) + "/docs/migration.md");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// A name and the names of its labels, "a,b" or "-": a name may have two sets of labels. Labels that a user chooses are "...".
using old_name = std::pair<std::string, std::string>;

/// The rows about families of old exporters: what is served, to what is told about it.
std::map<old_name, std::string> families_of(const std::string& page) {
  std::map<old_name, std::string> rows;
  std::istringstream lines(page);
  const std::regex row(R"(^\| `([a-z0-9_]+)`( \{([^}]*)\})? \| (.*) \|$)");
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (!std::regex_match(line, found, row)) continue;
    const old_name key{found[1], found[3].length() == 0 ? "-" : found[3].str()};
    EXPECT_TRUE(rows.emplace(key, found[4]).second)
        << key.first << " " << key.second << " stands there twice";
  }
  return rows;
}

std::string without_captures(std::string_view key) {
  static const std::regex capture("<[^>]*>");
  return std::regex_replace(std::string(key), capture, "<>");
}

/// A table of old names, ours for the same answer, and what our keys have in front that the old ones have not, and the reverse.
struct table_pair {
  const metric_table& (*old_names)();
  const metric_table& (*ours)();
  std::string_view our_prefix;
  std::string_view old_prefix;
};

constexpr table_pair table_pairs[] = {
    {compat_master_table, mesos_master_table, "", ""},
    {compat_agent_table, mesos_agent_table, "", ""},
    {compat_container_table, mesos_container_table, "", "statistics/"},
    {compat_agent_list_table, mesos_list_table, "slaves/", ""},
    {compat_app_table, marathon_app_table, "", ""},
};

/// The names of a row's labels as the list of old families has them.
std::string label_names(const row_finder& rows, const row& of) {
  std::set<std::string> names;
  const auto found = rows.find(of.key);
  EXPECT_TRUE(found) << of.key;
  for (const label& one : found->all_labels()) {
    names.emplace(one.name == "principal" ? "framework" : one.name);
  }
  for (const std::string_view list : {rows.table().target_labels, of.decoder_labels}) {
    std::istringstream in{std::string(list)};
    for (std::string name; std::getline(in, name, ',');) names.insert(name);
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text.empty() ? "-" : text;
}

/// Our families that come from the same keys of the same answer as an old one. A difference "a - b" comes from both keys.
std::map<old_name, std::set<std::string>> families_by_source() {
  std::map<old_name, std::set<std::string>> found;
  for (const table_pair& tables : table_pairs) {
    std::map<std::string, std::set<std::string>> ours;
    for (const row& one : tables.ours().rows) ours[without_captures(one.key)].emplace(one.family);
    const row_finder finder(tables.old_names());
    for (const row& one : tables.old_names().rows) {
      auto& into = found[{std::string(one.family), label_names(finder, one)}];
      std::string keys = without_captures(one.key);
      while (!keys.empty()) {
        const auto end = keys.find(" - ");
        std::string key = keys.substr(0, end);
        keys = end == keys.npos ? "" : keys.substr(end + 3);
        if (key.starts_with(tables.old_prefix)) key.erase(0, tables.old_prefix.size());
        if (const auto at = ours.find(std::string(tables.our_prefix) + key); at != ours.end())
          into.merge(std::set(at->second));
      }
    }
  }
  return found;
}

/// The rows of the tables whose first cell is a name in backquotes: name to the second cell.
std::multimap<std::string, std::string> rows_of(const std::string& page) {
  std::multimap<std::string, std::string> rows;
  std::istringstream lines(page);
  const std::regex row(R"(^\| `(-?[a-zA-Z0-9_.-]+)`[^|]*\| (.*) \|$)");
  for (std::string line; std::getline(lines, line);) {
    if (std::smatch found; std::regex_match(line, found, row)) rows.emplace(found[1], found[2]);
  }
  return rows;
}

std::set<std::string> names_now() {
  std::set<std::string> names;
  std::istringstream lines(list_metrics());
  for (std::string line; std::getline(lines, line);) names.insert(line.substr(0, line.find('\t')));
  return names;
}

TEST(migration_page, has_every_family_of_the_old_exporters_and_names_that_exist) {
  const auto rows = families_of(migration_page());
  const auto now = names_now();
  const std::regex name("`([a-z0-9_]+)`");
  const std::regex chosen("<[^>]*>");
  for (const auto& old : testing::read_table("expected/old_exporter_families.tsv")) {
    const auto at = rows.find({old[0], std::regex_replace(old[4], chosen, "...")});
    ASSERT_NE(at, rows.end()) << old[0] << " with the labels " << old[4];
    const std::string& told = at->second;
    EXPECT_EQ(told == "the same", old[1] == "same") << old[0];
    std::size_t names = 0;
    for (std::sregex_iterator one(told.begin(), told.end(), name), none; one != none; ++one, ++names) {
      EXPECT_TRUE(now.contains((*one)[1])) << old[0] << ": " << (*one)[1];
    }
    EXPECT_TRUE(names > 0 || told == "the same" || told.starts_with("none: ")) << old[0] << ": " << told;
  }
}

TEST(migration_page, names_the_families_that_come_from_the_same_source) {
  const auto by_source = families_by_source();
  const std::regex name("`([a-z0-9_]+)`");
  std::size_t compared = 0;
  for (const auto& [old, told] : families_of(migration_page())) {
    const auto at = by_source.find(old);
    // What the exporters count themselves, what is chosen in the configuration, and a field that ours finds by another path.
    if (at == by_source.end() || at->second.empty() || told == "the same" || told.starts_with("none: "))
      continue;
    std::set<std::string> names;
    for (std::sregex_iterator one(told.begin(), told.end(), name), none; one != none; ++one)
      names.insert((*one)[1]);
    EXPECT_EQ(names, at->second) << old.first << " with the labels " << old.second;
    ++compared;
  }
  EXPECT_GT(compared, 110u);
}

TEST(migration_page, has_every_flag_of_the_old_exporters_with_what_is_told_at_start) {
  const auto rows = rows_of(migration_page());
  for (const old_flag& one : old_flags()) {
    const auto at = rows.find("-" + std::string(one.name));
    ASSERT_NE(at, rows.end()) << one.name;
    EXPECT_TRUE(at->second.ends_with("| " + std::string(one.instead))) << one.name;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
