#include "exporter/collectors/marathon_apps.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4))
      .of_instance("10.0.0.3:8080");
}

result<decoded> decode_apps(std::string_view body) {
  return decode_body(make_app_decoder, {"10.0.0.3:8080", 200'000}, body);
}

result<decoded> decode_deployments(std::string_view body) {
  return decode_body(make_deployment_decoder, {"10.0.0.3:8080", 200'000}, body);
}

TEST(app_decoder, reads_the_app_of_marathons_own_example) {
  const auto answer = decode_apps(testing::read_fixture("marathon/app_list.json"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  const testing::labels_map app{{"app", "/myapp"}};
  EXPECT_EQ(page.value("marathon_app_instances_desired", app), 3);
  EXPECT_EQ(page.value("marathon_app_instances_running", app), 0);
  EXPECT_EQ(page.value("marathon_app_instances_staged", app), 0);
  EXPECT_EQ(page.value("marathon_app_instances_healthy", app), 0);
  EXPECT_EQ(page.value("marathon_app_instances_unhealthy", app), 0);
  EXPECT_EQ(page.value("marathon_app_cpus_per_instance", app), 0.1);
  EXPECT_EQ(page.value("marathon_app_mem_per_instance_bytes", app), 5 * 1048576);
  EXPECT_EQ(page.value("marathon_app_disk_per_instance_bytes", app), 0);
  EXPECT_EQ(page.value("marathon_app_deployments", app), 1);
  EXPECT_FALSE(page.has("marathon_app_gpus_per_instance"));
}

TEST(app_decoder, reads_every_app_of_an_old_marathon) {
  const auto answer = decode_apps(testing::read_fixture("marathon/gomarathon-marathon_v2_apps.json"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("marathon_app_instances_desired", {{"app", "/fake-app"}}), 2);
  EXPECT_EQ(page.value("marathon_app_deployments", {{"app", "/fake-app"}}), 0);
  EXPECT_FALSE(page.has("marathon_app_instances_healthy", {{"app", "/fake-app"}}));
}

TEST(app_decoder, leaves_out_deployments_when_the_answer_has_no_list_of_them) {
  const auto answer = decode_apps(R"({"apps":[{"id":"/a","instances":1}]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(page_of(answer.value()).has("marathon_app_deployments"));
}

TEST(app_decoder, refuses_values_of_wrong_type_and_apps_without_id) {
  const auto answer = decode_apps(
      R"({"apps":[{"id":"/a","instances":"2","tasksRunning":null,"cpus":1,"deployments":{}},{"instances":5},7,{"id":8,"cpus":1}]})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  ASSERT_EQ(page.series.size(), 1u);
  EXPECT_EQ(page.value("marathon_app_cpus_per_instance", {{"app", "/a"}}), 1);
  // instances, deployments, an app without an id, a number, an app whose id is a number; null is no value.
  EXPECT_EQ(answer.value().counts.values_refused, 5u);
}

TEST(app_decoder, accepts_a_marathon_without_apps) {
  const auto answer = decode_apps(R"({"apps":[]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer.value().samples.empty());
}

TEST(app_decoder, fails_without_a_list_of_apps) {
  for (const char* body : {"{}", "null", "[]", R"({"message":"no leader"})", R"({"apps":{}})"}) {
    const auto answer = decode_apps(body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
  EXPECT_EQ(decode_apps("").error().code, errc::not_json);
}

TEST(deployment_decoder, counts_deployments) {
  const auto three =
      decode_deployments(testing::read_fixture("marathon/deployments-three-deployments-dcosui.json"));
  const auto none = decode_deployments("[]");

  ASSERT_TRUE(three.ok() && none.ok());
  EXPECT_EQ(page_of(three.value()).value("marathon_deployments"), 3);
  EXPECT_EQ(page_of(none.value()).value("marathon_deployments"), 0);
}

TEST(deployment_decoder, fails_on_an_object) {
  const auto answer = decode_deployments(R"({"message":"x"})");

  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::wrong_shape);
}

}  // namespace
}  // namespace mesoscale::exporter
