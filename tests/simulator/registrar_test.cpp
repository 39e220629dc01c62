// A leader without a quorum of its registry, a new leader, and agents that are lost: the answers that look like an empty
// cluster and are none. Compared with captured answers where there are some.
#include "simulator/master_api.hpp"
#include "tests/simulator/cluster_fixture.hpp"
#include "tests/simulator/shape.hpp"

namespace mesoscale::simulator {
namespace {

class registrar_test : public cluster_test {
 protected:
  void SetUp() override {
    model.create_app(web(3), false);
    wait(seconds(10));
  }

  net::http_response get(const std::string& path) const {
    net::http_request request;
    request.path = path;
    return master_api(model, masters, 0).answer(request);
  }
  json body(const std::string& path) const { return json::parse(get(path).body); }

  std::vector<std::string> masters = {"127.0.10.1:5050", "127.0.10.2:5050"};
};

TEST_F(registrar_test, without_a_quorum_the_lists_are_those_of_the_capture) {
  model.set_quorum(false);
  wait(seconds(60));

  for (const char* name : {"slaves", "roles", "weights"}) {
    EXPECT_EQ(body("/" + std::string(name)), json::parse(fixture("no_quorum/" + std::string(name) + ".body")))
        << name;
  }
  EXPECT_EQ(body("/maintenance/status"), json::parse(fixture("no_quorum/maintenance_status.body")));
  EXPECT_EQ(body("/state-summary").at("slaves"), json::array());
  EXPECT_EQ(body("/state-summary").at("frameworks"), json::array());
}

TEST_F(registrar_test, without_a_quorum_the_snapshot_has_the_keys_of_the_capture) {
  model.set_quorum(false);

  const json snapshot = body("/metrics/snapshot");

  EXPECT_EQ(snapshot.at("master/elected"), 1.0);
  const auto real = shape_of(json::parse(fixture("no_quorum/metrics_snapshot.body")));
  EXPECT_EQ(shape_of(snapshot), real);
}

TEST_F(registrar_test, without_a_quorum_the_operator_api_is_not_ready) {
  model.set_quorum(false);
  net::http_request request;
  request.method = "POST";
  request.path = "/api/v1";
  request.headers.set("Content-Type", "application/json");
  request.body = R"({"type":"GET_STATE"})";

  const auto answer = master_api(model, masters, 0).answer(request);

  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, fixture("no_quorum/v1_GET_STATE.body"));
}

TEST_F(registrar_test, a_leader_that_has_its_quorum_again_waits_for_the_agents_of_the_registry) {
  model.set_quorum(false);
  wait(seconds(60));
  model.set_quorum(true);

  EXPECT_EQ(body("/slaves").at("slaves").size(), 0u);
  EXPECT_EQ(body("/slaves").at("recovered_slaves").size(), 3u);
  EXPECT_TRUE(body("/metrics/snapshot").contains("registrar/registry_size_bytes"));
  wait(seconds(3));
  EXPECT_EQ(body("/slaves").at("slaves").size(), 3u);
  EXPECT_EQ(body("/slaves").at("recovered_slaves").size(), 0u);
}

TEST_F(registrar_test, weights_and_maintenance_are_answered_as_they_were_set) {
  const json schedule = json::parse(fixture("leader/maintenance_schedule.body"));
  model.set_maintenance_schedule(schedule);
  model.set_weights(json::parse(R"([{"role":"*","weight":2.5}])"));

  EXPECT_EQ(body("/maintenance/schedule"), schedule);
  EXPECT_EQ(body("/maintenance/status"), json::parse(fixture("leader/maintenance_status.body")));
  EXPECT_EQ(body("/weights"), model.weights());
  EXPECT_EQ(body("/roles").at("roles").at(0).at("weight"), 2.5);
}

class lost_agent_test : public registrar_test {
 protected:
  lost_agent_test() {
    options.agent_removal_delay = seconds(75);
    model = cluster(options, start);
  }
};

TEST_F(lost_agent_test, stays_on_the_list_for_75_seconds) {
  model.remove_agent("127.0.11.2");
  wait(seconds(74));

  EXPECT_EQ(body("/slaves").at("slaves").size(), 3u);
  EXPECT_EQ(body("/slaves").at("slaves").at(1).at("active"), false);
  const json before = body("/metrics/snapshot");
  EXPECT_EQ(before.at("master/slaves_active"), 2.0);
  EXPECT_EQ(before.at("master/slaves_disconnected"), 1.0);
  EXPECT_EQ(before.at("master/slaves_unreachable"), 0.0);
  EXPECT_EQ(model.counters().tasks_lost, 0);

  wait(seconds(1));

  EXPECT_EQ(body("/slaves").at("slaves").size(), 2u);
  EXPECT_EQ(body("/metrics/snapshot").at("master/slaves_unreachable"), 1.0);
  EXPECT_EQ(model.counters().tasks_lost, 1);
}

TEST_F(lost_agent_test, gets_no_new_tasks) {
  model.remove_agent("127.0.11.2");
  const std::string lost = model.find_agent("127.0.11.2")->id;
  const auto tasks_there = [&] {
    return std::count_if(model.tasks().begin(), model.tasks().end(),
                         [&](const task& t) { return t.agent_id == lost; });
  };
  const auto before = tasks_there();

  scale(9);
  wait(seconds(10));

  EXPECT_EQ(tasks_there(), before);
}

}  // namespace
}  // namespace mesoscale::simulator
