// The series of whole answers of agents about their containers: against lists of what they must become, and against goldens.
#include <gtest/gtest.h>

#include <set>

#include "common/core/exposition.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "tests/exporter/golden.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

decode_options options_of_agent() {
  decode_options options;
  options.instance = "10.0.0.2:5051";
  return options;
}

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4))
      .of_instance("10.0.0.2:5051");
}

struct listed_answer {
  const char* name;
  decoder_factory make;
  const char* file;
  const char* list;
};

class containers_with_every_field : public ::testing::TestWithParam<listed_answer> {};

TEST_P(containers_with_every_field, become_the_listed_series_and_no_other) {
  const auto answer =
      decode_body(GetParam().make, options_of_agent(), testing::read_fixture(GetParam().file));

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->counts.values_refused, 0u);
  EXPECT_EQ(answer->counts.keys_unknown, 0u);
  std::map<std::pair<std::string, testing::labels_map>, double> found;
  for (const auto& one : page_of(answer.value()).series) found[{one.name, one.labels}] = one.value;
  for (const auto& line : testing::read_table(GetParam().list)) {
    const auto series = testing::read_series(line[0]);
    const auto at = found.find({series.name, series.labels});
    ASSERT_NE(at, found.end()) << line[0];
    EXPECT_DOUBLE_EQ(at->second, std::stod(line[1])) << line[0];
    found.erase(at);
  }
  for (const auto& [series, value] : found) ADD_FAILURE() << "not listed: " << series.first << " " << value;
}

