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

/// "suite.name" of every test, and of those that are played against the simulator's Marathon.
struct all_tests {
  std::set<std::string> names;
  std::set<std::string> with_simulator;
};

all_tests find_tests() {
  all_tests out;
  const std::regex test(R"(TEST(?:_F|_P)?\((\w+),\s*(\w+)\))");
  for (const auto& file : std::filesystem::recursive_directory_iterator(SOURCE_DIR "/tests")) {
    if (file.path().extension() != ".cpp") continue;
    const std::string text = text_of(file.path());
    const bool has_simulator = text.find("webhook/live/loop.hpp\"") != std::string::npos ||
                               text.find("system/scaling/in_time.hpp\"") != std::string::npos;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), test); at != std::sregex_iterator(); ++at) {
      const std::string name = (*at)[1].str() + "." + (*at)[2].str();
      out.names.insert(name);
      if (has_simulator) out.with_simulator.insert(name);
    }
  }
  return out;
}

TEST(situations_page, names_tests_against_the_simulator_that_exist_in_every_row) {
  const all_tests tests = find_tests();
  ASSERT_GT(tests.with_simulator.size(), 100U);
  std::istringstream lines(text_of(SOURCE_DIR "/docs/situations.md"));
  const std::regex name(R"(`(\w+\.\w+)`)");
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.starts_with("| answer ") || line.starts_with("| situation "))
      continue;
    ++rows;
    const std::string held_by = line.substr(line.rfind('|', line.size() - 2));
    bool has_simulator = false;
    for (auto at = std::sregex_iterator(held_by.begin(), held_by.end(), name); at != std::sregex_iterator();
         ++at) {
      EXPECT_TRUE(tests.names.contains((*at)[1].str())) << (*at)[1].str() << " is no test";
      has_simulator = has_simulator || tests.with_simulator.contains((*at)[1].str());
    }
    EXPECT_TRUE(has_simulator) << "no test against the simulator: " << line;
  }
  EXPECT_GT(rows, 55);
}

}  // namespace
}  // namespace mesoscale::webhook
