#include "tests/exporter/fault_modules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/exporter/page.hpp"

namespace mesoscale::exporter::testing {
namespace {

/// The text with the only `before` in it replaced.
std::string with(std::string text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  EXPECT_NE(at, text.npos) << before;
  if (at != text.npos) text.replace(at, before.size(), after);
  return text;
}

module_case mesos_master() {
  const std::string snapshot = read_fixture("mesos/leader/metrics_snapshot.body");
  std::map<std::string, std::string> good{
      {"/metrics/snapshot", snapshot},
      {"/maintenance/schedule", read_fixture("mesos/leader/maintenance_schedule.body")},
      {"/maintenance/status", read_fixture("mesos/leader/maintenance_status.body")},
      {"/version", read_fixture("mesos/leader/version.body")}};
  // No /slaves: discovery would believe the broken master instead of the healthy one beside it.
  for (const std::string one : {"frameworks", "roles", "state-summary", "weights"})
    good["/" + one] = read_fixture("mesos/leader/" + one + ".body");
  return {.name = "mesos_master",
          .kind = target_kind::mesos_master,
          .main = "mesos_master_snapshot",
          .main_path = "/metrics/snapshot",
          .up = "mesos_up",
          .follows_redirects = false,
          .good = std::move(good),
          .odd_path = "/metrics/snapshot",
          .odd_body = with(snapshot, "{", R"({"master/frameworks/ODD/id-1/calls":7,)"),
          .odd_series = "mesos_framework_calls_total",
          .odd_label = "framework",
          .one_wrong = with(snapshot, R"("master/uptime_secs":)", R"("master/uptime_secs":true,"x":)"),
          .wrong_family = "mesos_master_uptime_seconds",
          .all_wrong = R"({"master/elected":"1","master/uptime_secs":true,"slave/registered":{},"apps":3})",
          .not_finite = R"({"master/elected":1,"master/uptime_secs":1e999})"};
}

module_case mesos_agent() {
  const std::string snapshot = read_fixture("mesos/agent1/metrics_snapshot.body");
  const std::string containers = read_fixture("mesos/agent1/v1_GET_CONTAINERS.body");
  return {
      .name = "mesos_agent",
      .kind = target_kind::mesos_agent,
      .main = "mesos_agent_snapshot",
      .main_path = "/metrics/snapshot",
      .up = "mesos_up",
      .follows_redirects = false,
      .good = {{"/metrics/snapshot", snapshot},
               {"/api/v1", containers},
               {"/state", read_fixture("mesos/agent1/state.body")}},
      .odd_path = "/api/v1",
      .odd_body = with(containers, R"("executor_id":{"value":"api2"})", R"("executor_id":{"value":"ODD"})"),
      .odd_series = "mesos_container_mem_rss_bytes",
      .odd_label = "executor_id",
      .one_wrong = with(snapshot, R"("slave/uptime_secs":)", R"("slave/uptime_secs":"long","x":)"),
      .wrong_family = "mesos_agent_uptime_seconds",
      .all_wrong = R"({"slave/registered":"1","slave/uptime_secs":null,"master/elected":[]})",
      .not_finite = R"({"slave/registered":1,"slave/uptime_secs":1e999})"};
}

module_case marathon() {
  std::map<std::string, std::string> good{{"/v2/apps", read_fixture("marathon/1_11/apps.json")},
                                          {"/v2/pods::status", read_fixture("marathon/1_11/pods.json")},
                                          {"/metrics", read_fixture("marathon/1_11/metrics.json")}};
  for (const std::string one : {"deployments", "groups", "info", "leader", "queue", "tasks"}) {
    good["/v2/" + one] = read_fixture("marathon/1_11/" + one + ".json");
  }
  good["/metrics/prometheus"] = read_fixture("marathon/1_11/prometheus.txt");
  return {.name = "marathon",
          .kind = target_kind::marathon,
          .main = "marathon_apps",
          .main_path = "/v2/apps",
          .up = "marathon_up",
          .follows_redirects = true,
          .good = std::move(good),
          .odd_path = "/v2/apps",
          .odd_body = R"({"apps":[{"id":"ODD","instances":7}]})",
          .odd_series = "marathon_app_instances_desired",
          .odd_label = "app",
          .one_wrong = R"({"apps":[{"id":"/a","instances":"7","cpus":1}]})",
          .wrong_family = "marathon_app_instances_desired",
          .all_wrong = R"({"apps":[1,"/a",null,[{"id":"/b"}]],"jobs":[{"name":"a"}]})",
          .not_finite = R"({"apps":[{"id":"/a","instances":1e999,"cpus":1}]})"};
}

module_case chronos() {
  return {.name = "chronos",
          .kind = target_kind::chronos,
          .main = "chronos_jobs",
          .main_path = "/v1/scheduler/jobs",
          .up = "chronos_up",
          .follows_redirects = true,
          .good = {{"/v1/scheduler/jobs", read_fixture("chronos/3_0/jobs.json")},
                   {"/v1/scheduler/graph/csv", read_fixture("chronos/3_0/graph.csv")},
                   {"/metrics", read_fixture("chronos/3_0/metrics.json")},
                   {"/leader", read_fixture("chronos/3_0/leader.json")}},
          .odd_path = "/v1/scheduler/jobs",
          .odd_body = R"([{"name":"ODD","successCount":7}])",
          .odd_series = "chronos_job_success_total",
          .odd_label = "job",
          .one_wrong = R"([{"name":"a","successCount":"7","errorCount":1}])",
          .wrong_family = "chronos_job_success_total",
          .all_wrong = R"([1,"a",null,[{"name":"b"}]])",
          .not_finite = R"([{"name":"a","successCount":1e999,"errorCount":1}])"};
}

module_case zookeeper() {
  const std::string mntr = read_fixture("zookeeper/zk-3.8.0-standalone-mntr.txt");
  return {.name = "zookeeper",
          .kind = target_kind::zookeeper,
          .main = "zookeeper_mntr",
          .main_path = "mntr",
          .up = "zookeeper_up",
          .follows_redirects = false,
          .good = {{"mntr", mntr}, {"srvr", read_fixture("zookeeper/zk-3.8.0-standalone-srvr.txt")}},
          .odd_path = "mntr",
          .odd_body = mntr + "zk_ODD\t7\n",
          .odd_series = "zookeeper_other",
          .odd_label = "key",
          .one_wrong = with(mntr, "zk_znode_count\t5\n", "zk_znode_count\tmany\n"),
          .wrong_family = "zookeeper_znodes",
          .all_wrong = "zk_znodes\t1\nzk_state\tleader\n",
          .not_finite = with(mntr, "zk_znode_count\t5\n", "zk_znode_count\tNaN\n")};
}

module_case zookeeper_admin() {
  const std::string monitor = read_fixture("zookeeper/ensemble-server1-follower.admin-monitor.json");
  return {.name = "zookeeper_admin",
          .kind = target_kind::zookeeper,
          .main = "zookeeper_monitor",
          .main_path = "/commands/monitor",
          .up = "zookeeper_up",
          .follows_redirects = false,
          .good = {{"/commands/monitor", monitor},
                   {"/commands/server_stats",
                    read_fixture("zookeeper/zk-3.8.0-standalone.admin-server-stats.json")}},
          .odd_path = "/commands/monitor",
          .odd_body = with(monitor, "{", R"({"ODD":7,)"),
          .odd_series = "zookeeper_other",
          .odd_label = "key",
          .one_wrong = with(monitor, R"("znode_count" : 209)", R"("znode_count" : "many")"),
          .wrong_family = "zookeeper_znodes",
          .all_wrong = R"({"version":{"x":1},"server_state":[],"znode_count":"5","command":"monitor"})",
          .not_finite = with(monitor, R"("znode_count" : 209)", R"("znode_count" : 1e999)")};
}

const std::vector<module_case>& modules() {
  static const std::vector<module_case> all{mesos_master(), mesos_agent(), marathon(),
                                            chronos(),      zookeeper(),   zookeeper_admin()};
  return all;
}

}  // namespace

std::span<const module_case> all_modules() { return modules(); }

const module_case& module_of(std::string_view name) {
  return *std::ranges::find(modules(), name, &module_case::name);
}

void add_target(exporter_options& options, const module_case& of, const std::string& address) {
  auto& urls = of.kind == target_kind::marathon      ? options.marathons
               : of.kind == target_kind::chronos     ? options.chronoses
               : of.kind == target_kind::zookeeper   ? options.zookeepers
               : of.kind == target_kind::mesos_agent ? options.agents
                                                     : options.masters;
  const std::string text = of.speaks_words() ? address : "http://" + address;
  urls.push_back(of.speaks_words() ? parse_zookeeper_server(text).value() : parse_url(text).value());
}

}  // namespace mesoscale::exporter::testing