INSTANTIATE_TEST_SUITE_P(fixtures, containers_with_every_field,
                         ::testing::Values(listed_answer{"array", make_container_decoder,
                                                         "mesos/containers_all_fields.json",
                                                         "expected/mesos_containers_all_fields.tsv"},
                                           listed_answer{"operator_api", make_operator_container_decoder,
                                                         "mesos/v1_containers_all_fields.json",
                                                         "expected/mesos_v1_containers_all_fields.tsv"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(container_with_every_field, has_every_family_of_the_list) {
  const auto answer = decode_body(make_container_decoder, options_of_agent(),
                                  testing::read_fixture("mesos/containers_all_fields.json"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  for (const auto& line : testing::read_table("expected/mesos_container_statistics.tsv")) {
    if (line[1].starts_with("not exported")) continue;
    testing::labels_map fixed;
    for (const auto& [name, value] : testing::read_series("x{" + line[3] + "}").labels) {
      if (!value.starts_with('<')) fixed.emplace(name, value);
    }
    EXPECT_TRUE(page.has(line[1], fixed)) << line[0];
  }
}

struct golden_answer {
  const char* name;
  decoder_factory make;
  const char* file;
};

class page_of_containers : public ::testing::TestWithParam<golden_answer> {};

TEST_P(page_of_containers, is_as_in_the_golden_file) {
  const auto answer =
      decode_body(GetParam().make, options_of_agent(), testing::read_fixture(GetParam().file));

  ASSERT_TRUE(answer.ok());
  const sample_set* const sets[] = {&answer->samples};
  testing::expect_golden("mesos/" + std::string(GetParam().name), sets);
}

INSTANTIATE_TEST_SUITE_P(
    fixtures, page_of_containers,
    ::testing::Values(
        golden_answer{"agent1_containers", make_container_decoder, "mesos/agent1/containers.body"},
        golden_answer{"agent1_v1_containers", make_operator_container_decoder,
                      "mesos/agent1/v1_GET_CONTAINERS.body"},
        golden_answer{"agent1_v1_containers_nested", make_operator_container_decoder,
                      "mesos/agent1/v1_GET_CONTAINERS_nested.body"},
        golden_answer{"agent2_containers", make_container_decoder, "mesos/agent2/containers.body"},
        golden_answer{"agent2_monitor_statistics", make_container_decoder,
                      "mesos/agent2/monitor_statistics.body"},
        golden_answer{"agent2_v1_containers_nested", make_operator_container_decoder,
                      "mesos/agent2/v1_GET_CONTAINERS_nested.body"},
        golden_answer{"containers_all_fields", make_container_decoder, "mesos/containers_all_fields.json"},
        golden_answer{"v1_containers_all_fields", make_operator_container_decoder,
                      "mesos/v1_containers_all_fields.json"}),
    [](const auto& tested) { return std::string(tested.param.name); });

// The same agent a moment later, asked in another way: the containers and their names are the same.
TEST(operator_container_decoder, names_the_containers_of_executors_as_the_array_does) {
  const auto array = decode_body(make_container_decoder, options_of_agent(),
                                 testing::read_fixture("mesos/agent2/containers.body"));
  const auto call = decode_body(make_operator_container_decoder, options_of_agent(),
                                testing::read_fixture("mesos/agent2/v1_GET_CONTAINERS.body"));

  ASSERT_TRUE(array.ok() && call.ok());
  const auto names = [](const decoded& answer) {
    std::set<std::pair<std::string, testing::labels_map>> all;
    for (const auto& one : page_of(answer).series) {
      if (one.name != "mesos_container_info") all.emplace(one.name, one.labels);
    }
    return all;
  };
  EXPECT_EQ(names(array.value()), names(call.value()));
  EXPECT_EQ(page_of(call.value()).count("mesos_container_info"), 4u);
}

TEST(operator_container_decoder, gives_a_nested_container_the_labels_of_its_root) {
  const auto answer = decode_body(make_operator_container_decoder, options_of_agent(),
                                  testing::read_fixture("mesos/agent2/v1_GET_CONTAINERS_nested.body"));

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value())
                .value("mesos_container_cpus_soft_limit",
                       {{"framework_id", "b22a0a1d-815e-423f-986c-dac9cea23500-0006"},
                        {"executor_id", "default-executor"},
                        {"container_id", "183eceb2-a8f4-4b93-ba9f-46f22681d06a"},
                        {"parent_container_id", "ae2883cb-dbf1-41fa-bd57-6b43d2a22d86"}}),
            0.2);
}

TEST(operator_container_decoder, counts_no_container_for_an_app_that_is_nested_in_another_of_it) {
  const auto answer = decode_body(make_operator_container_decoder, options_of_agent(),
                                  R"({"type":"GET_CONTAINERS","get_containers":{"containers":[
          {"framework_id":{"value":"f"},"executor_id":{"value":"instance-a_pod.5d8f3c1e-1c1d-4f0a-9a51-0242ac110002"},
           "container_id":{"value":"c"},"resource_statistics":{"cpus_user_time_secs":3}},
          {"container_id":{"value":"n"},"container_status":{"container_id":{"value":"n","parent":{"value":"c"}}},
           "resource_statistics":{"cpus_user_time_secs":2}}]}})");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).value("mesos_container_cpu_user_seconds_total", {{"app", "/a/pod"}}), 3);
  EXPECT_EQ(page_of(answer.value()).count("mesos_container_cpu_user_seconds_total"), 2u);
}

TEST(operator_container_decoder, names_no_executor_for_a_nested_container_whose_root_is_not_listed) {
  const auto answer = decode_body(make_operator_container_decoder, options_of_agent(),
                                  R"({"get_containers":{"containers":[
          {"container_id":{"value":"a"},"container_status":{"container_id":{"value":"a","parent":{"value":"b"}}}},
          {"container_id":{"value":"b"},"container_status":{"container_id":{"value":"b","parent":{"value":"a"}}}},
          {"container_id":{"value":"c","parent":{"value":"gone"}}}]}})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.count("mesos_container_info"), 3u);
  EXPECT_TRUE(page.has("mesos_container_info", {{"container_id", "c"}, {"parent_container_id", "gone"}}));
  for (const auto& one : page.series) EXPECT_FALSE(one.labels.contains("framework_id"));
}

