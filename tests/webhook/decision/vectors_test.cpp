// The decision cycle against cases whose answers come from elsewhere: an executable model of the cycle.
#include "common/core/yaml.hpp"
#include "webhook/decide_command.hpp"
#include "webhook/decision/decision_case.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;

std::string vectors_text() {
  return read_file(std::string(FIXTURES_DIR) + "/vectors/decision_vectors.json").value();
}

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(json::parse(line));
  return out;
}

TEST(vectors, decide_answers_every_case_as_expected_and_in_order) {
  const std::string text = vectors_text();
  const decided_text decided = decide_cases(text);
  EXPECT_TRUE(decided.errors.empty());
  const std::vector<json> lines = lines_of(decided.lines);
  const json cases = json::parse(text).at("vectors");
  ASSERT_EQ(lines.size(), cases.size());
  ASSERT_EQ(lines.size(), 77U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    json expected = cases[i].at("expected");
    expected["id"] = cases[i].at("id");
    EXPECT_EQ(lines[i], expected) << cases[i].at("title");
  }
}

std::string error_of(const std::string& one_case) {
  const decided_text decided = decide_cases("{\"vectors\": [" + one_case + "]}");
  EXPECT_EQ(decided.lines, "");
  return decided.errors.size() == 1 ? decided.errors.front()
                                    : std::to_string(decided.errors.size()) + " errors";
}

TEST(vectors, a_mistake_names_the_case_and_the_key) {
  EXPECT_EQ(error_of(R"({"id":"a","inputs":{"current":1,"curent":2}})"),
            "a: inputs.curent: is no key that is known here");
  EXPECT_EQ(error_of(R"({"id":"a","inputs":{}})"),
            "a: inputs.current: found nothing, expected a whole number");
  EXPECT_EQ(error_of(R"({"id":"a"})"), "a: inputs: expected an object");
  EXPECT_EQ(error_of(R"({"inputs":{"current":1}})"), "vectors[0]: id: expected a text");
  EXPECT_EQ(error_of(R"({"id":"a","inputs":{"current":1,"signals":[{"type":"step","dir":"up","by":1.5}]}})"),
            "a: inputs.signals[0].by: found \"1.5\", expected a whole number, at least 0");
  EXPECT_EQ(error_of(R"({"id":"a","inputs":{"current":1,"freeze":"left"}})"),
            "a: inputs.freeze: found \"left\", expected up, down, both, none");
  EXPECT_EQ(
      error_of(R"({"id":"a","inputs":{"current":1,"signals":[{"type":"target","value":1,"target":0}]}})"),
      "a: inputs.signals[0].target: found \"0\", expected a number above 0");
}

TEST(vectors, the_other_cases_of_a_file_with_a_mistake_are_decided) {
  const decided_text decided = decide_cases(R"([{"id":"a","inputs":{}},{"id":"b","inputs":{"current":3}}])");
  EXPECT_EQ(decided.errors.size(), 1U);
  EXPECT_EQ(decided.lines,
            "{\"id\":\"b\",\"action\":\"none\",\"to\":3,\"reason\":\"already_stepped_or_no_data\"}\n");
}

TEST(vectors, numbers_keep_all_their_digits) {
  // 110.000...1 of 100 is outside of a tolerance of a tenth; a double has no digits left for that.
  const decided_text decided = decide_cases(
      R"([{"id":"a","inputs":{"current":10,"signals":[{"type":"target","value":110.00000000000000000000000001,"target":"1e2"}]}}])");
  EXPECT_NE(decided.lines.find("\"to\":12"), std::string::npos) << decided.lines;
}

TEST(vectors, what_is_no_list_of_cases_is_refused) {
  EXPECT_EQ(decide_cases("{}").errors.size(), 1U);
  EXPECT_EQ(decide_cases("{").errors.size(), 1U);
  EXPECT_EQ(decide_cases(R"({"format":2,"vectors":[]})").errors.size(), 1U);
}

}  // namespace
}  // namespace mesoscale::webhook
