// Mesos' and Marathon's documented and published answers, read by every decoder that they are for. They are not part of the project: the
// folder is named by MESOSCALE_PUBLIC_DATA, or is shared/data/public beside the project; without it the tests are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_groups.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_pods.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/collectors/marathon_tasks.hpp"
#include "exporter/collectors/mesos_agent_tasks.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/collectors/own_metrics_decoder.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

namespace fs = std::filesystem;

fs::path data_folder() {
  if (const char* named = std::getenv("MESOSCALE_PUBLIC_DATA")) return named;
  return fs::path(SOURCE_DIR) / ".." / "shared" / "data" / "public";
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct published {
  const char* file;
  decoder_factory make;
  std::size_t refused;  ///< values that the file has wrong or twice
  const char* series;   ///< one that its page has
  double value;
};

class published_answer : public ::testing::TestWithParam<published> {};

TEST_P(published_answer, is_read) {
  const fs::path file = data_folder() / GetParam().file;
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  decode_options options;
  options.instance = "m1:8080";

  const auto answer = decode_body(GetParam().make, options, read(file));

  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->counts.values_refused, GetParam().refused);
  const sample_set* const sets[] = {&answer->samples};
  const auto page = testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
  const auto wanted = testing::read_series(GetParam().series);
  EXPECT_DOUBLE_EQ(page.value(wanted.name, wanted.labels), GetParam().value);
}

