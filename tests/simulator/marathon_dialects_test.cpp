#include "simulator/marathon_dialects.hpp"

#include <gtest/gtest.h>

#include "simulator/json.hpp"

namespace mesoscale::simulator {
namespace {

class marathon_dialects : public ::testing::Test {
 protected:
  json ask(metrics_dialect dialect, const std::string& path) {
    const auto answer = extra_answer(model, {dialect, 2}, path);
    EXPECT_TRUE(answer) << path;
    return answer ? json::parse(answer->body) : json();
  }

  cluster model{{}, instant(std::chrono::seconds(1'500'000'000))};
};

TEST_F(marathon_dialects, differ_in_names_and_shape) {
  model.step(model.started_at() + std::chrono::seconds(5));
  const auto old_names = ask(metrics_dialect::dropwizard, "/metrics");
  const auto kamon = ask(metrics_dialect::kamon, "/metrics");

  EXPECT_EQ(old_names.at("gauges").at("service.mesosphere.marathon.uptime").at("value"), 5000);
  EXPECT_EQ(kamon.at("gauges").at("service.mesosphere.marathon.uptime").at("p50"), 5000);
  EXPECT_TRUE(kamon.contains("min-max-counters"));
  EXPECT_FALSE(extra_answer(model, {}, "/metrics"));
}

TEST_F(marathon_dialects, of_new_versions_are_in_prometheus_format_too) {
  const auto page = extra_answer(model, {}, "/metrics/prometheus");

  ASSERT_TRUE(page);
  EXPECT_NE(
      page->body.find("# TYPE marathon_uptime_gauge_seconds gauge\nmarathon_uptime_gauge_seconds 0.000000\n"),
      std::string::npos)
      << page->body;
  EXPECT_FALSE(extra_answer(model, {metrics_dialect::kamon, 0}, "/metrics/prometheus"));
}

TEST_F(marathon_dialects, leave_pods_to_be_read) {
  EXPECT_EQ(ask(metrics_dialect::current, "/v2/pods").size(), 2u);
  const auto all = ask(metrics_dialect::current, "/v2/pods::status");
  const auto one = ask(metrics_dialect::current, "/v2/pods/demo/pod-2::status");

  EXPECT_EQ(all.at(0).at("status"), "STABLE");
  EXPECT_EQ(all.at(0).at("spec").at("scaling").at("instances"), 1);
  EXPECT_EQ(one.at("id"), "/demo/pod-2");
  EXPECT_EQ(extra_answer(model, {}, "/v2/pods/demo/none")->status, 404);
}

}  // namespace
}  // namespace mesoscale::simulator
