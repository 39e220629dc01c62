// Every fault of a target, beside healthy targets: told with its reason, nothing made up, nobody else harmed.
#include <gtest/gtest.h>

#include "tests/exporter/healthy_cluster.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::captured;
using testing::fake_cluster;
using testing::healthy_cluster;
using testing::json;

struct fault {
  const char* name;
  const char* reason;
  net::http_response response;
};

net::http_response broken(std::size_t bytes, net::wire_fault::ending then, std::size_t drip = 0) {
  auto response = captured("mesos/leader/metrics_snapshot");
  response.fault = net::wire_fault{bytes, then, drip, milliseconds(drip == 0 ? 0 : 50)};
  return response;
}

std::vector<fault> all_faults() {
  using ending = net::wire_fault::ending;
  const std::string truncated = testing::read_fixture("mesos/leader/metrics_snapshot.body").substr(0, 5000);
  return {
      {"reset", "connect", broken(0, ending::reset)},
      {"reset in the body", "connect", broken(3000, ending::reset)},
      {"closed at once", "connect", broken(0, ending::close)},
      {"closed in the body", "connect", broken(3000, ending::close)},
      {"hangs", "timeout", broken(0, ending::hang)},
      {"hangs after the headers", "timeout", broken(90, ending::hang)},
      {"hangs in the body", "timeout", broken(3000, ending::hang)},
      {"drips", "timeout", broken(1'000'000, ending::hang, 1)},
      {"401", "http_401", captured("mesos/answers/unauthorized")},
      {"403", "http_403", captured("mesos/answers/forbidden")},
      {"404", "http_4xx", captured("mesos/answers/not_found")},
      {"429", "http_4xx", net::text_response(429, "")},
      {"500", "http_5xx", net::text_response(500, "oops")},
      {"503", "http_5xx", captured("mesos/answers/no_leader")},
      {"redirect to nowhere", "redirect", net::text_response(307, "")},
      {"html", "not_json", net::text_response(200, "<html><body>Please log in</body></html>", "text/html")},
      {"empty", "not_json", json("")},
      {"truncated", "not_json", json(truncated)},
      {"NaN", "not_json", json(R"({"master/elected":NaN,"slave/uptime_secs":NaN})")},
      {"too large", "too_large", json("[\"" + std::string(300'000, 'x') + "\"]")},
      {"empty object", "wrong_shape", json("{}")},
      {"null", "wrong_shape", json("null")},
      {"text", "wrong_shape", json("\"text\"")},
      {"wrong types", "wrong_shape", json(R"({"master/elected":"1","slave/uptime_secs":true,"apps":3})")}};
}

/// Every fault at a target of its own, beside a healthy cluster.
void expect_faults_to_be_told(target_kind kind, const std::string& up, const std::string& main_collector) {
  healthy_cluster all;
  struct broken_target {
    fault what;
    std::string address;
  };
  std::vector<broken_target> targets;
  for (const fault& one : all_faults()) {
    testing::daemon& daemon = all.cluster.add(kind);
    daemon.always(one.response);
    targets.push_back({one, daemon.address()});
  }
  testing::daemon& gone = all.cluster.add(kind);
  gone.leave();
  targets.push_back({{"refused", "refused", {}}, gone.address()});
  exporter_options options;
  options.scrape.timeout = milliseconds(2500);
  options.scrape.max_body_bytes = 250'000;
  all.cluster.start(options);

  const auto page = all.cluster.scrape();

  all.expect_complete(page);
  testing::expect_no_series_twice(page);
  for (const auto& [what, address] : targets) {
    SCOPED_TRACE(what.name);
    const auto own = page.of_instance(address);
    EXPECT_EQ(own.value(up), 0);
    EXPECT_EQ(own.value("mesoscale_exporter_target_failure", {{"collector", main_collector}}), 1);
    EXPECT_TRUE(own.has("mesoscale_exporter_target_failure",
                        {{"collector", main_collector}, {"reason", what.reason}}));
    EXPECT_EQ(own.value("mesoscale_exporter_collector_success", {{"collector", main_collector}}), 0);
    for (const auto& one : own.series) {
      EXPECT_TRUE(one.name == up || one.name.starts_with("mesoscale_exporter_") ||
                  one.labels.contains("made_up"))
          << one.name;
    }
  }
}

TEST(faults, of_a_master_are_told_and_harm_nobody_else) {
  expect_faults_to_be_told(target_kind::mesos_master, "mesos_up", "mesos_master_snapshot");
}

TEST(faults, of_an_agent_are_told_and_harm_nobody_else) {
  expect_faults_to_be_told(target_kind::mesos_agent, "mesos_up", "mesos_agent_snapshot");
}

TEST(faults, of_marathon_are_told_and_harm_nobody_else) {
  expect_faults_to_be_told(target_kind::marathon, "marathon_up", "marathon_apps");
}

TEST(faults, of_chronos_are_told_and_harm_nobody_else) {
  expect_faults_to_be_told(target_kind::chronos, "chronos_up", "chronos_jobs");
}

TEST(faults, of_a_name_that_does_not_resolve_are_told) {
  fake_cluster cluster;
  exporter_options options;
  options.masters = {parse_url("http://no-such-host.invalid:5050").value()};
  options.scrape.timeout = milliseconds(5000);
  cluster.start(options);

  const auto page = cluster.scrape();

  EXPECT_EQ(page.value("mesos_up"), 0);
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", {{"reason", "resolve"}}) ||
              page.has("mesoscale_exporter_target_failure", {{"reason", "timeout"}}));
}

}  // namespace
}  // namespace mesoscale::exporter
