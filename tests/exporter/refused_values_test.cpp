// The rule for refused values (json_decoder.hpp) at every place of every collector: what an answer without the value becomes tells
// whether a place is known; a value of a wrong kind there must become the same, and be counted once.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "exporter/collectors/collector.hpp"
#include "tests/exporter/answer_cases.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using nlohmann::json;
using testing::answer_case;
using testing::answer_place;
using testing::outcome;
using kind = json::value_t;

struct odd_value {
  const char* raw;
  kind of;
};

constexpr odd_value odd_values[] = {
    {"null", kind::null},          {"7", kind::number_float},
    {"1e999", kind::number_float}, {"\"odd\"", kind::string},
    {"true", kind::boolean},       {R"({"odd":[1,{"id":"x"}]})", kind::object},
    {R"(["odd"])", kind::array},   {R"([[[[1,"x"]]]])", kind::array},
};

kind kind_of(const json& value) { return value.is_number() ? kind::number_float : value.type(); }

/// Places where a second kind is right, and what says so.
struct also_right {
  const char* collector;
  const char* end_of_path;
  kind of;
};

constexpr also_right all_also_right[] = {
    // Mesos' attributes are texts or numbers.
    {"mesos_master_agents", "/attributes/rack", kind::number_float},
    {"mesos_master_agents", "/attributes/cores", kind::string},
    {"mesos_master_agents", "/attributes/zone", kind::number_float},
    {"mesos_master_agents", "/attributes/ssd", kind::number_float},
    // Agents before 0.23 wrote the labels of a task one level deeper.
    {"mesos_agent_tasks", "/labels", kind::object},
    // Marathon 0.8 has a list of actions as a step, later versions an object with one.
    {"marathon_deployments", "steps/[]", kind::array},
    {"marathon_deployments", "steps/[]", kind::object},
    // How many there are, or which.
    {"mesos_master_agents", "/ports", kind::number_float},
    {"mesos_master_frameworks", "/ports", kind::number_float},
    {"mesos_master_roles", "/ports", kind::number_float},
    // Gauges of Dropwizard may be texts.
    {"marathon_metrics", "gauges/*/value", kind::string},
    {"chronos_metrics", "gauges/*/value", kind::string},
    // An id, which the AdminServer writes as a number.
    {"zookeeper_monitor", "observer_master_id", kind::string},
};

bool is_also_right(const answer_case& of, const answer_place& place, kind other) {
  return std::ranges::any_of(all_also_right, [&](const also_right& one) {
    return std::string_view(of.collector) == one.collector && place.path.ends_with(one.end_of_path) &&
           one.of == other;
  });
}

void expect_left_out(const outcome& seen, const outcome& without, const outcome& good, bool is_of_list) {
  if (!seen.is_ok) {
    // Nothing of a list can be used, or the answer needs the value.
    EXPECT_TRUE(is_of_list || !without.is_ok);
    EXPECT_EQ(seen.code, errc::wrong_shape);
    return;
  }
  EXPECT_TRUE(without.is_ok);
  EXPECT_EQ(seen.lines, without.lines);
  EXPECT_EQ(seen.refused, good.refused + 1);
}

void expect_rule_at(const answer_case& of, const json& whole, const answer_place& place,
                    const outcome& without, const outcome& good) {
  const kind right = kind_of(whole.at(place.at));
  for (const odd_value& odd : odd_values) {
    const bool is_infinite = std::string_view(odd.raw) == "1e999";
    if (odd.of == right && !is_infinite) continue;
    SCOPED_TRACE(place.path + ": " + odd.raw);
    const outcome seen = testing::outcome_of(of, testing::with(whole, place, odd.raw));
    if (odd.of == kind::null && !place.is_element()) {
      EXPECT_EQ(seen.is_ok, without.is_ok);
      EXPECT_EQ(seen.lines, without.lines);
      EXPECT_EQ(seen.refused, without.refused);
    } else if (odd.of != right && is_also_right(of, place, odd.of)) {
      EXPECT_TRUE(seen.is_ok);
    } else {
      expect_left_out(seen, without, good, place.is_element() || right == kind::array);
    }
  }
}

/// Whether it matters what stands there: without the value, or with another number, the answer becomes something else.
bool matters(const answer_case& of, const json& whole, const answer_place& place, const outcome& without,
             const outcome& good) {
  if (!without.is_ok || without.lines != good.lines) return true;
  return whole.at(place.at).is_number() &&
         testing::outcome_of(of, testing::with(whole, place, "12345")).lines != good.lines;
}

/// The paths of all places that matter, each of which has been broken in every way.
std::set<std::string> broken_places(const answer_case& of) {
  std::set<std::string> paths;
  for (const char* fixture : of.fixtures) {
    const json whole = json::parse(testing::read_fixture(fixture));
    const outcome good = testing::outcome_of(of, whole.dump());
    EXPECT_TRUE(good.is_ok) << fixture;
    for (const answer_place& place : testing::places_in(whole, of)) {
      if (paths.contains(place.path) || whole.at(place.at).is_null()) continue;
      const outcome without = testing::outcome_of(of, testing::without(whole, place).dump());
      if (!matters(of, whole, place, without, good)) continue;
      paths.insert(place.path);
      expect_rule_at(of, whole, place, without, good);
    }
  }
  return paths;
}

