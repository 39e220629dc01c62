// The exporter over real sockets: a healthy cluster of real captures.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/exporter/healthy_cluster.hpp"
#include "tests/exporter/page_check.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::captured;
using testing::fake_cluster;
using testing::healthy_cluster;

TEST(scrape, shows_a_whole_cluster_on_one_page) {
  healthy_cluster all;
  all.cluster.start();

  const auto page = all.cluster.scrape();

  all.expect_complete(page);
  testing::expect_no_series_twice(page);
  EXPECT_EQ(page.count("mesoscale_exporter_target_failure"), 0u);
  EXPECT_EQ(page.value("mesoscale_exporter_discovery_success"), 1);
  EXPECT_EQ(page.value("mesoscale_exporter_discovery_agents"), 2);
  EXPECT_EQ(page.value("mesoscale_exporter_build_info"), 1);
}

TEST(scrape, contents_promtool) {
  healthy_cluster all;
  all.cluster.start();

  const auto text = all.cluster.get("/metrics").body;

  testing::expect_valid_page(text);
  EXPECT_EQ(testing::promtool_on(text), "");
}

TEST(scrape, answers_in_openmetrics_and_gzip_when_asked) {
  healthy_cluster all;
  all.cluster.start();

  const auto plain = all.cluster.get("/metrics?module=mesos_master");
  const auto open = all.cluster.get("/metrics?module=mesos_master",
                                    {{"Accept", "application/openmetrics-text;version=1.0.0"}});

  EXPECT_EQ(plain.headers.get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_TRUE(open.headers.get("Content-Type").starts_with("application/openmetrics-text; version=1.0.0"));
  EXPECT_TRUE(open.body.ends_with("# EOF\n"));
}

TEST(scrape, gives_only_the_wanted_modules) {
  healthy_cluster all;
  all.cluster.start();

  const auto own = all.cluster.scrape("?module=exporter");
  EXPECT_TRUE(own.has("mesoscale_exporter_build_info"));
  EXPECT_FALSE(own.has("mesos_up"));
  EXPECT_EQ(all.leader.asked("/metrics/snapshot"), 0u);

  const auto agents = all.cluster.scrape("?module=mesos_agent");
  EXPECT_EQ(agents.count("mesos_up"), 2u);
  EXPECT_FALSE(agents.has("mesoscale_exporter_build_info"));
  EXPECT_EQ(all.leader.asked("/metrics/snapshot"), 0u);

  EXPECT_EQ(all.cluster.get("/metrics?module=nothing").status, 400);
}

TEST(scrape, serves_landing_page_and_health) {
  healthy_cluster all;
  all.cluster.start();

  EXPECT_NE(all.cluster.get("/").body.find("href=\"/metrics\""), std::string::npos);
  EXPECT_EQ(all.cluster.get("/-/healthy").status, 200);
  EXPECT_EQ(all.cluster.get("/-/ready").status, 200);
  EXPECT_EQ(all.cluster.get("/elsewhere").status, 404);
}

TEST(scrape, asks_an_agent_only_through_the_leader) {
  healthy_cluster all;
  fake_cluster elsewhere;
  testing::daemon& stranger = elsewhere.add_agent("agent1");
  all.standby.say("/slaves", [&] {
    auto redirect = captured("mesos/answers/standby_redirect");
    redirect.headers.set("Location", "//" + stranger.address() + "/slaves");
    return redirect;
  }());
  all.cluster.start();

  const auto page = all.cluster.scrape();

  EXPECT_EQ(page.count("mesos_up"), 4u);
  EXPECT_EQ(stranger.asked("/slaves"), 0u);
}

TEST(scrape, tells_that_a_listed_agent_is_gone_and_shows_nothing_else_of_it) {
  healthy_cluster all;
  all.cluster.start();
  all.agent2.leave();

  const auto page = all.cluster.scrape();

  EXPECT_EQ(page.value("mesos_up", {{"instance", all.agent1.address()}}), 1);
  EXPECT_EQ(page.value("mesos_up", {{"instance", all.agent2.address()}}), 0);
  for (const auto& one : page.of_instance(all.agent2.address()).series) {
    EXPECT_TRUE(one.name == "mesos_up" || one.name.starts_with("mesoscale_exporter_")) << one.name;
  }
}

TEST(scrape, logs_in_to_masters_and_their_agents_and_otherwise_to_marathon) {
  healthy_cluster all;
  for (testing::daemon* one : {&all.leader, &all.standby, &all.agent1, &all.agent2}) {
    one->require_login("Basic ZXhwb3J0ZXI6c2VjcmV0");
  }
  all.marathon.require_login("Bearer t0ken");
  const auto folder =
      std::filesystem::temp_directory_path() / ("mesoscale_login_" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "mesos.pw") << "secret\n";
  std::ofstream(folder / "marathon.token") << "t0ken\n";
  exporter_options options;
  options.mesos_http.basic_username = "exporter";
  options.mesos_http.basic_password_file = folder / "mesos.pw";
  options.marathon_http.token_file = folder / "marathon.token";
  all.cluster.start(options);

  const auto response = all.cluster.get("/metrics");
  std::filesystem::remove_all(folder);

  all.expect_complete(testing::read_page(response.body));
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_EQ(response.body.find("t0ken"), std::string::npos);
}

TEST(scrape, is_told_that_a_login_is_missing) {
  healthy_cluster all;
  all.leader.require_login("Basic ZXhwb3J0ZXI6c2VjcmV0");
  all.cluster.start();

  const auto page = all.cluster.scrape("?module=mesos_master").of_instance(all.leader.address());

  EXPECT_EQ(page.value("mesos_up"), 0);
  EXPECT_EQ(page.value("mesoscale_exporter_target_failure",
                       {{"collector", "mesos_master_snapshot"}, {"reason", "http_401"}}),
            1);
}

TEST(scrape, is_up_when_only_a_second_collector_fails) {
  healthy_cluster all;
  all.agent1.say("/containers", captured("mesos/answers/forbidden"));
  all.cluster.start();

  const auto page = all.cluster.scrape();
  const auto agent = page.of_instance(all.agent1.address());

  EXPECT_EQ(agent.value("mesos_up"), 1);
  EXPECT_EQ(agent.value("mesoscale_exporter_target_failure",
                        {{"collector", "mesos_agent_containers"}, {"reason", "http_403"}}),
            1);
  EXPECT_EQ(agent.value("mesoscale_exporter_collector_success", {{"collector", "mesos_agent_containers"}}),
            0);
  EXPECT_TRUE(agent.has("mesos_agent_cpus"));
  EXPECT_FALSE(agent.has("mesos_container_cpus_soft_limit"));
}

TEST(scrape, tells_of_nested_containers_and_counts_no_container_twice) {
  healthy_cluster all;
  all.agent2.say("/api/v1", captured("mesos/agent2/v1_GET_CONTAINERS_nested"));
  all.cluster.start();

  const auto page = all.cluster.scrape();

  testing::expect_no_series_twice(page);
  const auto agent = page.of_instance(all.agent2.address());
  EXPECT_EQ(agent.count("mesos_container_info"), 8u);
  EXPECT_EQ(agent.value("mesos_container_cpus_soft_limit",
                        {{"container_id", "b70736e1-9cbc-4e48-9b61-78c4f65b7e3d"},
                         {"parent_container_id", "ae2883cb-dbf1-41fa-bd57-6b43d2a22d86"}}),
            0.1);
  EXPECT_EQ(all.agent2.asked("/containers"), 0u);
}

TEST(scrape, tells_why_a_recovering_agent_has_no_containers_and_no_tasks) {
  healthy_cluster all;
  for (const char* path : {"/api/v1", "/state"}) {
    all.agent1.say(path, captured("mesos/answers/agent_recovering"));
  }
  exporter_options options;
  options.task_labels = {"team"};
  options.disabled_collectors.erase("mesos_agent_tasks");
  all.cluster.start(options);

  const auto agent = all.cluster.scrape().of_instance(all.agent1.address());

  EXPECT_EQ(agent.value("mesos_up"), 1);
  for (const char* collector : {"mesos_agent_containers", "mesos_agent_tasks"}) {
    EXPECT_EQ(
        agent.value("mesoscale_exporter_target_failure", {{"collector", collector}, {"reason", "http_5xx"}}),
        1);
  }
  EXPECT_EQ(agent.count("mesos_container_info"), 0u);
  EXPECT_EQ(agent.count("mesos_task_info"), 0u);
}

TEST(scrape, joins_the_labels_of_tasks_to_their_containers_when_they_are_wanted) {
  healthy_cluster all;
  all.agent2.say("/state", captured("mesos/agent2/state"));
  all.agent2.say("/api/v1", captured("mesos/agent2/v1_GET_CONTAINERS_nested"));
  exporter_options options;
  options.task_labels = {"team"};
  options.disabled_collectors.erase("mesos_agent_tasks");
  all.cluster.start(options);

  const auto agent = all.cluster.scrape().of_instance(all.agent2.address());

  const testing::labels_map container{{"framework_id", "b22a0a1d-815e-423f-986c-dac9cea23500-0006"},
                                      {"executor_id", "default-executor"},
                                      {"container_id", "183eceb2-a8f4-4b93-ba9f-46f22681d06a"}};
  EXPECT_EQ(agent.value("mesos_container_mem_limit_bytes", container), 67108864);
  testing::labels_map task = container;
  task.insert({{"task_id", "pod-web"}, {"team", "infra"}});
  EXPECT_EQ(agent.value("mesos_task_info", task), 1);
}

TEST(scrape, leaves_the_state_of_agents_alone_without_wanted_labels) {
  healthy_cluster all;
  all.agent2.say("/state", captured("mesos/agent2/state"));
  all.cluster.start();

  all.cluster.scrape();

  EXPECT_EQ(all.agent2.asked("/state"), 0u);
}

}  // namespace
}  // namespace mesoscale::exporter
