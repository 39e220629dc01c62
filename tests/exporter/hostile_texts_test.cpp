// Answers in which somebody chose a name to break the page with, at every place of every collector whose text or key becomes a label: the
// page stays valid, the name stands on it escaped, and everything else is there as before.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "tests/exporter/answer_cases.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/page_check.hpp"

namespace mesoscale::exporter {
namespace {

using nlohmann::json;
using testing::answer_case;
using testing::answer_place;
using testing::outcome;

/// A name that does no harm. Mesos' states are written in lower case, so that all names here are.
const std::string harmless = "harmless";

struct odd_text {
  const char* name;
  std::string in_json, on_page;
};

const std::vector<odd_text>& odd_texts() {
  static const std::vector<odd_text> all = {
      {"quotes and backslashes", R"(a\"b\\c\\nd)", R"(a"b\c\nd)"},
      {"a line of a page", R"(x\"} 1\n# help up 1\nup{y=\"z)", "x\"} 1\n# help up 1\nup{y=\"z"},
      {"10 KB", std::string(10'240, 'x'), std::string(10'240, 'x')},
      {"not UTF-8", "a\xff\xc3z", "a\xEF\xBF\xBD\xEF\xBF\xBDz"},
      {"control characters", R"(a\u0000\u0001\t\r)", std::string("a\0\1\t\r", 5)},
  };
  return all;
}

/// Members of an object that are tried before its keys are taken for no names.
constexpr int enough_keys = 3;

/// The series with one name written as another, sorted; and how often it stands there.
std::pair<std::vector<std::string>, std::size_t> series_with(const outcome& seen, const std::string& name,
                                                             const std::string& as) {
  std::vector<std::string> lines;
  std::size_t found = 0;
  for (const auto& one : testing::read_page(seen.page).series) {
    std::string line = one.name;
    for (const auto& [label, text] : one.labels) {
      const auto at = text.find(name);
      found += at == text.npos ? 0 : 1;
      line.append(" ").append(label).append("=");
      line += at == text.npos ? text : std::string(text).replace(at, name.size(), as);
    }
    lines.push_back(line + " " + std::to_string(one.value));
  }
  std::ranges::sort(lines);
  return {lines, found};
}

/// Tries all odd texts where `make_body` puts them; false where a harmless one does not come out either.
template <typename MakeBody>
bool try_all(const answer_case& of, const MakeBody& make_body) {
  const auto body = make_body(harmless);
  if (!body) return false;
  const outcome calm = testing::outcome_of(of, *body);
  if (!calm.is_ok) return false;
  const auto [expected, count] = series_with(calm, harmless, harmless);
  if (count == 0) return false;
  for (const odd_text& odd : odd_texts()) {
    SCOPED_TRACE(odd.name);
    const outcome seen = testing::outcome_of(of, *make_body(odd.in_json));
    EXPECT_TRUE(seen.is_ok);
    testing::expect_valid_page(seen.page);
    EXPECT_EQ(series_with(seen, odd.on_page, harmless), std::pair(expected, count));
    EXPECT_EQ(seen.refused, calm.refused);
  }
  return true;
}

class names_in_answers : public ::testing::TestWithParam<answer_case> {};

TEST_P(names_in_answers, stand_on_a_valid_page_whatever_they_are) {
  const answer_case& of = GetParam();
  std::set<std::string> texts;
  std::map<std::string, int> keys;  ///< by object: members that were tried in vain; -1: its keys are names
  for (const char* fixture : of.fixtures) {
    const json whole = json::parse(testing::read_fixture(fixture));
    for (const answer_place& place : testing::places_in(whole, of)) {
      SCOPED_TRACE(place.path);
      const auto text = [&](const std::string& raw) {
        return std::optional(testing::with(whole, place, '"' + raw + '"'));
      };
      const auto key = [&](const std::string& raw) { return testing::renamed(whole, place, raw); };
      if (whole.at(place.at).is_string() && !texts.contains(place.path) && try_all(of, text)) {
        texts.insert(place.path);
      }
      int& tried = keys[place.path.substr(0, place.path.rfind('/') + 1)];
      if (tried >= 0 && tried < enough_keys) tried = try_all(of, key) ? -1 : tried + 1;
    }
  }
  RecordProperty("texts", static_cast<int>(texts.size()));
  const auto with_names = std::ranges::count(keys, -1, &std::pair<const std::string, int>::second);
  RecordProperty("keys", static_cast<int>(with_names));
  const bool has_numbers_only = std::string_view(of.collector) == "zookeeper_server_stats";
  EXPECT_EQ(texts.empty() && with_names == 0, has_numbers_only) << "nothing in the answers becomes a label";
}

INSTANTIATE_TEST_SUITE_P(answers, names_in_answers,
                         ::testing::ValuesIn(testing::json_answers().begin(), testing::json_answers().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// A key with a name in it, and what the name is now.
struct named_key {
  const char* key;
  const char* name;
};

class names_in_keys : public ::testing::TestWithParam<named_key> {};

TEST_P(names_in_keys, stand_on_a_valid_page_whatever_they_are) {
  const answer_case of{"mesos_master_snapshot", "mesos_master_snapshot", make_master_snapshot_decoder, {}};
  const json whole = json::parse(testing::read_fixture("mesos/leader/metrics_snapshot.body"));
  const std::string key = GetParam().key;
  ASSERT_TRUE(whole.contains(key));
  const answer_place place{key, json::json_pointer() / key};

  EXPECT_TRUE(try_all(of, [&](const std::string& raw) {
    return testing::renamed(whole, place, testing::replaced(key, GetParam().name, raw));
  }));
}

INSTANTIATE_TEST_SUITE_P(of_a_master, names_in_keys,
                         ::testing::Values(named_key{"allocator/mesos/roles/dev/shares/dominant", "dev"},
                                           named_key{"allocator/mesos/quota/roles/dev/resources/cpus/limit",
                                                     "dev"},
                                           named_key{"master/frameworks/mesos-execute%20instance/"
                                                     "b22a0a1d-815e-423f-986c-dac9cea23500-0003/subscribed",
                                                     "mesos-execute%20instance"}),
                         [](const auto& tested) { return "key_" + std::to_string(tested.index); });

// Percent signs are escapes in the keys of a snapshot only.
TEST(names_in_lists, keep_their_percent_signs) {
  const answer_case of{"mesos_master_frameworks", "mesos_master_frameworks", make_framework_list_decoder, {}};

  const outcome seen =
      testing::outcome_of(of, R"({"slaves":[],"frameworks":[{"id":"f","name":"50%41%ff","active":true}]})");

  ASSERT_TRUE(seen.is_ok);
  EXPECT_EQ(testing::read_page(seen.page).value("mesos_framework_active", {{"framework", "50%41%ff"}}), 1);
}

// Nobody can be asked under such an address, and it must not become a label either.
TEST(names_in_lists, in_the_pid_of_an_agent_are_no_address) {
  const answer_case of{"mesos_master_agents", "mesos_master_agents", make_agent_list_decoder, {}};
  for (const char* pid : {R"(slave(1)@a\"b:5051)", R"(slave(1)@h\nx:5051)", "slave(1)@h:99999999", "@",
                          "h:5051", R"(slave(1)@u:p@h/x?y)"}) {
    const outcome seen = testing::outcome_of(
        of, R"({"slaves":[{"id":"S1","active":true,"pid":")" + std::string(pid) + R"("}]})");

    ASSERT_TRUE(seen.is_ok) << pid;
    testing::expect_valid_page(seen.page);
    const auto page = testing::read_page(seen.page);
    EXPECT_EQ(page.value("mesos_master_agent_active", {{"agent_id", "S1"}}), 1) << pid;
    EXPECT_FALSE(std::ranges::any_of(page.series, [](const auto& one) {
      return one.labels.contains("agent");
    })) << pid;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
