// docs/situations.md against the tests that it names.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace mesoscale::webhook {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// "suite.name" of every test of the project.
std::set<std::string> all_tests() {
  std::set<std::string> names;
  const std::regex test(R"(TEST(?:_F|_P)?\((\w+),\s*(\w+)\))");
  for (const auto& file : std::filesystem::recursive_directory_iterator(SOURCE_DIR "/tests")) {
    if (file.path().extension() != ".cpp") continue;
    const std::string text = text_of(file.path());
    for (auto at = std::sregex_iterator(text.begin(), text.end(), test); at != std::sregex_iterator(); ++at)
      names.insert((*at)[1].str() + "." + (*at)[2].str());
  }
  return names;
}

TEST(situations_page, names_tests_that_exist_in_every_row) {
  const auto tests = all_tests();
  ASSERT_GT(tests.size(), 100U);
  std::istringstream lines(text_of(SOURCE_DIR "/docs/situations.md"));
  const std::regex name(R"(`(\w+\.\w+)`)");
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.starts_with("| answer ") || line.starts_with("| situation "))
      continue;
    ++rows;
    const std::string held_by = line.substr(line.rfind('|', line.size() - 2));
    const auto first = std::sregex_iterator(held_by.begin(), held_by.end(), name);
    EXPECT_NE(first, std::sregex_iterator()) << line;
    for (auto at = first; at != std::sregex_iterator(); ++at)
      EXPECT_TRUE(tests.contains((*at)[1].str())) << (*at)[1].str() << " is no test";
  }
  EXPECT_GT(rows, 40);
}

}  // namespace
}  // namespace mesoscale::webhook
