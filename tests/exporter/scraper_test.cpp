#include "exporter/scrape/scraper.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "common/net/lifecycle.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"
#include "tests/exporter/scripted_client.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;

/// The answer of a server that is slower than another question takes to be asked.
asio::awaitable<result<net::http_response>> once_asked(std::shared_ptr<testing::scripted_client> client,
                                                       std::string where, std::string body,
                                                       net::deadline until) {
  while (client->count(where) == 0 && net::clock::now() < until) {
    co_await net::pause_for(milliseconds(5));
  }
  co_return net::json_response(200, std::move(body));
}

struct scraping : ::testing::Test {
  asio::io_context io;
  std::shared_ptr<testing::scripted_client> client = std::make_shared<testing::scripted_client>();
  std::shared_ptr<scraper> scrape;

  void make(std::vector<const char*> agents, std::size_t concurrency,
            std::set<std::string, std::less<>> disabled = {}) {
    scrape_plan plan;
    for (const char* host : agents) {
      const std::string url = "http://" + std::string(host) + ":5051";
      plan.fixed.push_back({target_kind::mesos_agent, parse_url(url).value(), nullptr});
      client->say(std::string(host) + ":5051/metrics/snapshot", 200, R"({"slave/registered":1})");
      client->say(std::string(host) + ":5051/containers", 200, "[]");
    }
    plan.concurrency = concurrency;
    plan.disabled_collectors = std::move(disabled);
    auto ask = std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [](target_kind) {});
    scrape = std::make_shared<scraper>(std::move(ask), nullptr, std::move(plan));
  }

  void make_marathon() {
    scrape_plan plan;
    plan.fixed.push_back({target_kind::marathon, parse_url("http://m1:8080").value(), nullptr});
    plan.disabled_collectors = collectors_off_by_default();
    for (const std::string name : {"apps", "deployments", "groups", "info", "leader", "queue", "tasks"}) {
      client->say("m1:8080/v2/" + name, 200, testing::read_fixture("marathon/1_11/" + name + ".json"));
    }
    client->say("m1:8080/v2/pods::status", 200, testing::read_fixture("marathon/1_11/pods.json"));
    client->say("m1:8080/metrics", 200, testing::read_fixture("marathon/1_11/metrics.json"));
    auto ask = std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [](target_kind) {});
    scrape = std::make_shared<scraper>(std::move(ask), nullptr, std::move(plan));
  }

  /// What a scrape of this length says about the targets.
  testing::page status(milliseconds time) {
    std::set<target_kind> kinds{target_kind::mesos_agent, target_kind::marathon};
    const auto report = testing::run(io, scrape->scrape(std::move(kinds), net::after(time)));
    const sample_set* const sets[] = {&report->status};
    return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
  }
};

TEST_F(scraping, does_not_let_targets_that_hang_starve_the_healthy_ones) {
  make({"hangs", "hangs2", "healthy"}, 1);
  client->hang("hangs:5051/metrics/snapshot");
  client->hang("hangs2:5051/metrics/snapshot");

  const auto page = status(milliseconds(600));

  EXPECT_EQ(page.value("mesos_up", {{"instance", "healthy:5051"}}), 1);
  EXPECT_EQ(page.value("mesos_up", {{"instance", "hangs:5051"}}), 0);
  EXPECT_EQ(page.value("mesos_up", {{"instance", "hangs2:5051"}}), 0);
}

// Not even in the first scrape, when nobody knows yet which of them hang.
TEST_F(scraping, does_not_let_any_number_of_targets_that_hang_starve_the_healthy_ones) {
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back("hangs" + std::to_string(i));
  std::vector<const char*> hosts;
  for (const std::string& name : names) hosts.push_back(name.c_str());
  hosts.push_back("healthy");
  make(hosts, 2);
  for (const std::string& name : names) client->hang(name + ":5051/metrics/snapshot");

  const auto page = status(milliseconds(600));

  EXPECT_EQ(page.value("mesos_up", {{"instance", "healthy:5051"}}), 1);
  EXPECT_EQ(page.value("mesos_up", {{"instance", "hangs0:5051"}}), 0);
}

