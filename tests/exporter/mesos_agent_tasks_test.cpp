#include "exporter/collectors/mesos_agent_tasks.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "common/core/exposition.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "tests/exporter/golden.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

decode_options options_with(std::vector<std::string> task_labels) {
  decode_options options;
  options.instance = "10.0.0.2:5051";
  options.task_labels = std::move(task_labels);
  return options;
}

result<decoded> decode(std::string_view body, std::vector<std::string> task_labels = {"team"}) {
  return decode_body(make_agent_task_decoder, options_with(std::move(task_labels)), body);
}

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4))
      .of_instance("10.0.0.2:5051");
}

TEST(agent_task_decoder, reads_the_tasks_of_a_real_agent) {
  const auto answer = decode(testing::read_fixture("mesos/agent2/state.body"));

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->counts.values_refused, 0u);
  const auto page = page_of(answer.value());
  const auto lines = testing::read_table("expected/mesos_agent2_tasks.tsv");
  EXPECT_EQ(page.series.size(), lines.size());
  for (const auto& line : lines) {
    const auto series = testing::read_series(line[0]);
    EXPECT_EQ(page.value(series.name, series.labels), 1) << line[0];
  }
}

TEST(agent_task_decoder, gives_the_page_of_the_golden_file) {
  constexpr std::pair<const char*, const char*> pages[] = {
      {"mesos/agent1/state.body", "mesos/agent1_tasks"},
      {"mesos/agent2/state.body", "mesos/agent2_tasks"},
      {"mesos/agent_all_fields/state.json", "mesos/agent_all_fields_tasks"},
      {"mesos_versions/0_21/agent/state.json", "mesos_versions/0_21_tasks"}};
  for (const auto& [file, golden] : pages) {
    const auto answer = decode(testing::read_fixture(file));
    ASSERT_TRUE(answer.ok()) << file;
    EXPECT_EQ(answer->counts.values_refused, 0u) << file;
    const sample_set* const sets[] = {&answer->samples};
    testing::expect_golden(golden, sets);
  }
}

// What a query joins: the container of each task is one of those that the same agent tells about.
TEST(agent_task_decoder, names_containers_as_the_other_collector_does) {
  const auto tasks = decode(testing::read_fixture("mesos/agent2/state.body"));
  const auto containers = decode_body(make_operator_container_decoder, options_with({}),
                                      testing::read_fixture("mesos/agent2/v1_GET_CONTAINERS_nested.body"));

  ASSERT_TRUE(tasks.ok() && containers.ok());
  const auto page = page_of(containers.value());
  std::size_t joined = 0;
  for (const auto& one : page_of(tasks.value()).series) {
    if (one.name != "mesos_task_info") continue;
    testing::labels_map same;
    for (const char* label : {"framework_id", "executor_id", "container_id", "parent_container_id"}) {
      if (one.labels.contains(label)) same[label] = one.labels.at(label);
    }
    EXPECT_TRUE(page.has("mesos_container_info", same)) << one.labels.at("task_id");
    ++joined;
  }
  EXPECT_EQ(joined, 5u);
}

constexpr const char* start =
    R"({"frameworks":[{"id":"f","executors":[{"id":"e","source":"","container":"c",)";

TEST(agent_task_decoder, keeps_to_the_labels_that_are_wanted) {
  const std::string body =
      std::string(start) +
      R"("tasks":[{"id":"t","state":"TASK_RUNNING","labels":[{"key":"team","value":"a"},{"key":"secret","value":"b"}]}]}]}]})";

  const auto wanted = decode(body);
  const auto none = decode(body, {});

  ASSERT_TRUE(wanted.ok() && none.ok());
  EXPECT_TRUE(page_of(wanted.value()).has("mesos_task_info", {{"task_id", "t"}, {"team", "a"}}));
  for (const auto& one : page_of(wanted.value()).series) EXPECT_FALSE(one.labels.contains("secret"));
  for (const auto& one : page_of(none.value()).series) EXPECT_FALSE(one.labels.contains("team"));
}

TEST(agent_task_decoder, lets_no_label_take_the_place_of_ours) {
  const auto answer = decode(
      std::string(start) +
          R"("tasks":[{"id":"t","labels":[{"key":"task_id","value":"x"},{"key":"a.b","value":"y"}]}]}]}]})",
      {"task_id", "a.b"});

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(page_of(answer.value())
                  .has("mesos_task_info", {{"task_id", "t"}, {"label_task_id", "x"}, {"a_b", "y"}}));
}

TEST(agent_task_decoder, reads_the_labels_of_old_agents) {
  const auto answer = decode(std::string(start) +
                             R"("tasks":[{"id":"t","labels":{"labels":[{"key":"team","value":"a"}]}}]}]}]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(page_of(answer.value()).has("mesos_task_info", {{"team", "a"}, {"container_id", "c"}}));
}

TEST(agent_task_decoder, has_queued_tasks_and_no_completed_ones) {
  const auto answer = decode(
      std::string(start) +
      R"("tasks":[],"queued_tasks":[{"id":"q"}],"completed_tasks":[{"id":"d","state":"TASK_FINISHED"}]}],
         "completed_executors":[{"id":"x","tasks":[{"id":"y"}]}]}],
         "completed_frameworks":[{"id":"g","executors":[{"id":"x","tasks":[{"id":"z"}]}]}]})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.series.size(), 2u);
  EXPECT_TRUE(page.has("mesos_task_state", {{"task_id", "q"}, {"state", "staging"}}));
}

TEST(agent_task_decoder, counts_elements_of_wrong_types) {
  const auto answer = decode(R"({"frameworks":[1,{"id":"f","executors":["x",{"id":"e","tasks":[null,{"id":3},
                                 {"id":"t"}]}]},{"executors":[{"id":"e","tasks":[{"id":"u"}]}]}]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).series.size(), 2u);
  EXPECT_EQ(answer->counts.values_refused, 5u);
}

TEST(agent_task_decoder, fails_on_what_is_no_state) {
  for (const char* body :
       {"{}", "[]", R"({"frameworks":{}})", R"({"frameworks":3})", R"({"frameworks":[3]})"}) {
    const auto answer = decode(body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
