#include "simulator/agent_api.hpp"
#include "simulator/master_api.hpp"
#include "simulator/mesos_snapshot.hpp"
#include "tests/simulator/shape.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const instant start{seconds(1'795'332'000)};

class mesos_api_test : public testing::Test {
 protected:
  void SetUp() override {
    const json web = {{"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", 4}};
    model.create_app(std::get<app_definition>(define_app("/demo/web", web, nullptr)), false);
    model.step(start + seconds(3));
    model.set_load("/demo/web", 1.0);
    model.step(start + seconds(13));
  }

  static net::http_request get(const std::string& path, const std::string& query = "") {
    net::http_request request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    return request;
  }
  static net::http_request call(const std::string& body, const std::string& type = "application/json") {
    net::http_request request;
    request.method = "POST";
    request.path = "/api/v1";
    request.headers.set("Content-Type", type);
    request.body = body;
    return request;
  }
  net::http_response leader(const net::http_request& request) {
    return master_api(model, masters, 0).answer(request);
  }
  net::http_response standby(const net::http_request& request) {
    return master_api(model, masters, 1).answer(request);
  }
  net::http_response agent_of(const net::http_request& request) {
    return agent_api(model, "127.0.11.1").answer(request);
  }

  std::vector<std::string> masters = {"127.0.10.1:5050", "127.0.10.2:5050"};
  cluster model{{}, start};
};

/// The path of the Location in a captured header; "" if there is none but the host.
std::string redirect_path(const std::string& headers) {
  const auto at = headers.find("Location: //");
  EXPECT_NE(at, std::string::npos);
  const std::string location = headers.substr(at + 12, headers.find('\r', at) - at - 12);
  const std::string one_line = location.substr(0, location.find('\n'));
  const auto path = one_line.find('/');
  return path == std::string::npos ? "" : one_line.substr(path);
}

TEST_F(mesos_api_test, a_standby_sends_everything_but_its_own_to_the_leader) {
  const std::pair<const char*, const char*> rows[] = {
      {"/state", "state"},
      {"/master/slaves", "master_slaves"},
      {"/state-summary", "state-summary"},
      {"/slaves", "slaves"},
      {"/frameworks", "frameworks"},
      {"/roles", "roles"},
      {"/tasks", "tasks"},
      {"/quota", "quota"},
      {"/weights", "weights"},
      {"/maintenance/schedule", "maintenance_schedule"},
      {"/redirect", "redirect"},
      {"/api/v1", "v1_GET_STATE"},
  };
  for (const auto& [path, capture] : rows) {
    const auto answer = standby(get(path));
    EXPECT_EQ(answer.status, 307) << path;
    EXPECT_EQ(answer.headers.get("Location"),
              "//127.0.10.1:5050" + redirect_path(fixture(std::string("standby/") + capture + ".headers")))
        << path;
    EXPECT_EQ(answer.body, fixture(std::string("standby/") + capture + ".body")) << path;
  }
  EXPECT_EQ(standby(get("/nosuchpath")).body, fixture("standby/nosuchpath.body"));
}

TEST_F(mesos_api_test, a_standby_answers_for_itself_where_the_real_one_does) {
  for (const char* path :
       {"/metrics/snapshot", "/health", "/flags", "/version", "/system/stats.json", "/master/health"})
    EXPECT_EQ(standby(get(path)).status, 200) << path;
  const json snapshot = json::parse(standby(get("/metrics/snapshot")).body);
  EXPECT_EQ(snapshot.size(), 223u);
  EXPECT_EQ(snapshot.at("master/elected"), 0.0);
  EXPECT_EQ(snapshot.at("master/cpus_total"), 0.0);
}

TEST_F(mesos_api_test, the_leader_redirects_to_itself) {
  EXPECT_EQ(leader(get("/redirect")).headers.get("Location"), "//127.0.10.1:5050");
}

TEST_F(mesos_api_test, without_a_leader_the_masters_say_so) {
  model.elect(std::nullopt);

  const std::pair<const char*, const char*> rows[] = {
      {"/state", "no_leader/state.body"},
      {"/redirect", "no_leader/redirect.body"},
      {"/api/v1", "no_leader/v1_GET_METRICS.body"},
  };
  for (const auto& [path, capture] : rows) {
    EXPECT_EQ(leader(get(path)).status, 503) << path;
    EXPECT_EQ(leader(get(path)).body, fixture(capture)) << path;
  }
  EXPECT_EQ(json::parse(agent_of(get("/metrics/snapshot")).body).at("slave/registered"), 0.0);
}

