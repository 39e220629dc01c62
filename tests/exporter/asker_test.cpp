#include "exporter/scrape/asker.hpp"

#include <gtest/gtest.h>

#include "common/net/gather.hpp"
#include "tests/exporter/run.hpp"
#include "tests/exporter/scripted_client.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;

constexpr const char* snapshot = R"({"master/elected":1})";

struct asking : ::testing::Test {
  asio::io_context io;
  std::shared_ptr<testing::scripted_client> client = std::make_shared<testing::scripted_client>();
  int sent = 0;
  std::shared_ptr<asker> ask =
      std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [this](target_kind) { ++sent; });
  target master{target_kind::mesos_master, parse_url("http://m:5050").value(), nullptr};
  target agent{target_kind::mesos_agent, parse_url("http://a:5051").value(), nullptr};
  const collector* master_snapshot = find_collector("mesos_master_snapshot");
  const collector* containers = find_collector("mesos_agent_containers");

  outcome_ptr ask_now(target of, const collector* what, milliseconds time = milliseconds(1000)) {
    return testing::run(io, ask->ask(std::move(of), what, net::after(time)));
  }

  /// Asks from several coroutines at once, each with its own time.
  std::vector<outcome_ptr> ask_together(target of, const collector* what,
                                        const std::vector<milliseconds>& times) {
    return testing::run(io, together(ask, std::move(of), what, times));
  }

  static asio::awaitable<void> ask_into(std::shared_ptr<asker> ask, target of, const collector* what,
                                        net::deadline until, outcome_ptr* into) {
    *into = co_await ask->ask(std::move(of), what, until);
  }

  static asio::awaitable<std::vector<outcome_ptr>> together(std::shared_ptr<asker> ask, target of,
                                                            const collector* what,
                                                            std::vector<milliseconds> times) {
    std::vector<outcome_ptr> outcomes(times.size());
    std::vector<net::work> pieces;
    for (std::size_t i = 0; i < times.size(); ++i) {
      const auto until = net::after(times[i]);
      pieces.push_back([=, &outcomes] { return ask_into(ask, of, what, until, &outcomes[i]); });
    }
    co_await net::gather_until(std::move(pieces), times.size(), net::after(milliseconds(20'000)));
    co_return outcomes;
  }
};

TEST_F(asking, decodes_the_answer) {
  client->say("m:5050/metrics/snapshot", 200, snapshot);

  const auto got = ask_now(master, master_snapshot);

  ASSERT_FALSE(got->why);
  EXPECT_EQ(got->data.samples.size(), 1u);
  EXPECT_EQ(got->response_bytes, std::string(snapshot).size());
}

TEST_F(asking, keeps_the_path_of_the_targets_url) {
  client->say("m:5050/mesos/metrics/snapshot", 200, snapshot);
  master.base = parse_url("http://m:5050/mesos/").value();

  EXPECT_FALSE(ask_now(master, master_snapshot)->why);
}

TEST_F(asking, never_sends_a_timeout_parameter) {
  for (const collector& one : all_collectors()) {
    EXPECT_EQ(one.path.find("timeout"), one.path.npos) << one.name;
    EXPECT_EQ(one.path_if_not_found.find("timeout"), one.path.npos) << one.name;
  }
}

TEST_F(asking, shares_equal_requests_in_flight) {
  client->hang("m:5050/metrics/snapshot");

  const auto got =
      ask_together(master, master_snapshot, {milliseconds(50), milliseconds(50), milliseconds(50)});

  for (const auto& one : got) EXPECT_EQ(one->why->code, errc::timeout);
  EXPECT_EQ(sent, 1);
}

TEST_F(asking, asks_again_for_somebody_who_has_more_time_than_the_first) {
  int calls = 0;
  testing::scripted_client other;
  other.hang("x");
  other.say("y", 200, snapshot);
  client->answers["m:5050/metrics/snapshot"] = [&](net::deadline until) {
    return (calls++ == 0 ? other.answers["x"] : other.answers["y"])(until);
  };

  const auto got =
      ask_together(master, master_snapshot, {milliseconds(50), milliseconds(10'000), milliseconds(10'000)});

  EXPECT_EQ(got[0]->why->code, errc::timeout);
  EXPECT_FALSE(got[1]->why);
  EXPECT_EQ(got[1], got[2]);
  EXPECT_EQ(sent, 2);
}

TEST_F(asking, shares_a_snapshot_younger_than_half_a_second) {
  client->say("m:5050/metrics/snapshot", 200, snapshot);

  const auto first = ask_now(master, master_snapshot);
  const auto second = ask_now(master, master_snapshot);

  EXPECT_EQ(first, second);
  EXPECT_EQ(client->count("m:5050/metrics/snapshot"), 1u);
}

TEST_F(asking, does_not_share_an_answer_of_an_endpoint_without_limit) {
  client->say("r:8080/v2/deployments", 200, "[]");
  const target marathon{target_kind::marathon, parse_url("http://r:8080").value(), nullptr};
  const collector* const deployments = find_collector("marathon_deployments");

  ask_now(marathon, deployments);
  ask_now(marathon, deployments);

  EXPECT_EQ(client->count("r:8080/v2/deployments"), 2u);
}

constexpr const char* one_container =
    R"([{"executor_id":"e","framework_id":"f","statistics":{"threads":1}}])";

TEST_F(asking, asks_for_all_containers_by_a_call) {
  client->say("a:5051/api/v1", 200, R"({"type":"GET_CONTAINERS","get_containers":{}})");

  const auto got = ask_now(agent, containers);

  EXPECT_FALSE(got->why);
  EXPECT_EQ(client->asked, std::vector<std::string>{"a:5051/api/v1"});
  EXPECT_EQ(client->posted["a:5051/api/v1"],
            R"({"type":"GET_CONTAINERS","get_containers":{"show_nested":true,"show_standalone":true}})");
}

TEST_F(asking, asks_for_the_list_of_containers_for_the_old_names) {
  ask_limits limits;
  limits.compat.mesos_exporter = true;
  ask = std::make_shared<asker>(io.get_executor(), client, limits, [](target_kind) {});
  client->say("a:5051/containers", 200, one_container);

  const auto got = ask_now(agent, containers);

  ASSERT_FALSE(got->why);
  EXPECT_EQ(client->asked, std::vector<std::string>{"a:5051/containers"});
  EXPECT_EQ(got->data.compat.size(), 1u);
}

TEST_F(asking, asks_for_the_list_of_containers_where_the_call_is_unknown_or_refused) {
  for (const int status : {400, 401, 403, 404, 405, 501}) {
    const std::string host = "a" + std::to_string(status) + ":5051";
    client->say(host + "/api/v1", status, "no");
    client->say(host + "/containers", 200, one_container);
    const target old{target_kind::mesos_agent, parse_url("http://" + host).value(), nullptr};

    const auto got = ask_now(old, containers);

    EXPECT_FALSE(got->why) << status;
    EXPECT_EQ(got->data.samples.size(), 2u) << status;
  }
}

TEST_F(asking, finds_the_statistics_of_each_version_of_an_agent) {
  client->say("a:5051/api/v1", 404, "404 Not Found.");
  client->say("a:5051/containers", 404, "404 Not Found.");
  client->say("a:5051/monitor/statistics", 404, "404 Not Found.");
  client->say("a:5051/monitor/statistics.json", 200, one_container);

  const auto got = ask_now(agent, containers);

  ASSERT_FALSE(got->why);
  EXPECT_EQ(got->data.samples.size(), 2u);
}

TEST_F(asking, says_why_when_no_place_has_the_containers) {
  for (const char* path : {"/api/v1", "/containers", "/monitor/statistics", "/monitor/statistics.json"}) {
    client->say("a:5051" + std::string(path), 404, "404 Not Found.");
  }

  const auto got = ask_now(agent, containers);

  ASSERT_TRUE(got->why);
  EXPECT_EQ(got->why->code, errc::http_4xx);
}

TEST_F(asking, takes_a_recovering_agent_for_what_it_is) {
  client->say("a:5051/api/v1", 503, "Agent has not finished recovery");
  client->say("a:5051/containers", 200, "[]");

  const auto got = ask_now(agent, containers);

  ASSERT_TRUE(got->why);
  EXPECT_EQ(got->why->code, errc::http_5xx);
  EXPECT_EQ(client->count("a:5051/containers"), 0u);
}

TEST_F(asking, makes_a_call_once_more_when_a_kept_connection_was_closed) {
  client->fail("a:5051/api/v1", errc::disconnected);

  const auto got = ask_now(agent, containers);

  ASSERT_TRUE(got->why);
  EXPECT_EQ(got->why->code, errc::disconnected);
  EXPECT_EQ(client->count("a:5051/api/v1"), 2u);
}

TEST_F(asking, goes_straight_to_the_place_that_an_old_version_has) {
  const target old{target_kind::chronos, parse_url("http://c:4400").value(), nullptr};
  const collector* const jobs = find_collector("chronos_jobs");
  client->say("c:4400/scheduler/jobs", 404, "");
  client->say("c:4400/v1/scheduler/jobs", 200, "[]");

  EXPECT_FALSE(ask_now(old, jobs)->why);
  EXPECT_FALSE(ask_now(old, jobs)->why);

  EXPECT_EQ(client->count("c:4400/scheduler/jobs"), 1u);
  EXPECT_EQ(client->count("c:4400/v1/scheduler/jobs"), 2u);
}

TEST_F(asking, finds_the_other_place_when_the_known_one_is_gone) {
  const target old{target_kind::chronos, parse_url("http://c:4400").value(), nullptr};
  const collector* const jobs = find_collector("chronos_jobs");
  client->say("c:4400/scheduler/jobs", 404, "");
  client->say("c:4400/v1/scheduler/jobs", 200, "[]");
  EXPECT_FALSE(ask_now(old, jobs)->why);
  client->say("c:4400/scheduler/jobs", 200, "[]");
  client->say("c:4400/v1/scheduler/jobs", 404, "");

  EXPECT_FALSE(ask_now(old, jobs)->why);
  EXPECT_FALSE(ask_now(old, jobs)->why);

  EXPECT_EQ(client->count("c:4400/v1/scheduler/jobs"), 2u);
}

TEST_F(asking, does_not_follow_the_redirect_of_a_daemon) {
  client->say("m:5050/metrics/snapshot", 307, "");

  const auto got = ask_now(master, master_snapshot);

  ASSERT_TRUE(got->why);
  EXPECT_EQ(got->why->code, errc::redirect);
  EXPECT_EQ(master_snapshot->max_redirects, 0);
}

}  // namespace
}  // namespace mesoscale::exporter
