// Attributes and task labels under mesos_exporter's names, from real answers.
#include "exporter/collectors/compat_info.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

testing::page info_page(decoder_factory make, decode_options options, const std::string& body) {
  options.instance = "h:1";
  auto answer = decode_body(make, std::move(options), body);
  EXPECT_TRUE(answer.ok());
  if (!answer.ok()) return {};
  const sample_set* const sets[] = {&answer->samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4)).of_instance("h:1");
}

decode_options wanting(std::vector<std::string> attributes, std::vector<std::string> labels) {
  decode_options options;
  options.agent_attributes = std::move(attributes);
  options.task_labels = std::move(labels);
  return options;
}

TEST(compat_attributes, are_the_chosen_ones_by_pid_on_a_master) {
  const std::string body = testing::read_fixture("mesos/leader/slaves.body");

  const auto page = info_page(make_compat_attribute_decoder, wanting({"rack", "cores", "none"}, {}), body);

  const auto agents = nlohmann::json::parse(body)["slaves"];
  EXPECT_EQ(page.series.size(), agents.size());
  for (const auto& one : agents) {
    EXPECT_EQ(
        page.value("mesos_slave_attributes", {{"slave", one["pid"]}, {"rack", one["attributes"]["rack"]}}),
        1);
  }
  EXPECT_EQ(page.type_of.at("mesos_slave_attributes"), "counter");
  EXPECT_TRUE(page.has("mesos_slave_attributes", {{"cores", "4"}}));
}

TEST(compat_attributes, have_no_series_unless_some_are_chosen) {
  const std::string body = testing::read_fixture("mesos/leader/slaves.body");

  EXPECT_TRUE(info_page(make_compat_attribute_decoder, {}, body).series.empty());
}

TEST(compat_agent_state, gives_attributes_and_the_chosen_labels_of_tasks) {
  const auto page = info_page(make_compat_agent_state_decoder, wanting({"zone"}, {"team"}),
                              testing::read_fixture("mesos/agent2/state.body"));

  EXPECT_EQ(page.value("mesos_slave_attributes", {{"zone", "z2"}}), 1);
  EXPECT_EQ(
      page.value("mesos_slave_task_labels", {{"task_id", "pod-web"},
                                             {"task_name", "pod-web"},
                                             {"executor_id", "default-executor"},
                                             {"source", ""},
                                             {"framework_id", "b22a0a1d-815e-423f-986c-dac9cea23500-0006"},
                                             {"team", "infra"}}),
      1);
  EXPECT_TRUE(page.has("mesos_slave_task_labels", {{"task_id", "memok"}, {"source", "memok"}}));
}

TEST(compat_agent_state, leaves_completed_tasks_alone) {
  const auto page = info_page(make_compat_agent_state_decoder, wanting({}, {"team"}), R"({"frameworks":[
      {"executors":[{"tasks":[{"id":"t1","name":"n","labels":[{"key":"team","value":"a"},{"key":"x","value":"y"}]}],
                     "completed_tasks":[{"id":"t0"}],"queued_tasks":[{"id":"t2"}],"id":"e","source":"s"}],"id":"f"}],
      "completed_frameworks":[{"id":"g","executors":[{"id":"e","tasks":[{"id":"t9"}]}]}]})");

  ASSERT_EQ(page.series.size(), 1u);
  EXPECT_EQ(page.series[0].labels, (testing::labels_map{{"executor_id", "e"},
                                                        {"framework_id", "f"},
                                                        {"source", "s"},
                                                        {"task_id", "t1"},
                                                        {"task_name", "n"},
                                                        {"team", "a"}}));
}

TEST(compat_label, is_named_as_mesos_exporter_named_it) {
  EXPECT_EQ(compat_label_name("os-family.v2"), "os_family_v2");
  EXPECT_EQ(compat_label_name("1st"), "_st");
}

}  // namespace
}  // namespace mesoscale::exporter