TEST_F(scraping, asks_those_that_hung_last_the_next_time) {
  make({"hangs", "healthy"}, 1);
  client->hang("hangs:5051/metrics/snapshot");
  status(milliseconds(60));

  const auto page = status(milliseconds(100));

  EXPECT_EQ(page.value("mesos_up", {{"instance", "healthy:5051"}}), 1);
  EXPECT_EQ(client->asked.back(), "hangs:5051/metrics/snapshot");
}

TEST_F(scraping, asks_the_other_collectors_of_a_target_where_one_hangs) {
  make_marathon();
  client->hang("m1:8080/v2/deployments");
  client->hang("m1:8080/v2/queue");

  const auto page = status(milliseconds(900));

  EXPECT_EQ(page.value("marathon_up"), 1);
  for (const char* hanging : {"marathon_deployments", "marathon_queue"}) {
    EXPECT_TRUE(
        page.has("mesoscale_exporter_target_failure", {{"collector", hanging}, {"reason", "timeout"}}));
  }
  for (const char* other : {"marathon_groups", "marathon_info", "marathon_tasks"}) {
    EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", other}}), 1) << other;
  }
}

TEST_F(scraping, asks_the_other_collectors_where_the_main_one_hangs) {
  make_marathon();
  client->hang("m1:8080/v2/apps");

  const auto page = status(milliseconds(900));

  EXPECT_EQ(page.value("marathon_up"), 0);
  EXPECT_EQ(page.count("mesoscale_exporter_target_failure"), 1u);
  EXPECT_TRUE(
      page.has("mesoscale_exporter_target_failure", {{"collector", "marathon_apps"}, {"reason", "timeout"}}));
  for (const char* other : {"marathon_deployments", "marathon_queue", "marathon_tasks"}) {
    EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", other}}), 1) << other;
  }
}

TEST_F(scraping, tells_of_the_containers_of_an_agent_whose_snapshot_hangs) {
  make({"one"}, 4, {"mesos_agent_tasks"});
  client->say("one:5051/api/v1", 404, "");
  client->hang("one:5051/metrics/snapshot");

  const auto page = status(milliseconds(600));

  EXPECT_EQ(page.value("mesos_up"), 0);
  EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", "mesos_agent_containers"}}), 1);
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure",
                       {{"collector", "mesos_agent_snapshot"}, {"reason", "timeout"}}));
}

TEST_F(scraping, waits_for_a_main_collector_that_is_slower_than_the_others) {
  make({"one"}, 4, {"mesos_agent_tasks"});
  client->say("one:5051/api/v1", 404, "");
  client->answers["one:5051/metrics/snapshot"] = [this](net::deadline until) {
    return once_asked(client, "one:5051/containers", R"({"slave/registered":1})", until);
  };

  const auto page = status(milliseconds(900));

  EXPECT_EQ(page.value("mesos_up"), 1);
  EXPECT_EQ(page.count("mesoscale_exporter_target_failure"), 0u);
}

TEST_F(scraping, asks_the_last_collector_of_a_target_where_all_others_hang) {
  make_marathon();
  for (const char* name : {"deployments", "groups", "info", "leader", "pods::status", "queue"}) {
    client->hang("m1:8080/v2/" + std::string(name));
  }
  client->hang("m1:8080/metrics");

  const auto page = status(milliseconds(900));

  EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", "marathon_tasks"}}), 1);
  EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", "marathon_queue"}}), 0);
}

TEST_F(scraping, reports_a_target_that_was_never_asked_as_timed_out) {
  make({"waits"}, 1);

  const auto page = status(milliseconds(0));

  EXPECT_EQ(
      page.value("mesoscale_exporter_target_failure",
                 {{"instance", "waits:5051"}, {"collector", "mesos_agent_snapshot"}, {"reason", "timeout"}}),
      1);
  EXPECT_EQ(client->count("waits:5051/metrics/snapshot"), 0u);
}

