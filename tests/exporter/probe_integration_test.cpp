// /probe and /sd over real sockets: who may be asked, what the pages say, and what they say while nothing is known.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <set>

#include "tests/exporter/healthy_cluster.hpp"

namespace mesoscale::exporter {
namespace {

using testing::captured;
using testing::healthy_cluster;

std::set<std::string> targets_in(const net::http_response& response) {
  EXPECT_EQ(response.status, 200);
  std::set<std::string> targets;
  for (const auto& group : nlohmann::json::parse(response.body)) {
    EXPECT_EQ(group["targets"].size(), 1u);
    targets.insert(group["targets"][0]);
  }
  return targets;
}

TEST(probe, shows_one_target_without_its_instance_and_nothing_of_ours) {
  healthy_cluster all;
  all.cluster.start();

  const auto response = all.cluster.get("/probe?module=mesos_agent&target=" + all.agent1.address());

  ASSERT_EQ(response.status, 200) << response.body;
  const auto page = testing::read_page(response.body);
  EXPECT_EQ(page.value("mesos_up"), 1);
  EXPECT_TRUE(page.has("mesos_agent_cpus"));
  EXPECT_TRUE(page.has("mesos_container_mem_rss_bytes"));
  for (const auto& one : page.series) {
    EXPECT_FALSE(one.labels.contains("instance")) << one.name;
    EXPECT_FALSE(one.name.starts_with("process_")) << one.name;
    EXPECT_FALSE(one.name.starts_with("mesoscale_exporter_discovery_")) << one.name;
  }
  EXPECT_FALSE(page.has("mesoscale_exporter_build_info"));
  EXPECT_EQ(all.agent2.asked("/metrics/snapshot"), 0u);
  EXPECT_EQ(all.leader.asked("/metrics/snapshot"), 0u);
}

TEST(probe, has_the_series_of_the_whole_page) {
  healthy_cluster all;
  all.cluster.start();
  const auto whole = all.cluster.scrape().of_instance(all.leader.address());

  const auto page =
      testing::read_page(all.cluster.get("/probe?module=mesos_master&target=" + all.leader.address()).body);

  std::multiset<std::string> expected, got;
  for (const auto& one : whole.series) expected.insert(one.name);
  for (const auto& one : page.series) got.insert(one.name);
  EXPECT_EQ(got, expected);
}

/// The answer as a Marathon passes it on, or gives it itself.
net::http_response told_by(net::http_response response, const std::string& leader, bool is_proxied) {
  response.headers.set("X-Marathon-Leader", "http://" + leader);
  if (is_proxied) response.headers.set("X-Marathon-Via", "1.1 follower:8080");
  return response;
}

TEST(probe, of_each_marathon_of_a_list_counts_the_cluster_once) {
  testing::fake_cluster cluster;
  std::vector<testing::daemon*> marathons;
  for (int i = 0; i < 3; ++i) marathons.push_back(&cluster.add_marathon());
  const std::string leader = marathons[1]->address();
  const std::string apps = testing::read_fixture("marathon/app_list.json");
  for (testing::daemon* one : marathons) {
    one->say("/v2/apps", told_by(testing::json(apps), leader, one->address() != leader));
  }
  cluster.start();

  for (const std::string& target : targets_in(cluster.get("/sd?module=marathon"))) {
    const auto page = testing::read_page(cluster.get("/probe?module=marathon&target=" + target).body);
    EXPECT_EQ(page.value("marathon_up"), 1);
    EXPECT_EQ(page.value("marathon_proxied"), target == leader ? 0 : 1);
    EXPECT_EQ(page.has("marathon_app_instances_desired"), target == leader) << target;
    EXPECT_EQ(page.has("marathon_queue_instances"), target == leader) << target;
    EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", "marathon_queue"}}), 1);
  }
}

TEST(probe, of_each_marathon_counts_the_cluster_once_where_the_list_of_apps_is_not_for_us) {
  testing::fake_cluster cluster;
  std::vector<testing::daemon*> marathons;
  for (int i = 0; i < 2; ++i) marathons.push_back(&cluster.add_marathon());
  const std::string leader = marathons[1]->address();
  for (testing::daemon* one : marathons) {
    one->say("/v2/apps", net::json_response(403, R"({"message":"Not Authorized to perform this action!"})"));
    one->say("/v2/leader", testing::json(R"({"leader":")" + leader + R"("})"));
  }
  cluster.start();

  const auto whole = cluster.scrape();
  EXPECT_EQ(whole.count("marathon_deployments"), 1u);
  EXPECT_TRUE(whole.has("marathon_deployments", {{"instance", leader}}));
  for (const std::string& target : targets_in(cluster.get("/sd?module=marathon"))) {
    const auto page = testing::read_page(cluster.get("/probe?module=marathon&target=" + target).body);
    EXPECT_EQ(page.value("marathon_up"), 0);
    EXPECT_EQ(page.has("marathon_deployments"), target == leader) << target;
  }
}

net::http_response redirect_to(const testing::daemon& other, const std::string& path) {
  net::http_response response;
  response.status = 307;
  response.headers.set("Location", "http://" + other.address() + path);
  return response;
}

TEST(probe, of_each_chronos_2_3_of_a_list_counts_the_cluster_once) {
  testing::fake_cluster cluster;
  std::vector<testing::daemon*> all;
  for (int i = 0; i < 3; ++i) all.push_back(&cluster.add(target_kind::chronos));
  for (const std::string path : {"/scheduler/jobs", "/scheduler/graph/csv", "/metrics"}) {
    const std::string file = path == "/scheduler/jobs" ? "jobs.json"
                             : path == "/metrics"      ? "metrics.json"
                                                       : "graph.csv";
    for (testing::daemon* one : all) one->say(path, redirect_to(*all[2], path));
    all[2]->say(path, net::text_response(200, testing::read_fixture("chronos/2_3/" + file)));
  }
  const std::string leader = all[2]->address();
  cluster.start();

  const auto whole = cluster.scrape();
  EXPECT_EQ(whole.count("chronos_jobs"), 1u);
  EXPECT_TRUE(whole.has("chronos_job_success_total", {{"instance", leader}}));
  EXPECT_FALSE(whole.has("mesoscale_exporter_target_failure"));
  for (const std::string& target : targets_in(cluster.get("/sd?module=chronos"))) {
    const auto page = testing::read_page(cluster.get("/probe?module=chronos&target=" + target).body);
    EXPECT_EQ(page.value("chronos_up"), 1);
    EXPECT_EQ(page.has("chronos_job_success_total"), target == leader) << target;
  }
}

TEST(probe, of_each_chronos_of_a_list_counts_the_cluster_once) {
  testing::fake_cluster cluster;
  std::vector<testing::daemon*> all;
  for (int i = 0; i < 3; ++i) all.push_back(&cluster.add(target_kind::chronos));
  const std::string leader = all[2]->address();
  for (testing::daemon* one : all) {
    one->say("/v1/scheduler/jobs", testing::json(testing::read_fixture("chronos/3_0/jobs.json")));
    one->say("/leader", testing::json(R"({"leader":")" + leader + R"("})"));
  }
  cluster.start();

  for (const std::string& target : targets_in(cluster.get("/sd?module=chronos"))) {
    const auto page = testing::read_page(cluster.get("/probe?module=chronos&target=" + target).body);
    EXPECT_EQ(page.value("chronos_up"), 1);
    EXPECT_EQ(page.has("chronos_job_success_total"), target == leader) << target;
  }
}

TEST(probe, is_200_with_up_0_for_a_target_that_is_down) {
  healthy_cluster all;
  all.cluster.start();
  all.cluster.get("/sd?module=mesos_agent");
  all.agent1.leave();

  const auto response = all.cluster.get("/probe?module=mesos_agent&target=" + all.agent1.address());

  EXPECT_EQ(response.status, 200);
  const auto page = testing::read_page(response.body);
  EXPECT_EQ(page.value("mesos_up"), 0);
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", {{"reason", "refused"}}));
}

TEST(probe, refuses_strangers_and_targets_of_another_module) {
  healthy_cluster all;
  testing::fake_cluster elsewhere;
  testing::daemon& stranger = elsewhere.add_agent("agent1");
  all.cluster.start();

  for (const std::string& query : {"module=mesos_agent&target=" + stranger.address(),
                                   "module=mesos_agent&target=" + all.leader.address(),
                                   "module=mesos_master&target=" + all.agent1.address(),
                                   "module=marathon&target=http%3A%2F%2F" + all.leader.address(),
                                   std::string("module=chronos&target=x")}) {
    EXPECT_EQ(all.cluster.get("/probe?" + query).status, 403) << query;
  }
  EXPECT_EQ(all.cluster.get("/probe?target=" + all.agent1.address()).status, 400);
  EXPECT_EQ(all.cluster.get("/probe?module=mesos_agent").status, 400);
  EXPECT_EQ(all.cluster.get("/probe?module=agent&target=" + all.agent1.address()).status, 400);
}

TEST(probe, takes_the_configured_url_of_a_target) {
  healthy_cluster all;
  all.cluster.start();

  const auto response =
      all.cluster.get("/probe?module=marathon&target=http%3A%2F%2F" + all.marathon.address() + "%2F");

  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(testing::read_page(response.body).value("marathon_up"), 1);
}

TEST(probe, is_503_for_agents_before_discovery_has_once_succeeded) {
  healthy_cluster all;
  all.leader.say("/slaves", captured("mesos/answers/standby_redirect"));
  all.cluster.start();

  EXPECT_EQ(all.cluster.get("/probe?module=mesos_agent&target=" + all.agent1.address()).status, 503);
  EXPECT_EQ(all.cluster.get("/probe?module=mesos_master&target=" + all.leader.address()).status, 200);
}

TEST(service_discovery, lists_the_agents_with_their_labels_and_the_configured_targets) {
  healthy_cluster all;
  all.leader.say("/slaves", captured("mesos/leader/slaves"));
  all.cluster.start();

  const auto response = all.cluster.get("/sd?module=mesos_agent");

  EXPECT_TRUE(response.headers.get("Content-Type").starts_with("application/json"));
  const auto list = nlohmann::json::parse(response.body);
  ASSERT_EQ(list.size(), 2u);
  const auto captured_agents =
      nlohmann::json::parse(testing::read_fixture("mesos/leader/slaves.body"))["slaves"];
  for (const auto& agent : captured_agents) {
    const std::string pid = agent["pid"];
    const std::string address = pid.substr(pid.find('@') + 1);
    const auto group =
        std::ranges::find_if(list, [&](const auto& one) { return one["targets"][0] == address; });
    ASSERT_NE(group, list.end()) << address;
    const auto& labels = (*group)["labels"];
    EXPECT_EQ(labels["__meta_mesoscale_module"], "mesos_agent");
    EXPECT_EQ(labels["__meta_mesoscale_agent_id"], agent["id"]);
    EXPECT_EQ(labels["__meta_mesoscale_hostname"], agent["hostname"]);
    EXPECT_EQ(labels["__meta_mesoscale_attribute_rack"], agent["attributes"]["rack"]);
  }
  EXPECT_EQ(targets_in(all.cluster.get("/sd?module=mesos_master")),
            (std::set<std::string>{all.leader.address(), all.standby.address()}));
  EXPECT_EQ(targets_in(all.cluster.get("/sd?module=marathon")),
            (std::set<std::string>{all.marathon.address()}));
  EXPECT_EQ(targets_in(all.cluster.get("/sd?module=chronos")), std::set<std::string>());
  EXPECT_EQ(all.cluster.get("/sd").status, 400);
  EXPECT_EQ(all.cluster.get("/sd?module=exporter").status, 400);
}

TEST(service_discovery, is_503_and_never_an_empty_list_while_nothing_is_known) {
  healthy_cluster all;
  all.leader.say("/slaves", captured("mesos/answers/standby_redirect"));
  all.cluster.start();
  EXPECT_EQ(all.cluster.get("/sd?module=mesos_agent").status, 503);

  // A leader that has just been elected shows an empty cluster.
  all.leader.say("/slaves", testing::json(R"({"slaves":[],"recovered_slaves":[]})"));
  EXPECT_EQ(all.cluster.get("/sd?module=mesos_agent").status, 503);
}

}  // namespace
}  // namespace mesoscale::exporter