TEST_F(mesos_api_test, a_new_leader_knows_no_agents_at_first) {
  model.elect(1);

  model.step(model.now() + milliseconds(1999));
  EXPECT_EQ(json::parse(standby(get("/slaves")).body).at("slaves").size(), 0u);
  EXPECT_EQ(master_snapshot(model, 1).at("master/elected"), 1.0);
  EXPECT_EQ(master_snapshot(model, 1).at("master/slaves_active"), 0.0);
  model.step(model.now() + milliseconds(1));
  EXPECT_EQ(json::parse(standby(get("/slaves")).body).at("slaves").size(), 3u);
  EXPECT_EQ(master_snapshot(model, 1).at("master/tasks_running"), 4.0);
}

TEST_F(mesos_api_test, unknown_paths_and_bad_parameters_answer_as_captured) {
  EXPECT_EQ(leader(get("/nosuchpath")).status, 404);
  EXPECT_EQ(leader(get("/nosuchpath")).body, fixture("leader/nosuchpath.body"));
  EXPECT_EQ(leader(get("/state.json")).status, 404);
  EXPECT_EQ(agent_of(get("/monitor/statistics.json")).body, fixture("agent2/nosuchpath.body"));
  EXPECT_EQ(leader(get("/metrics/snapshot", "timeout=5")).status, 400);
  EXPECT_EQ(leader(get("/metrics/snapshot", "timeout=5")).body, fixture("leader/timeout_bad.body"));
  EXPECT_EQ(leader(get("/metrics/snapshot", "timeout=abc")).body, fixture("leader/timeout_bad2.body"));
  EXPECT_EQ(leader(get("/metrics/snapshot", "timeout=-1secs")).body, fixture("leader/timeout_neg.body"));
  EXPECT_EQ(leader(get("/metrics/snapshot", "timeout=5secs")).status, 200);
}

TEST_F(mesos_api_test, jsonp_wraps_the_answer) {
  const auto answer = leader(get("/version", "jsonp=cb"));

  EXPECT_EQ(answer.headers.get("Content-Type"), "text/javascript");
  EXPECT_EQ(answer.body.substr(0, 4), "cb({");
  EXPECT_EQ(answer.body.back(), ')');
}

TEST_F(mesos_api_test, bad_v1_calls_answer_as_captured) {
  net::http_request by_get = call("");
  by_get.method = "GET";
  EXPECT_EQ(leader(by_get).status, 405);
  EXPECT_EQ(leader(by_get).body, fixture("leader/v1_GET_method.body"));
  EXPECT_EQ(leader(call(R"({"type":"GET_METRICS"})")).body, fixture("leader/v1_GET_METRICS_notimeout.body"));
  EXPECT_EQ(leader(call(R"({"type":"GET_METRICS"})")).status, 400);
  EXPECT_EQ(leader(call(R"({"type":"NO_SUCH_CALL"})")).body, fixture("leader/v1_GET_bad_type.body"));
  EXPECT_EQ(leader(call("{")).status, 400);
  EXPECT_EQ(leader(call("{}", "text/plain")).status, 415);
}

TEST_F(mesos_api_test, what_a_cluster_has_none_of_is_written_as_captured) {
  EXPECT_EQ(leader(get("/quota")).body, fixture("empty_cluster/quota.body"));
  EXPECT_EQ(leader(get("/weights")).body, fixture("empty_cluster/weights.body"));
  EXPECT_EQ(leader(get("/maintenance/status")).body, fixture("empty_cluster/maintenance_status.body"));
  EXPECT_EQ(leader(call(R"({"type":"GET_EXECUTORS"})")).body,
            R"({"get_executors":{},"type":"GET_EXECUTORS"})");
}