// "apps[].taskStats.<group>.x(length)" as "apps/[]/taskStats/<group>/x".
std::string path_of(const std::string& field) {
  std::string path;
  std::istringstream parts(testing::without_note(field));
  for (std::string part; std::getline(parts, part, '.');) {
    const bool is_list = part.size() > 2 && part.ends_with("[]");
    if (is_list) part.resize(part.size() - 2);
    if (!path.empty()) path.push_back('/');
    path += part;
    if (is_list) path += "/[]";
  }
  return path;
}

class known_places : public ::testing::TestWithParam<answer_case> {};

TEST_P(known_places, refuse_values_of_a_wrong_kind) {
  const answer_case& of = GetParam();

  const auto paths = broken_places(of);

  EXPECT_FALSE(paths.empty());
  RecordProperty("places", static_cast<int>(paths.size()));
  if (*of.list == '\0') return;
  for (const auto& field : testing::read_decisions(of.list)) {
    const bool is_computed = field.scale == "derived" || field.scale == "schedule";
    const bool is_of_v1 = *of.prefix == '\0' && field.key.starts_with("get_containers.");
    if (is_of_v1 || !field.key.starts_with(of.prefix) || !field.is_exported() || is_computed ||
        field.key == "info")
      continue;
    const std::string path = path_of(of.root + field.key.substr(std::string(of.prefix).size()));
    EXPECT_TRUE(
        std::ranges::any_of(paths, [&path](const std::string& one) { return testing::fits(path, one); }))
        << field.key << " has not been broken";
  }
}

// A text that is no JSON at all cannot be skipped: nobody knows where it ends.
TEST_P(known_places, make_the_answer_useless_when_they_hold_no_json) {
  const answer_case& of = GetParam();
  const json whole = json::parse(testing::read_fixture(of.fixtures.front()));
  const auto places = testing::places_in(whole, of);
  for (const std::string& odd :
       {std::string("NaN"), std::string("-Infinity"), std::string("0x1"), std::string("'a'"),
        std::string(100'000, '['), std::string(100'000, '[') + std::string(100'000, ']')}) {
    const outcome seen = testing::outcome_of(of, testing::with(whole, places[places.size() / 2], odd));

    const bool is_words = std::string_view(of.collector).starts_with("zookeeper_");
    EXPECT_FALSE(seen.is_ok) << odd.substr(0, 20);
    EXPECT_TRUE(seen.code == errc::not_json || (is_words && seen.code == errc::wrong_shape))
        << odd.substr(0, 20);
  }
}

INSTANTIATE_TEST_SUITE_P(answers, known_places,
                         ::testing::ValuesIn(testing::json_answers().begin(), testing::json_answers().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

class known_lines : public ::testing::TestWithParam<answer_case> {};

// The number at the end of a line; what is read of other places is text, and any text will do.
TEST_P(known_lines, refuse_what_is_no_number) {
  const answer_case& of = GetParam();
  const std::string whole = testing::read_fixture(of.fixtures.front());
  const outcome good = testing::outcome_of(of, whole);
  ASSERT_TRUE(good.is_ok);
  std::size_t broken = 0;
  for (std::size_t begin = 0; begin < whole.size();) {
    const std::size_t end = std::min(whole.find('\n', begin), whole.size());
    const std::string line = whole.substr(begin, end - begin);
    const std::string before = whole.substr(0, begin), after = whole.substr(end);
    begin = end + 1;
    const auto value = line.find_last_of("\t ,") + 1;
    if (line.starts_with('#') || value == 0 || line.find_first_not_of("0123456789.-eE", value) != line.npos)
      continue;
    const outcome without = testing::outcome_of(of, before + (after.empty() ? "" : after.substr(1)));
    if (without.is_ok && without.lines == good.lines) continue;
    ++broken;
    SCOPED_TRACE(line);

    const outcome seen = testing::outcome_of(of, before + line.substr(0, value) + "odd" + after);

    EXPECT_EQ(seen.is_ok, without.is_ok);
    EXPECT_EQ(seen.lines, without.lines);
    EXPECT_EQ(seen.refused, without.is_ok ? good.refused + 1 : 0);
  }
  const bool has_numbers =
      std::string_view(of.name) != "chronos_graph" && std::string_view(of.name) != "zookeeper_zxid";
  EXPECT_EQ(broken > 0, has_numbers);
}

INSTANTIATE_TEST_SUITE_P(answers, known_lines,
                         ::testing::ValuesIn(testing::line_answers().begin(), testing::line_answers().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(answer_cases, have_every_collector_that_decodes) {
  std::set<std::string_view> names;
  for (const answer_case& one : testing::json_answers()) names.insert(one.collector);
  for (const answer_case& one : testing::line_answers()) names.insert(one.collector);
  for (const collector& one : all_collectors()) {
    EXPECT_EQ(names.contains(one.name), one.make_decoder != nullptr) << one.name;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
