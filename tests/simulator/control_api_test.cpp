#include "simulator/control_api.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

using std::chrono::seconds;

const instant start{seconds(1'795'332'000)};

class control_api_test : public testing::Test {
 protected:
  void SetUp() override {
    const json web = {{"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", 2}};
    model.create_app(std::get<app_definition>(define_app("/demo/web", web, nullptr)), false);
    model.step(start + seconds(3));
  }

  net::http_response ask(const std::string& method, const std::string& path, const std::string& body = "") {
    net::http_request request;
    request.method = method;
    request.path = path;
    request.body = body;
    return control.answer(request);
  }
  json state() { return json::parse(ask("GET", "/control/state").body); }

  cluster model{{}, start};
  put_log log;
  fault_list faults;
  int fault_changes = 0;
  std::vector<std::string> removed;
  control_api control{model,
                      log,
                      faults,
                      {[this] { fault_changes += 1; },
                       [this]() -> result<std::string> { return model.add_agent().host + ":5051"; },
                       [this](const std::string& address) -> result<void> {
                         removed.push_back(address);
                         return {};
                       },
                       [] {
                         return std::vector<std::string>{"127.0.10.1:5050", "127.0.10.2:5050"};
                       },
                       [] { return std::vector<std::string>{"127.0.11.1:5051"}; }}};
};

TEST_F(control_api_test, state_shows_apps_load_and_leader) {
  EXPECT_EQ(ask("PUT", "/control/load", R"({"app":"/demo/web","cpus":3.2})").status, 200);

  const json now = state();
  const json app = now.at("apps").at(0);
  EXPECT_EQ(app.at("id"), "/demo/web");
  EXPECT_EQ(app.at("instances"), 2);
  EXPECT_EQ(app.at("running"), 2);
  EXPECT_EQ(app.at("staged"), 0);
  EXPECT_EQ(app.at("load_cpus"), 3.2);
  EXPECT_EQ(app.at("load_per_instance_cpus"), 1.6);
  EXPECT_EQ(now.at("leader"), "127.0.10.1:5050");
  EXPECT_EQ(now.at("deployments"), 0);
}

TEST_F(control_api_test, a_lock_is_a_deployment) {
  const auto answer = ask("POST", "/control/lock", R"({"app":"/demo/web","seconds":5})");

  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body).at("deployment_id"), model.deployments().at(0).id);
  model.step(model.now() + seconds(5));
  EXPECT_EQ(state().at("deployments"), 0);
}

TEST_F(control_api_test, the_leader_can_be_changed_and_taken_away) {
  EXPECT_EQ(ask("POST", "/control/leader", R"({"master":2})").status, 200);
  EXPECT_EQ(state().at("leader"), "127.0.10.2:5050");
  EXPECT_EQ(ask("POST", "/control/leader", R"({"master":0})").status, 200);
  EXPECT_EQ(state().at("leader"), "");
}

TEST_F(control_api_test, faults_are_listed_and_cleared) {
  EXPECT_EQ(ask("PUT", "/control/faults", R"({"target":"agents","kind":"status","status":500})").status, 200);
  EXPECT_EQ(state().at("faults").size(), 1u);

  EXPECT_EQ(json::parse(ask("DELETE", "/control/faults").body).at("faults").size(), 0u);
  EXPECT_EQ(fault_changes, 2);
}

TEST_F(control_api_test, agents_come_and_go) {
  EXPECT_EQ(ask("POST", "/control/agents", R"({"add":2})").status, 200);
  EXPECT_EQ(model.agents().size(), 5u);
  EXPECT_EQ(ask("POST", "/control/agents", R"({"remove":"127.0.11.2:5051"})").status, 200);
  EXPECT_EQ(removed, std::vector<std::string>{"127.0.11.2:5051"});
}

TEST_F(control_api_test, the_registrar_can_lose_its_quorum) {
  EXPECT_EQ(ask("POST", "/control/registrar", R"({"quorum":false})").status, 200);
  EXPECT_FALSE(model.has_quorum());
  EXPECT_EQ(state().at("quorum"), false);
}

TEST_F(control_api_test, weights_and_maintenance_are_taken_in_the_shapes_of_mesos) {
  EXPECT_EQ(ask("PUT", "/control/weights", R"([{"role":"*","weight":2.5}])").status, 200);
  EXPECT_EQ(model.weights(), json::parse(R"([{"role":"*","weight":2.5}])"));
  const char* schedule =
      R"({"windows":[{"machine_ids":[{"hostname":"h"}],"unavailability":{"start":{"nanoseconds":1}}}]})";
  EXPECT_EQ(ask("PUT", "/control/maintenance", schedule).status, 200);
  EXPECT_EQ(model.maintenance_schedule(), json::parse(schedule));
}

TEST_F(control_api_test, bad_input_is_told_what_was_expected) {
  struct bad_input {
    const char* path;
    const char* body;
    int status;
    const char* says;
  };
  const bad_input rows[] = {
      {"/control/load", "{", 400, "not JSON"},
      {"/control/load", R"({"cpus":1})", 400, "app: missing"},
      {"/control/load", R"({"app":"/demo/web","cpus":"1"})", 400, "cpus: found \\\"1\\\""},
      {"/control/load", R"({"app":"/demo/web","cpus":-1})", 400, "expected 0 or more"},
      {"/control/load", R"({"app":"/x","cpus":1})", 404, "there is no /x"},
      {"/control/lock", R"({"app":"/x","seconds":1})", 404, "there is no /x"},
      {"/control/leader", R"({"master":3})", 400, "expected 0 to 2"},
      {"/control/agents", R"({})", 400, "remove: missing"},
      {"/control/registrar", R"({"quorum":1})", 400, "expected true or false"},
      {"/control/weights", R"([{"role":"*"}])", 400, "expected a list"},
      {"/control/maintenance", R"({"windows":[{"machine_ids":{}}]})", 400, "expected"},
      {"/control/nothing", R"({})", 404, "expected /control/state"},
  };
  for (const auto& row : rows) {
    const auto answer = ask("PUT", row.path, row.body);
    EXPECT_EQ(answer.status, row.status) << row.path << row.body;
    EXPECT_NE(answer.body.find(row.says), std::string::npos) << answer.body;
  }
}

TEST_F(control_api_test, says_that_it_is_up) {
  EXPECT_EQ(ask("GET", "/-/healthy").status, 200);
  EXPECT_EQ(ask("GET", "/-/ready").status, 200);
}

TEST_F(control_api_test, puts_lists_what_marathon_was_asked_for) {
  put_entry entry;
  entry.method = "PUT";
  entry.app = "/demo/web";
  log.add(entry);

  const json puts = json::parse(ask("GET", "/control/puts").body).at("puts");
  ASSERT_EQ(puts.size(), 1u);
  EXPECT_EQ(puts.at(0).at("seq"), 1);
  EXPECT_EQ(puts.at(0).at("app"), "/demo/web");
}

}  // namespace
}  // namespace mesoscale::simulator