TEST_F(scraping, asks_nothing_more_of_a_target_that_is_away) {
  make({"away"}, 4);
  client->fail("away:5051/metrics/snapshot", errc::refused);

  const auto page = status(milliseconds(1000));

  EXPECT_EQ(client->count("away:5051/api/v1"), 0u);
  EXPECT_EQ(page.value("mesoscale_exporter_target_failure",
                       {{"collector", "mesos_agent_containers"}, {"reason", "refused"}}),
            1);
}

TEST_F(scraping, leaves_out_a_disabled_collector) {
  make({"one"}, 4, {"mesos_agent_containers", "mesos_agent_tasks"});

  const auto page = status(milliseconds(1000));

  EXPECT_EQ(client->count("one:5051/api/v1"), 0u);
  EXPECT_EQ(client->count("one:5051/containers"), 0u);
  EXPECT_EQ(page.value("mesos_up"), 1);
  EXPECT_EQ(page.count("mesoscale_exporter_collector_success"), 1u);
}

struct listing : ::testing::Test {
  asio::io_context io;
  std::shared_ptr<testing::scripted_client> client = std::make_shared<testing::scripted_client>();
  std::shared_ptr<scraper> scrape;

  void SetUp() override {
    discovery::settings how{.masters = {}, .fresh_for = milliseconds(0)};
    how.masters.push_back({target_kind::mesos_master, parse_url("http://m1:5050").value(), nullptr});
    // Answers are not shared, so that each question is seen.
    list_collector_.min_interval = milliseconds(0);
    how.list = &list_collector_;
    auto ask = std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [](target_kind) {});
    auto agents = std::make_shared<discovery>(io.get_executor(), ask, std::move(how));
    scrape = std::make_shared<scraper>(std::move(ask), std::move(agents), scrape_plan{});
  }

  std::optional<std::vector<listed_target>> list() {
    return testing::run(io, scrape->list_targets(target_kind::mesos_agent, net::after(milliseconds(1000))));
  }
  result<target> find(const std::string& text) { return *testing::run(io, found(scrape, text)); }

  static asio::awaitable<std::optional<result<target>>> found(std::shared_ptr<scraper> scrape,
                                                              std::string text) {
    co_return co_await scrape->find_target(target_kind::mesos_agent, std::move(text),
                                           net::after(milliseconds(1000)));
  }

  collector list_collector_ = *find_collector("mesos_master_agents");
};

TEST_F(listing, keeps_the_last_known_agents_when_the_leader_is_gone) {
  client->say("m1:5050/slaves", 200, testing::read_fixture("mesos/leader/slaves.body"));
  ASSERT_EQ(list()->size(), 2u);

  client->fail("m1:5050/slaves", errc::refused);

  ASSERT_TRUE(list());
  EXPECT_EQ(list()->size(), 2u);
  EXPECT_TRUE(find("127.0.0.1:5151").ok());
  EXPECT_EQ(find("127.0.0.1:5150").error().code, errc::http_403);
}

TEST_F(listing, says_nothing_before_discovery_has_once_succeeded) {
  client->fail("m1:5050/slaves", errc::refused);

  EXPECT_FALSE(list());
  EXPECT_EQ(find("127.0.0.1:5151").error().code, errc::no_leader);
}

TEST_F(listing, asks_the_leader_about_a_target_only_if_it_is_not_known_yet) {
  client->say("m1:5050/slaves", 200, testing::read_fixture("mesos/leader/slaves.body"));

  EXPECT_TRUE(find("127.0.0.1:5151").ok());
  EXPECT_TRUE(find("127.0.0.1:5152").ok());

  EXPECT_EQ(client->count("m1:5050/slaves"), 1u);
}

}  // namespace
}  // namespace mesoscale::exporter
