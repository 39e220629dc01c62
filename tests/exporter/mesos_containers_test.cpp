#include "exporter/collectors/mesos_containers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

result<decoded> decode(std::string_view body) {
  return decode_body(make_container_decoder, {"10.0.0.2:5051", 200'000}, body);
}

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4))
      .of_instance("10.0.0.2:5051");
}

class containers_of_real_agent : public ::testing::TestWithParam<const char*> {};

TEST_P(containers_of_real_agent, have_every_number_of_their_statistics) {
  const std::string body = testing::read_fixture(GetParam());
  std::map<std::string, std::vector<std::string>> listed;
  std::set<std::string> listed_families;
  for (auto& line : testing::read_table("expected/mesos_container_statistics.tsv")) {
    listed[line[0]] = line;
    if (line[0].starts_with("statistics.")) listed_families.insert(line[1]);
  }

  const auto answer = decode(body);

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  std::size_t expected = 0;
  for (const auto& container : nlohmann::json::parse(body)) {
    for (const auto& [key, number] : container.at("statistics").items()) {
      const auto& line = listed.at("statistics." + key);
      testing::labels_map labels{{"executor_id", container.at("executor_id")},
                                 {"framework_id", container.at("framework_id")}};
      if (container.contains("container_id")) labels["container_id"] = container.at("container_id");
      const auto level = line[3].find("level=\"");
      if (level != line[3].npos)
        labels["level"] = line[3].substr(level + 7, line[3].find('"', level + 7) - level - 7);
      EXPECT_DOUBLE_EQ(page.value(line[1], labels), number.get<double>()) << key;
      EXPECT_EQ(page.type_of.at(line[1]), line[2]);
      ++expected;
    }
  }
  std::size_t numbers = 0;
  for (const auto& one : page.series) numbers += listed_families.contains(one.name) ? 1 : 0;
  EXPECT_EQ(numbers, expected);
  EXPECT_EQ(answer.value().counts.values_refused, 0u);
  EXPECT_EQ(answer.value().counts.keys_unknown, 0u);
}

INSTANTIATE_TEST_SUITE_P(captures, containers_of_real_agent,
                         ::testing::Values("mesos/agent1/containers.body", "mesos/agent2/containers.body",
                                           "mesos/agent1/monitor_statistics.body",
                                           "mesos/agent2/monitor_statistics.body",
                                           "mesos/monitor_statistics_0_21.json"));

TEST(container_decoder, passes_over_an_element_without_statistics) {
  const auto answer = decode(testing::read_fixture("mesos/containers_without_statistics.json"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.count("mesos_container_cpus_limit"), 1u);
  EXPECT_EQ(page.value("mesos_container_mem_bytes",
                       {{"app", "/foo"}, {"container_id", "e4faacb2-f69f-4ea1-9d96-eb06fea75eef"}}),
            4476928);
}

TEST(container_decoder, gives_no_app_to_a_container_of_another_framework) {
  const auto answer = decode(testing::read_fixture("mesos/agent1/containers.body"));

  ASSERT_TRUE(answer.ok());
  for (const auto& one : page_of(answer.value()).series) EXPECT_FALSE(one.labels.contains("app"));
}

TEST(container_decoder, accepts_an_agent_without_containers) {
  const auto answer = decode("[]");

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer.value().samples.empty());
}

TEST(container_decoder, refuses_values_and_elements_of_wrong_type) {
  const auto answer =
      decode(R"([1, {"executor_id":"e","framework_id":"f","statistics":{"cpus_limit":"1","mem_rss_bytes":2}},
                                 {"framework_id":"f","statistics":{"cpus_limit":1}}])");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  ASSERT_EQ(page.series.size(), 2u);
  EXPECT_EQ(page.value("mesos_container_mem_rss_bytes"), 2);
  EXPECT_EQ(page.value("mesos_container_info"), 1);
  EXPECT_EQ(answer.value().counts.values_refused, 3u);
}

TEST(container_decoder, writes_a_container_once_that_stands_twice) {
  const auto answer = decode(R"([{"executor_id":"e","framework_id":"f","statistics":{"threads":1}},
                                 {"executor_id":"e","framework_id":"f","statistics":{"threads":2}}])");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).value("mesos_container_threads"), 1);
  EXPECT_EQ(answer.value().counts.values_refused, 2u);
}

TEST(container_decoder, fails_on_what_is_not_a_list) {
  for (const char* body : {"{}", "null", "3", "[1]", R"([{"statistics":{"threads":1}}])"}) {
    const auto answer = decode(body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
  EXPECT_EQ(decode("[{\"executor_id\":").error().code, errc::not_json);
}

}  // namespace
}  // namespace mesoscale::exporter