TEST(operator_container_decoder, accepts_an_agent_without_containers) {
  const auto answer = decode_body(make_operator_container_decoder, options_of_agent(),
                                  R"({"type":"GET_CONTAINERS","get_containers":{}})");

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer->samples.empty());
}

TEST(operator_container_decoder, fails_on_an_answer_to_something_else) {
  for (const char* body : {"{}", "[]", "null", R"({"type":"GET_HEALTH","get_health":{"healthy":true}})",
                           R"({"get_containers":{"containers":[[]]}})"}) {
    const auto answer = decode_body(make_operator_container_decoder, options_of_agent(), body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
}

TEST(container_statistics, counts_each_value_of_a_wrong_type_and_keeps_the_others) {
  const auto answer = decode_body(make_container_decoder, options_of_agent(), R"([
      {"executor_id":"e","framework_id":"f","statistics":{
        "threads":7, "cpus_limit":"1", "mem_rss_bytes":null, "perf":{"cycles":true},
        "blkio_statistics":{"cfq":[{"device":{"major":"8","minor":0},"sectors":{}, "time":"x",
          "io_serviced":[{"op":3,"value":1},{"op":"READ","value":"2"},{"op":"WRITE","value":5}]}]},
        "disk_statistics":[{"used_bytes":[1]},{"limit_bytes":9,"source":{"type":4}}],
        "net_traffic_control_statistics":[{"id":"a","bytes":"x"},{"id":"b","bytes":1}],
        "net_snmp_statistics":{"tcp_stats":{"RetransSegs":"9"}}},
       "status":{"executor_pid":"1"}}])");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("mesos_container_threads"), 7);
  EXPECT_EQ(page.value("mesos_container_blkio_operations_total", {{"op", "write"}}), 5);
  EXPECT_EQ(page.count("mesos_container_blkio_operations_total"), 1u);
  EXPECT_EQ(page.value("mesos_container_volume_limit_bytes"), 9);
  EXPECT_EQ(page.value("mesos_container_traffic_control_bytes_total", {{"limiter", "b"}}), 1);
  // cpus_limit, cycles, major, sectors, time, op, value, used_bytes, type, two volumes of one name, bytes, RetransSegs, executor_pid;
  // the element of used_bytes is left out with its list, and null is no value.
  EXPECT_EQ(answer->counts.values_refused, 13u);
}

TEST(container_statistics, keep_a_total_that_stands_alone) {
  const auto answer = decode_body(make_container_decoder, options_of_agent(), R"([
      {"executor_id":"e","framework_id":"f","statistics":{"blkio_statistics":{
        "throttling":[{"io_serviced":[{"op":"TOTAL","value":12}]}]}}}])");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("mesos_container_blkio_operations_total", {{"op", "total"}, {"policy", "throttling"}}),
            12);
}

TEST(container_statistics, stay_within_the_limit_of_series_for_a_thousand_containers) {
  const std::string one = testing::read_fixture("mesos/containers_all_fields.json");
  const auto begin = one.find('{');
  std::string element = one.substr(begin, one.rfind('}') - begin + 1);
  std::string body = "[";
  for (int i = 0; i < 1000; ++i) {
    std::string other = element;
    other.replace(other.find("\"c-1\""), 5, "\"c-" + std::to_string(i) + "\"");
    body += (i == 0 ? "" : ",") + other;
  }
  auto options = options_of_agent();
  options.max_series = 500;

  const auto answer = decode_body(make_container_decoder, options, body + "]");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.count("mesos_container_threads"), 500u);
  EXPECT_EQ(page.count("mesos_container_perf_events"), 500u);
  std::size_t listed = 0;
  for (const auto& line : testing::read_table("expected/mesos_containers_all_fields.tsv")) {
    listed += line.empty() ? 0 : 1000;
  }
  EXPECT_EQ(page.series.size() + answer->counts.series_cut, listed);
}

}  // namespace
}  // namespace mesoscale::exporter
