// docs/migration.md against the lists of the old exporters' names and flags, and against the names that there are now.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "exporter/options/metric_list.hpp"
#include "exporter/options/old_flags.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

std::string migration_page() {
  std::ifstream in(std::string(SOURCE_DIR) + "/docs/migration.md");
  return std::string(std::istreambuf_iterator<char>(in), {});
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
  const auto rows = rows_of(migration_page());
  const auto now = names_now();
  const std::regex name("`([a-z0-9_]+)`");
  for (const auto& old : testing::read_table("expected/old_exporter_families.tsv")) {
    const auto [begin, end] = rows.equal_range(old[0]);
    EXPECT_NE(begin, end) << old[0];
    for (auto at = begin; at != end; ++at) {
      const std::string& told = at->second;
      EXPECT_EQ(told == "the same", old[1] == "same") << old[0];
      std::size_t names = 0;
      for (std::sregex_iterator one(told.begin(), told.end(), name), none; one != none; ++one, ++names) {
        EXPECT_TRUE(now.contains((*one)[1])) << old[0] << ": " << (*one)[1];
      }
      EXPECT_TRUE(names > 0 || told == "the same" || told.starts_with("none: ")) << old[0] << ": " << told;
    }
  }
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
