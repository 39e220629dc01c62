// Configurations that are wrong in one way each, named after their fault, and what is told of them: file, line, column, key,
// what was found, what was expected.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "exporter/options/config_file.hpp"
#include "exporter/options/option_table.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

std::vector<std::string> faults() {
  std::vector<std::string> names;
  for (const auto& one : std::filesystem::directory_iterator(std::string(FIXTURES_DIR) + "/exporter/bad")) {
    if (one.path().extension() == ".yml") names.push_back(one.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

/// All mistakes, a line each: those of the file, or if it has none, those of the options together.
std::string told_of(const std::string& text, const std::string& file) {
  exporter_options options;
  std::string told;
  for (const std::string& line : read_config(text, file, options)) told += line + "\n";
  if (!told.empty()) return told;
  const auto checked = check_options(options);
  return checked ? "nothing\n" : checked.error().what + "\n";
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& one : names) text += (text.empty() ? "" : ", ") + one;
  return text;
}

/// The names of sections and collectors grow with the exporter; the files have a mark for them.
std::string with_lists(std::string expected) {
  std::set<std::string> sections, collectors;
  for (const option_row& one : option_rows()) {
    if (!one.key.empty() && !one.key.starts_with('<')) sections.emplace(one.key.substr(0, one.key.find('.')));
  }
  for (const collector& one : all_collectors()) collectors.emplace(one.name);
  for (const auto& [mark, names] : {std::pair("@ROOT@", &sections), std::pair("@COLLECTORS@", &collectors)}) {
    if (const auto at = expected.find(mark); at != expected.npos) {
      expected.replace(at, std::string_view(mark).size(), joined(*names));
    }
  }
  return expected;
}

class bad_configuration : public ::testing::TestWithParam<std::string> {};

TEST_P(bad_configuration, is_told_with_its_place_and_what_was_expected) {
  const std::string name = "exporter/bad/" + GetParam();

  const auto told = told_of(testing::read_fixture(name + ".yml"), GetParam() + ".yml");

  EXPECT_EQ(told, with_lists(testing::read_fixture(name + ".expected")));
  EXPECT_EQ(told.find("secret"), told.npos);
}

INSTANTIATE_TEST_SUITE_P(faults, bad_configuration, ::testing::ValuesIn(faults()),
                         [](const auto& tested) { return tested.param; });

TEST(bad_configurations, are_at_least_forty) { EXPECT_GE(faults().size(), 40u); }

}  // namespace
}  // namespace mesoscale::exporter