TEST_F(mesos_api_test, get_state_is_made_of_the_other_calls) {
  const auto body = [&](const char* name, bool of_agent) {
    const auto request = call(json{{"type", name}}.dump());
    json out = json::parse((of_agent ? agent_of(request) : leader(request)).body);
    out.erase("type");
    return out;
  };
  for (const bool of_agent : {false, true}) {
    const json state = body("GET_STATE", of_agent).at("get_state");
    const json captured =
        json::parse(fixture(of_agent ? "agent2/v1_GET_STATE.body" : "leader/v1_GET_STATE.body"))
            .at("get_state");
    for (const auto& [name, part] : captured.items()) ASSERT_TRUE(state.contains(name)) << name;
    EXPECT_EQ(state.size(), captured.size());
    EXPECT_EQ(state.at("get_tasks"), body("GET_TASKS", of_agent).at("get_tasks"));
    EXPECT_EQ(state.at("get_frameworks"), body("GET_FRAMEWORKS", of_agent).at("get_frameworks"));
    EXPECT_EQ(state.at("get_executors"), body("GET_EXECUTORS", of_agent).at("get_executors"));
  }
}

TEST_F(mesos_api_test, the_masters_numbers_are_those_of_the_cluster) {
  const json s = master_snapshot(model, 0);

  EXPECT_EQ(s.at("master/cpus_total"), 12.0);
  EXPECT_EQ(s.at("master/cpus_used"), 2.0);
  EXPECT_EQ(s.at("master/mem_total"), 3 * 8192.0);
  EXPECT_EQ(s.at("master/mem_used"), 256.0);
  EXPECT_EQ(s.at("master/slaves_active"), 3.0);
  EXPECT_EQ(s.at("master/tasks_running"), 4.0);
  EXPECT_EQ(s.at("master/uptime_secs"), 13.0);
  const std::string framework = "master/frameworks/marathon/" + model.framework_id();
  EXPECT_EQ(s.at(framework + "/tasks/active/task_running"), 4.0);
  EXPECT_EQ(s.at(framework + "/subscribed"), 1.0);
  EXPECT_EQ(s.at("allocator/mesos/quota/roles/*/resources/cpus/consumed"), 2.0);
}

TEST_F(mesos_api_test, the_agents_numbers_add_up_to_the_masters_plus_executors) {
  double used = 0, running = 0;
  for (const agent& a : model.agents()) {
    const json s = agent_snapshot(model, a);
    used += s.at("slave/cpus_used").get<double>();
    running += s.at("slave/tasks_running").get<double>();
  }

  EXPECT_EQ(running, 4.0);
  EXPECT_NEAR(used, 2.0 + 4 * executor_cpus, 1e-9);
}

TEST_F(mesos_api_test, the_load_shows_as_cpu_time_of_the_containers) {
  double cpu_time = 0;
  std::size_t containers = 0;
  for (const agent& a : model.agents()) {
    for (const json& c : json::parse(agent_api(model, a.host).answer(get("/containers")).body)) {
      const json& s = c.at("statistics");
      cpu_time += s.at("cpus_user_time_secs").get<double>() + s.at("cpus_system_time_secs").get<double>();
      EXPECT_EQ(c.at("executor_id").get<std::string>().substr(0, 9), "demo_web.");
      containers += 1;
    }
  }

  EXPECT_EQ(containers, 4u);
  EXPECT_NEAR(cpu_time, 10.0, 4 * 0.02) << "1 CPU for 10 s, each counter cut to hundredths";
}

TEST_F(mesos_api_test, tasks_gives_a_hundred_unless_told_otherwise) {
  const json many = {{"cmd", "x"}, {"cpus", 0.01}, {"mem", 1}, {"instances", 150}};
  model.create_app(std::get<app_definition>(define_app("/many", many, nullptr)), false);

  EXPECT_EQ(json::parse(leader(get("/tasks")).body).at("tasks").size(), 100u);
  EXPECT_EQ(json::parse(leader(get("/tasks", "limit=120")).body).at("tasks").size(), 120u);
}

TEST_F(mesos_api_test, an_agent_also_answers_under_its_process_name) {
  for (const char* path :
       {"/slave(1)/state", "/slave(1)/monitor/statistics", "/slave(1)/health", "/slave%281%29/flags"})
    EXPECT_EQ(agent_of(get(path)).status, 200) << path;
  EXPECT_EQ(agent_of(get("/tasks")).status, 404);
}

}  // namespace
}  // namespace mesoscale::simulator
