// Mesos and Marathon in the shapes of 2015, on real sockets.
#include <gtest/gtest.h>

#include "tests/simulator/simulation_fixture.hpp"

namespace mesoscale::simulator {
namespace {

class era_test : public simulation_test {
 protected:
  void start_old() {
    auto options = quick();
    options.shapes = era::of_2015;
    options.marathon.dialect = metrics_dialect::dropwizard;
    start(options);
    create_web();
  }
  int status_of(const url& where) {
    const auto answer = ask("GET", where);
    return answer.ok() ? answer->status : 0;
  }
  std::string text_of(const url& where) {
    const auto answer = ask("GET", where);
    EXPECT_TRUE(answer.ok() && answer->status == 200) << where.text();
    return answer.ok() ? answer->body : std::string();
  }
};

TEST_F(era_test, has_only_the_paths_of_2015) {
  start_old();

  for (const char* path : {"/slaves", "/state-summary", "/state", "/frameworks", "/roles", "/api/v1"}) {
    EXPECT_EQ(status_of(master(0).with_path(path)), 404) << path;
  }
  for (const char* path : {"/containers", "/monitor/statistics", "/state"}) {
    EXPECT_EQ(status_of(agent_at(0).with_path(path)), 404) << path;
  }
  for (const char* path : {"/v2/pods::status", "/metrics/prometheus"}) {
    EXPECT_EQ(status_of(marathon().with_path(path)), 404) << path;
  }
  EXPECT_EQ(status_of(master(0).with_path("/master/state.json")), 200);
  EXPECT_EQ(status_of(master(1).with_path("/roles.json")), 200);
  EXPECT_EQ(status_of(agent_at(0).with_path("/slave(1)/state.json")), 200);
}

TEST_F(era_test, masters_escape_slashes_and_lack_later_keys) {
  start_old();

  const std::string text = text_of(master(0).with_path("/metrics/snapshot"));
  const json snapshot = json::parse(text);

  EXPECT_NE(text.find(R"("master\/elected":1,)"), text.npos);
  EXPECT_EQ(snapshot.at("master/tasks_running"), 2);
  EXPECT_FALSE(snapshot.contains("master/tasks_killing"));
  EXPECT_FALSE(snapshot.contains("master/gpus_total"));
}

TEST_F(era_test, the_list_of_agents_is_in_the_state_of_the_leader_only) {
  start_old();

  const json state = json::parse(text_of(master(0).with_path("/state.json")));
  const json standby = json::parse(text_of(master(1).with_path("/state.json")));

  EXPECT_EQ(state.at("version"), "0.21.1");
  ASSERT_EQ(state.at("slaves").size(), 3u);
  EXPECT_FALSE(state.at("slaves").at(0).contains("used_resources"));
  EXPECT_EQ(state.at("slaves").at(0).at("resources").at("cpus").dump(), "4");
  EXPECT_EQ(state.at("frameworks").at(0).at("tasks").size(), 2u);
  EXPECT_TRUE(standby.at("slaves").empty());
}

TEST_F(era_test, containers_have_no_id_and_a_limit_of_cpus) {
  start_old();

  std::size_t containers = 0;
  for (int i = 0; i < 3; ++i) {
    for (const json& one : json::parse(text_of(agent_at(i).with_path("/monitor/statistics.json")))) {
      ++containers;
      EXPECT_FALSE(one.contains("container_id"));
      EXPECT_GT(one.at("statistics").at("cpus_limit"), 0);
      EXPECT_FALSE(one.at("statistics").contains("cpus_soft_limit"));
    }
  }
  EXPECT_EQ(containers, 2u);
}

TEST_F(era_test, marathon_answers_as_0_8_1) {
  start_old();

  const json app = json::parse(text_of(marathon().with_path("/v2/apps"))).at("apps").at(0);
  const json info = json::parse(text_of(marathon().with_path("/v2/info")));
  const json metrics = json::parse(text_of(marathon().with_path("/metrics")));

  EXPECT_EQ(app.at("tasksRunning"), 2);
  EXPECT_FALSE(app.contains("versionInfo"));
  EXPECT_EQ(info.at("version"), "0.8.1");
  EXPECT_FALSE(info.contains("elected"));
  EXPECT_TRUE(metrics.at("gauges").contains("service.mesosphere.marathon.uptime"));
}

TEST_F(era_test, followers_of_marathon_pass_the_leaders_answers_on_without_a_word) {
  auto options = quick();
  options.shapes = era::of_2015;
  options.marathon.dialect = metrics_dialect::dropwizard;
  options.marathon_followers = 1;
  start(options);
  create_web();
  const url follower = *parse_url(at_.at("marathon").at(1).get<std::string>());

  EXPECT_EQ(json::parse(text_of(follower.with_path("/v2/apps"))).at("apps").size(), 1u);
  EXPECT_EQ(json::parse(text_of(follower.with_path("/v2/leader"))).at("leader"), marathon().authority());
  for (const url& one : {marathon(), follower}) {
    const auto answer = ask("GET", one.with_path("/v2/apps"));
    EXPECT_FALSE(answer->headers.has("X-Marathon-Leader"));
    EXPECT_FALSE(answer->headers.has("X-Marathon-Via"));
  }
}

}  // namespace
}  // namespace mesoscale::simulator
