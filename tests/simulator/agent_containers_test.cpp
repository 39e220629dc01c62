// The containers and tasks of the simulated agents: nested containers of pods, labels of tasks, limits.
#include <gtest/gtest.h>

#include <set>

#include "simulator/agent_api.hpp"

namespace mesoscale::simulator {
namespace {

using std::chrono::seconds;

const instant start{seconds(1'795'332'000)};

struct agent_containers : testing::Test {
  agent_containers() {
    const json web = {{"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", 4}};
    model.create_app(std::get<app_definition>(define_app("/demo/web", web, nullptr)), false);
    model.step(start + seconds(13));
  }

  static net::http_request get(const std::string& path) {
    net::http_request request;
    request.method = "GET";
    request.path = path;
    return request;
  }

  cluster model{{}, start};
};

TEST_F(agent_containers, an_agent_lists_nested_containers_only_to_who_asks_for_them) {
  const agent_api with_pods(model, "127.0.11.1", 2);
  auto call = get("/api/v1");
  call.method = "POST";
  call.headers.set("Content-Type", "application/json");
  call.body = R"({"type":"GET_CONTAINERS"})";
  const json plain = json::parse(with_pods.answer(call).body).at("get_containers").at("containers");
  call.body = R"({"type":"GET_CONTAINERS","get_containers":{"show_nested":true,"show_standalone":true}})";
  const json all = json::parse(with_pods.answer(call).body).at("get_containers").at("containers");

  ASSERT_EQ(all.size(), plain.size() + 2);
  std::set<std::string> roots;
  for (const json& one : plain) roots.insert(one.at("container_id").at("value").get<std::string>());
  std::size_t nested = 0;
  for (const json& one : all) {
    if (one.contains("framework_id")) continue;
    const json& id = one.at("container_status").at("container_id");
    EXPECT_TRUE(roots.contains(id.at("parent").at("value").get<std::string>()));
    EXPECT_EQ(one.at("resource_statistics").size(), 4u) << "as the real agent has it";
    ++nested;
  }
  EXPECT_EQ(nested, 2u);
  const json lists = json::parse(with_pods.answer(get("/containers")).body);
  EXPECT_EQ(lists.size(), plain.size()) << "/containers never has nested ones";
}

TEST_F(agent_containers, a_task_has_the_labels_of_its_app_and_a_pod_its_own_container) {
  const json wanted = {{"cmd", "x"}, {"cpus", 0.1}, {"mem", 16}, {"labels", {{"team", "a"}}}};
  model.create_app(std::get<app_definition>(define_app("/labelled", wanted, nullptr)), false);
  model.step(model.now() + std::chrono::seconds(10));

  std::size_t labelled = 0;
  std::size_t nested = 0;
  for (const agent& a : model.agents()) {
    const json state = json::parse(agent_api(model, a.host, 1).answer(get("/state")).body);
    for (const json& executor : state.at("frameworks").at(0).at("executors")) {
      const json& task = executor.at("tasks").at(0);
      if (executor.at("id").get<std::string>().starts_with("labelled.")) {
        EXPECT_EQ(task.at("labels"), json::parse(R"([{"key":"team","value":"a"}])"));
        ++labelled;
      }
      if (!executor.contains("type")) continue;
      const json& id = task.at("statuses").back().at("container_status").at("container_id");
      EXPECT_EQ(id.at("parent").at("value"), executor.at("container"));
      ++nested;
    }
  }
  EXPECT_EQ(labelled, 1u);
  EXPECT_EQ(nested, 1u);
}

TEST_F(agent_containers, limit_their_cpus_to_what_the_load_model_lets_them_use) {
  for (const agent& a : model.agents()) {
    for (const json& c : json::parse(agent_api(model, a.host).answer(get("/containers")).body)) {
      EXPECT_DOUBLE_EQ(c.at("statistics").at("cpus_limit").get<double>(), 0.5 * 4 + 0.1);
      EXPECT_GT(c.at("statistics").at("cpus_nr_periods").get<int>(), 0);
    }
  }
}

}  // namespace
}  // namespace mesoscale::simulator
