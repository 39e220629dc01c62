// The whole page of each version of Marathon and Chronos against a golden file, from all its answers together.
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_groups.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_pods.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/collectors/marathon_tasks.hpp"
#include "exporter/collectors/own_metrics_decoder.hpp"
#include "tests/exporter/golden.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct answer {
  const char* file;
  decoder_factory make;
};

constexpr answer marathon_answers[] = {
    {"apps.json", make_app_decoder},      {"deployments.json", make_deployment_decoder},
    {"groups.json", make_group_decoder},  {"info.json", make_info_decoder},
    {"leader.json", make_leader_decoder}, {"metrics.json", make_marathon_metrics_decoder},
    {"pods.json", make_pod_decoder},      {"queue.json", make_queue_decoder},
    {"tasks.json", make_task_decoder},
};

constexpr answer chronos_answers[] = {{"graph.csv", make_chronos_graph_decoder},
                                      {"jobs.json", make_chronos_job_decoder},
                                      {"leader.json", make_chronos_leader_decoder},
                                      {"metrics.json", make_chronos_metrics_decoder}};

decode_options options_at(double now) {
  decode_options options;
  options.instance = "m1:8080";
  options.now = now;
  options.app_labels = {"team"};
  return options;
}

bool has_fixture(const std::string& file) {
  return std::filesystem::exists(std::string(FIXTURES_DIR) + "/" + file);
}

std::vector<decoded> decode_all(std::span<const answer> answers, const std::string& folder, double now) {
  std::vector<decoded> all;
  for (const answer& one : answers) {
    const std::string file = folder + "/" + one.file;
    if (!has_fixture(file)) continue;
    auto got = decode_body(one.make, options_at(now), testing::read_fixture(file));
    EXPECT_TRUE(got.ok()) << file;
    if (!got.ok()) continue;
    EXPECT_EQ(got->counts.values_refused, 0u) << file;
    EXPECT_EQ(got->counts.series_cut, 0u) << file;
    all.push_back(std::move(got).value());
  }
  return all;
}

class marathon_page : public ::testing::TestWithParam<const char*> {};

TEST_P(marathon_page, is_as_in_the_golden_file) {
  const std::string folder = "marathon/" + std::string(GetParam());
  const auto all = decode_all(marathon_answers, folder, 0);

  std::vector<const sample_set*> sets;
  for (const decoded& one : all) sets.push_back(&one.samples);
  sample_set empty_queues;
  const auto queue =
      decode_body(make_queue_decoder, options_at(0), testing::read_fixture(folder + "/queue.json"));
  add_apps_not_queued(all.front(), queue.value(), "m1:8080", empty_queues);
  sets.push_back(&empty_queues);

  testing::expect_golden(folder, sets);
}

INSTANTIATE_TEST_SUITE_P(versions, marathon_page, ::testing::Values("0_8_1", "1_4", "1_6", "1_11"),
                         [](const auto& tested) { return "v" + std::string(tested.param); });

struct chronos_version {
  const char* name;
  double now;  ///< 10:00 on 11 March of the year of the fixtures
};

class chronos_page : public ::testing::TestWithParam<chronos_version> {};

TEST_P(chronos_page, is_as_in_the_golden_file) {
  const std::string folder = "chronos/" + std::string(GetParam().name);
  const auto all = decode_all(chronos_answers, folder, GetParam().now);

  std::vector<const sample_set*> sets;
  for (const decoded& one : all) sets.push_back(&one.samples);
  ASSERT_GE(sets.size(), 3u);

  testing::expect_golden(folder, sets);
}

INSTANTIATE_TEST_SUITE_P(versions, chronos_page,
                         ::testing::Values(chronos_version{"2_3", 1426068000},
                                           chronos_version{"3_0", 1489226400}),
                         [](const auto& tested) { return "v" + std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::exporter
