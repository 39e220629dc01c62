// The commands that answer and end, run as programs: what they print and how they exit.
#include "tests/webhook/live/child_process.hpp"

#include "common/core/yaml.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;
using words = std::vector<std::string>;

struct ending {
  int code = -1;  ///< -1: it did not end in time, or by a signal
  std::string output;
};

class commands : public testing::Test {
 protected:
  commands() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mesoscale-commands-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~commands() override { std::filesystem::remove_all(folder_); }

  ending run(words arguments) const {
    launch what;
    what.words = {std::string(BINARY_DIR) + "/webhook/mesoscale-webhook"};
    what.words.insert(what.words.end(), arguments.begin(), arguments.end());
    what.output_file = folder_ + "/output";
    std::filesystem::remove(what.output_file);
    child_process program(what);
    const auto ended = program.wait(std::chrono::seconds(60));
    const bool has_exited = ended && WIFEXITED(*ended);
    return {has_exited ? WEXITSTATUS(*ended) : -1, read_file(what.output_file).value()};
  }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }

  std::string folder_;
};

std::string fixture(const std::string& name) { return std::string(FIXTURES_DIR) + "/" + name; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

words rule_files(const std::string& folder) {
  words out;
  for (const auto& entry : std::filesystem::directory_iterator(fixture("rules/" + folder))) {
    if (entry.path().extension() == ".yml") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// What stands beside a rule file, with the names as the program was given them.
std::string expected_of(const std::string& file, const std::string& ending_of_line) {
  const auto beside = std::filesystem::path(file).replace_extension(".expected");
  const std::string folder = beside.parent_path().string() + "/";
  std::string out;
  for (const std::string& line : lines_of(read_file(beside).value())) out += folder + line + ending_of_line;
  return out;
}

TEST_F(commands, decide_prints_the_expected_answer_to_each_case_and_nothing_else) {
  const std::string file = fixture("vectors/decision_vectors.json");
  const ending got = run({"decide", file});
  EXPECT_EQ(got.code, 0);
  const auto lines = lines_of(got.output);
  const json cases = json::parse(read_file(file).value()).at("vectors");
  ASSERT_EQ(lines.size(), cases.size()) << got.output.substr(0, 500);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    json expected = cases[i].at("expected");
    expected["id"] = cases[i].at("id");
    EXPECT_EQ(json::parse(lines[i], nullptr, false), expected) << cases[i].at("title");
  }
}

TEST_F(commands, decide_answers_the_good_cases_and_exits_1_for_the_bad_one) {
  const std::string file = write(
      "cases.json",
      R"([{"id":"a","inputs":{"current":3}},{"id":"b","inputs":{}},{"id":"c","inputs":{"current":0,"min":2}}])");
  const ending got = run({"decide", file});
  EXPECT_EQ(got.code, 1);
  const std::string mistake = file + ": b: inputs.current: found nothing, expected a whole number\n";
  EXPECT_NE(got.output.find(mistake), std::string::npos) << got.output;
  EXPECT_NE(got.output.find(R"({"id":"a","action":"none","to":3,)"), std::string::npos) << got.output;
  EXPECT_NE(got.output.find(R"({"id":"c","action":"hold","to":0,"reason":"suspended"})"), std::string::npos)
      << got.output;
}

TEST_F(commands, decide_names_a_file_that_is_not_there) {
  const ending got = run({"decide", "/nonexistent/cases.json"});
  EXPECT_EQ(got.code, 1);
  EXPECT_EQ(got.output, "mesoscale-webhook: /nonexistent/cases.json: No such file or directory\n");
}

TEST_F(commands, check_config_refuses_every_bad_file_with_the_message_beside_it) {
  const words files = rule_files("bad");
  ASSERT_GE(files.size(), 40U);
  words arguments = {"check-config"};
  std::string expected;
  for (const std::string& file : files) {
    arguments.push_back(file);
    expected += expected_of(file, "\n");
  }
  const ending got = run(arguments);
  EXPECT_EQ(got.code, 1);
  const auto printed = lines_of(got.output), wanted = lines_of(expected);
  for (std::size_t i = 0; i < std::min(printed.size(), wanted.size()); ++i) EXPECT_EQ(printed[i], wanted[i]);
  EXPECT_EQ(printed.size(), wanted.size());
}

TEST_F(commands, check_config_prints_warnings_which_only_strict_takes_for_a_failure) {
  for (const std::string& file : rule_files("warn")) {
    const std::string expected = expected_of(file, " (warning)\n") + file + ": ok, ";
    for (const bool is_strict : {false, true}) {
      const ending got =
          run(is_strict ? words{"check-config", "--strict", file} : words{"check-config", file});
      EXPECT_EQ(got.code, is_strict ? 2 : 0) << file;
      EXPECT_TRUE(got.output.starts_with(expected)) << got.output;
    }
  }
}

TEST_F(commands, check_config_exits_1_if_one_of_several_files_is_bad) {
  const std::string good = fixture("rules/good/smallest.yml");
  const ending alone = run({"check-config", good});
  EXPECT_EQ(alone.code, 0);
  EXPECT_EQ(alone.output, good + ": ok, 1 rules\n");
  EXPECT_EQ(run({"check-config", good, fixture("rules/bad/max_missing.yml"), good}).code, 1);
}

}  // namespace
}  // namespace mesoscale::webhook
