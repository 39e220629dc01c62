#include "exporter/collectors/marathon_task_id.hpp"

#include <gtest/gtest.h>

namespace mesoscale::exporter {
namespace {

constexpr const char* uuid = "23b8c1e9-3924-46de-beb1-3b9046685257";

struct id_case {
  const char* name;
  std::string executor_id;
  std::string source;
  std::string app;  ///< "" for none
};

class container_ids : public ::testing::TestWithParam<id_case> {};

TEST_P(container_ids, tell_the_app) {
  EXPECT_EQ(app_of_container(GetParam().executor_id, GetParam().source).value_or(""), GetParam().app);
}

std::string with_uuid(std::string text) {
  const auto at = text.find('@');
  if (at != text.npos) text.replace(at, 1, uuid);
  return text;
}

id_case given(const char* name, const std::string& executor_id, const std::string& source,
              const std::string& app) {
  return {name, with_uuid(executor_id), with_uuid(source), app};
}

INSTANTIATE_TEST_SUITE_P(
    ids, container_ids,
    ::testing::Values(
        given("plain", "a_b.@", "a_b.@", "/a/b"), given("top_level", "basic-0.@", "basic-0.@", "/basic-0"),
        given("dots_in_a_segment", "a.b_c.@", "", "/a.b/c"),
        given("with_attempt", "a_b.@.3", "a_b.@.3", "/a/b"),
        given("instance_with_container", "a_b.instance-@._app.1", "", "/a/b"),
        given("instance_with_named_container", "a_b.instance-@.web", "a_b.instance-@.web", "/a/b"),
        given("marathon_prefix_before_uuid", "a_b.marathon-@", "a_b.marathon-@", "/a/b"),
        given("own_executor", "marathon-a_b.@", "", "/a/b"),
        given("own_executor_with_source", "marathon-a_b.@", "a_b.@", "/a/b"),
        given("app_named_marathon_lb", "marathon-lb.@", "marathon-lb.@", "/marathon-lb"),
        given("pod_executor", "instance-pods_web.@", "", "/pods/web"), given("no_uuid", "batch", "batch", ""),
        given("empty", "", "", ""), given("default_executor", "default-executor", "", ""),
        given("uuid_alone", "@", "@", ""), given("empty_app", ".@", "", ""),
        given("empty_segment", "a__b.@", "", ""), given("upper_case", "Spark.@", "", ""),
        given("uuid_cut_short", "a_b.23b8c1e9-3924", "", "")),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::exporter