std::string name_of_file(const ::testing::TestParamInfo<published>& tested) {
  std::string name = fs::path(tested.param.file).replace_extension().string();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

const std::vector<published>& mesos_answers() {
  static const std::vector<published> all{
      published{"mesos-master/metrics-snapshot-datadog-fixture-old.json", make_master_snapshot_decoder, 0,
                "mesos_master_registrar_state_store_seconds{quantile=\"0.5\"}", 0.006791424},
      published{"mesos-master/metrics-snapshot-from-operator-api-doc.json", make_master_snapshot_decoder, 0,
                "mesos_master_registrar_log_recovered", 1},
      published{"mesos-master/metrics-snapshot-diamond-3keys.json", make_master_snapshot_decoder, 0,
                "mesos_master_elected", 1},
      published{"mesos-master/metrics-snapshot-diamond-6keys.json", make_master_snapshot_decoder, 0,
                "mesos_master_disk_used_bytes", 418158477312},
      published{"mesos-master/state-dcosui-2.5MB.json", make_agent_list_decoder, 0,
                "mesos_master_agent_disk_bytes{agent=\"172.16.0.13:5051\"}", 7805211770880},
      published{"mesos-master/state-mesosdns-fake.json", make_agent_list_decoder, 0,
                "mesos_master_agent_cpus{agent=\"[2001:db8::1]:5051\"}", 8},
      published{"mesos-master/state-summary-dcosui.json", make_framework_list_decoder, 8,
                "mesos_framework_mem_used_bytes", 16777216},
      published{"mesos-agent/metrics-snapshot-datadog-fixture-old.json", make_agent_snapshot_decoder, 0,
                "mesos_agent_mem_bytes", 255852544},
      published{
          "mesos-agent/monitor-statistics-diamond-old.json", make_container_decoder, 0,
          "mesos_container_mem_rss_bytes{executor_id=\"task_name.09b6f20c-b6a9-11e4-99f6-fa163ef210c0\"}",
          102981632},
      published{"mesos-agent/monitor-statistics-from-mesos-help.json", make_container_decoder, 0,
                "mesos_container_cpu_user_seconds_total", 96348.84},
      published{"mesos-agent/containers-from-mesos-help.json", make_container_decoder, 0,
                "mesos_container_cpu_throttled_periods_total", 1046},
      published{"mesos-agent/containers-dcosmetrics.json", make_container_decoder, 0,
                "mesos_container_cpu_throttled_seconds_total", 98.355904778},
      published{"mesos-agent/containers-blkio-dcosmetrics.json", make_container_decoder, 0,
                "mesos_container_mem_limit_bytes", 167772160},
      published{"mesos-agent/containers-no-statistics-dcosmetrics.json", make_container_decoder, 0,
                "mesos_container_mem_bytes{app=\"/foo\"}", 4476928},
      published{"mesos-agent/operator-api-v1-GET_CONTAINERS.json", make_operator_container_decoder, 0,
                "mesos_container_mem_limit_bytes", 2048},
      published{"mesos-master/state-dcosmetrics.json", make_framework_list_decoder, 0,
                "mesos_framework_mem_used_bytes", 301989888},
      published{"mesos-master/state-summary-pods-dcosui.json", make_framework_list_decoder, 0,
                "mesos_framework_mem_used_bytes{framework=\"cassandra\"}", 15300820992},
      published{"mesos-agent/state-dcosmetrics.json", make_agent_task_decoder, 0,
                "mesos_task_info{task_name=\"foo\"}", 1},
      published{"mesos-agent/state-dcosui.json", make_agent_task_decoder, 0,
                "mesos_task_state{task_id=\"server-0_10a\"}", 1},
      published{"mesos-agent/state-diamond.json", make_agent_task_decoder, 0,
                "mesos_task_state{state=\"running\"}", 1}};
  return all;
}

const std::vector<published>& marathon_answers() {
  static const std::vector<published> all{
      published{"marathon/app_list.json", make_app_decoder, 0,
                "marathon_app_instances_unscheduled{app=\"/myapp\"}", 3},
      published{"marathon/gomarathon-v2_apps.json", make_app_decoder, 0,
                "marathon_app_suspended{app=\"/fake-app\"}", 0},
      published{"marathon/gomarathon-v2_apps_embed_apps_readiness.json", make_app_decoder, 0,
                "marathon_app_readiness_checks{app=\"/fake-app\",ready=\"false\"}", 1},
      published{"marathon/deployments.json", make_deployment_decoder, 0,
                "marathon_deployment_start_timestamp_seconds", 1443604157.614},
      published{"marathon/gomarathon-v2_deployments.json", make_deployment_decoder, 0,
                "marathon_deployment_actions{action=\"ScaleApplication\"}", 1},
      published{"marathon/deployments-starting-deployment-dcosui.json", make_deployment_decoder, 0,
                "marathon_deployment_actions{action=\"StartApplication\"}", 1},
      published{"marathon/deployments-three-deployments-dcosui.json", make_deployment_decoder, 0,
                "marathon_deployments", 3},
      published{"marathon/queue.json", make_queue_decoder, 0,
                "marathon_queue_last_offers_declined{app=\"/foo\",reason=\"InsufficientCpus\"}", 75},
      published{"marathon/gomarathon-v2_queue.json", make_queue_decoder, 0,
                "marathon_queue_delay_seconds{app=\"/test\"}", 784},
      published{
          "marathon/recovering-queue-dcosui.json", make_queue_decoder, 4,
          "marathon_queue_launch_attempt_offers_declined_total{app=\"/sleep\",reason=\"InsufficientCpus\"}",
          150},
      published{"marathon/tasks.json", make_task_decoder, 0, "marathon_tasks{state=\"running\"}", 2},
      published{"marathon/gomarathon-v2_tasks.json", make_task_decoder, 0,
                "marathon_app_health_checks{alive=\"true\",app=\"/bridged-webapp\"}", 2},
      published{"marathon/gomarathon-v2_pods_status.json", make_pod_decoder, 0,
                "marathon_pod_instances{pod=\"/fake-pod\",state=\"stable\"}", 1},
      published{"marathon/gomarathon-v2_groups.json", make_group_decoder, 0,
                "marathon_group_apps{group=\"/test\"}", 1},
      published{"marathon/groups-dcosui.json", make_group_decoder, 0, "marathon_groups", 7},
      published{"marathon/info.json", make_info_decoder, 0, "marathon_config_task_launch_timeout_seconds",
                300},
      published{"marathon/gomarathon-v2_info.json", make_info_decoder, 0,
                "marathon_info{version=\"0.7.0-SNAPSHOT\"}", 1},
      published{"marathon/gomarathon-v2_leader.json", make_leader_decoder, 0, "marathon_leader_known", 1},
      published{"marathon/app-dcosui.json", make_app_decoder, 0,
                "marathon_app_instances_running{app=\"/sleep\"}", 1},
      published{"marathon/deleting-app-dcosui.json", make_app_decoder, 0,
                "marathon_app_instances_running{app=\"/sdk-sleep\"}", 1},
      published{"marathon/gomarathon-marathon_v2_apps.json", make_app_decoder, 0,
                "marathon_app_suspended{app=\"/fake-app\"}", 0},
      published{"marathon/deployments-one-deployment-dcosui.json", make_deployment_decoder, 0,
                "marathon_deployments", 1},
      published{"marathon/deployments-two-deployments-one-stale-dcosui.json", make_deployment_decoder, 0,
                "marathon_deployments", 2},
      published{
          "marathon/delayed-queue-dcosui.json", make_queue_decoder, 4,
          "marathon_queue_launch_attempt_offers_declined_total{app=\"/sleep\",reason=\"InsufficientCpus\"}",
          150},
      published{
          "marathon/delayed2-queue-dcosui.json", make_queue_decoder, 4,
          "marathon_queue_launch_attempt_offers_declined_total{app=\"/sleep\",reason=\"InsufficientCpus\"}",
          150},
      published{
          "marathon/offers-queue-dcosui.json", make_queue_decoder, 4,
          "marathon_queue_launch_attempt_offers_declined_total{app=\"/sleep\",reason=\"InsufficientCpus\"}",
          150},
      published{
          "marathon/pods-groups-delayed-queue-dcosui.json", make_queue_decoder, 4,
          "marathon_queue_launch_attempt_offers_declined_total{app=\"/podses\",reason=\"InsufficientCpus\"}",
          150},
      published{"marathon/group.json", make_group_decoder, 0, "marathon_group_apps{group=\"/tools\"}", 2},
      published{"marathon/groups-1-app-for-each-health-dcosui.json", make_group_decoder, 0,
                "marathon_group_apps{group=\"/\"}", 4},
      published{"marathon/groups-two-regions-dcosui.json", make_group_decoder, 0, "marathon_groups", 3},
      published{"marathon/gomarathon-v2_groups_test.json", make_group_decoder, 0,
                "marathon_group_apps{group=\"/test\"}", 1},
      published{"marathon/gomarathon-v2_groups_qa_product_1.json", make_group_decoder, 0, "marathon_groups",
                2},
      published{"marathon/pods-groups-dcosui.json", make_group_decoder, 0, "marathon_group_pods{group=\"/\"}",
                2},
      published{"marathon/pods-groups-delayed-dcosui.json", make_group_decoder, 0,
                "marathon_group_pods{group=\"/\"}", 1}};
  return all;
}

INSTANTIATE_TEST_SUITE_P(mesos, published_answer, ::testing::ValuesIn(mesos_answers()), name_of_file);
INSTANTIATE_TEST_SUITE_P(marathon, published_answer, ::testing::ValuesIn(marathon_answers()), name_of_file);

struct empty_answer {
  const char* file;
  decoder_factory make;
};

// These have nothing that a series is made from: no task, no id of an app, and metrics in the shape of another program.
constexpr empty_answer empty_answers[] = {
    {"marathon/gomarathon-v2_apps_cmd_nginx.json", make_app_decoder},
    {"marathon/gomarathon-v2_apps_embed_apps_taskStats.json", make_app_decoder},
    {"marathon/gomarathon-v2_tasks_status_staging.json", make_task_decoder},
    {"marathon/metrics-dropwizard-generic-diamond.json", make_marathon_metrics_decoder},
    {"mesos-agent/state-diamond-min.json", make_agent_task_decoder},
};

TEST(published_answers, without_content_make_no_series_up) {
  for (const empty_answer& one : empty_answers) {
    const fs::path file = data_folder() / one.file;
    if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
    const auto answer = decode_body(one.make, {}, read(file));
    if (!answer.ok()) {
      EXPECT_EQ(answer.error().code, errc::wrong_shape) << one.file;
      continue;
    }
    for (const sample& some : answer->samples.samples()) {
      EXPECT_TRUE(some.value == 0 || some.of->name == "marathon_apps" || some.of->name.ends_with("_other"))
          << one.file << " " << some.of->name;
    }
  }
}

struct foreign_answers {
  const char* begin;  ///< of a file's name
  const char* why;
};

constexpr foreign_answers not_applicable[] = {
    {"jsonschema/", "schemas of dashboards"},
    {"marathon/app-check", "an app alone, which is not asked for"},
    {"marathon/app.json", "an app alone, which is not asked for"},
    {"marathon/app_patch", "the body of a request"},
    {"marathon/app_task", "the tasks of one app, which are not asked for"},
    {"marathon/apps_", "the body of a request"},
    {"marathon/deployment_steps", "a part of a deployment"},
    {"marathon/deployments_result", "the answer to a request that changes something"},
    {"marathon/gomarathon-v2_apps_fake_app", "an app alone, which is not asked for"},
    {"marathon/gomarathon-v2_apps_no_health", "an app alone, which is not asked for"},
    {"marathon/gomarathon-v2_eventSubscriptions", "addresses without a number"},
    {"marathon/gomarathon-v2_pods.json", "definitions of pods; their states are asked for"},
    {"marathon/gomarathon-v2_pods_fake_pod", "a pod alone, which is not asked for"},
    {"marathon/groups-MockMarathonResponse", "several answers in one object"},
    {"marathon/pod.json", "a definition of a pod; its state is asked for"},
    {"mesos-agent/operator-api-v1-LIST_FILES", "files without a number"},
    {"mesos-master/operator-api-", "the paths of the lists say the same and are asked for"},
};

TEST(published_answers, are_each_read_or_known_to_be_something_else) {
  if (!fs::exists(data_folder() / "marathon")) GTEST_SKIP() << data_folder() << " is not there";
  std::set<std::string> is_read;
  for (const published& one : mesos_answers()) is_read.insert(one.file);
  for (const published& one : marathon_answers()) is_read.insert(one.file);
  for (const empty_answer& one : empty_answers) is_read.insert(one.file);
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(data_folder())) {
    if (entry.path().extension() != ".json") continue;
    ++files;
    const std::string name = fs::relative(entry.path(), data_folder()).string();
    const auto is_of = [&name](const foreign_answers& one) { return name.starts_with(one.begin); };
    EXPECT_NE(is_read.contains(name), std::ranges::any_of(not_applicable, is_of)) << name;
  }
  EXPECT_GT(files, 90u);
}

}  // namespace
}  // namespace mesoscale::exporter
