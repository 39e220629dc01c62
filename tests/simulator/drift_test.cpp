// The simulator must not drift from the real thing: its answers have the keys and types of captured ones. What the captured
// cluster had and the simulated one has not is listed, so that nothing else can be missing, and nothing may be invented.
#include "simulator/agent_api.hpp"
#include "simulator/master_api.hpp"
#include "tests/simulator/shape.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

namespace mesoscale::simulator {
namespace {

using std::chrono::seconds;

/// A part of the captured answers that a cluster without reservations, quota, maintenance and nested containers lacks.
struct absent_part {
  const char* prefix;  ///< of a line of shape_of, after the case's root
  const char* why;
};

struct drift_case {
  const char* name;
  const char* capture;  ///< below tests/fixtures/mesos
  enum class daemon { leader, standby, agent } at;
  const char* path;
  const char* v1_call;  ///< nullptr: a GET
  std::vector<absent_part> absent;
};

void PrintTo(const drift_case& row, std::ostream* out) { *out << row.name; }

using daemon = drift_case::daemon;

const char* const quota = "the captured cluster has a role with quota";
const char* const reservation = "the captured cluster has static reservations";
const char* const memory_kill = "a captured task was killed for its memory";
const char* const nested = "the captured cluster has tasks in nested containers";
const char* const labels = "a captured task has labels";
const char* const maintenance = "the captured cluster has a maintenance window";
const char* const completed = "frameworks of the captured cluster have ended";
const char* const scalar_attribute = "a captured agent has a numeric attribute";
const char* const own_attribute = "the captured agents have an attribute that the simulated ones have not";

const std::vector<drift_case> cases = {
    {"leader_snapshot",
     "leader/metrics_snapshot.body",
     daemon::leader,
     "/metrics/snapshot",
     nullptr,
     {{"allocator/mesos/quota/roles/*/resources/cpus/guarantee", quota},
      {"allocator/mesos/quota/roles/*/resources/cpus/limit", quota},
      {"allocator/mesos/quota/roles/*/resources/cpus/offered_or_allocated", quota},
      {"allocator/mesos/quota/roles/*/resources/mem/guarantee", quota},
      {"allocator/mesos/quota/roles/*/resources/mem/limit", quota},
      {"allocator/mesos/quota/roles/*/resources/mem/offered_or_allocated", quota},
      {"master/task_failed/source_slave/reason_container_limitation_memory", memory_kill}}},
    {"standby_snapshot", "standby/metrics_snapshot.body", daemon::standby, "/metrics/snapshot", nullptr, {}},
    {"agent_snapshot", "agent2/metrics_snapshot.body", daemon::agent, "/metrics/snapshot", nullptr, {}},
    {"agent_containers", "agent2/containers.body", daemon::agent, "/containers", nullptr, {}},
    {"agent_statistics", "agent2/monitor_statistics.body", daemon::agent, "/monitor/statistics", nullptr, {}},
    {"agent_state",
     "agent2/state.body",
     daemon::agent,
     "/state",
     nullptr,
     {{"attributes.ssd", own_attribute},
      {"reserved_resources.prod", reservation},
      {"reserved_resources_allocated.prod", reservation},
      {"reserved_resources_full.prod", reservation},
      {"frameworks[].executors[].type", nested},
      {"frameworks[].executors[].tasks[].labels", labels},
      {"frameworks[].executors[].tasks[].statuses[].container_status.container_id.parent", nested}}},
    {"agent_flags", "agent2/flags.body", daemon::agent, "/flags", nullptr, {}},
    {"agent_version", "agent2/version.body", daemon::agent, "/version", nullptr, {}},
    {"agent_system_stats", "agent2/system_stats.json.body", daemon::agent, "/system/stats.json", nullptr, {}},
    {"agent_v1_agent",
     "agent2/v1_GET_AGENT.body",
     daemon::agent,
     "/api/v1",
     "GET_AGENT",
     {{"get_agent.agent_info.resources[].reservations", reservation}}},
    {"agent_v1_containers", "agent2/v1_GET_CONTAINERS.body", daemon::agent, "/api/v1", "GET_CONTAINERS", {}},
    {"agent_v1_executors",
     "agent2/v1_GET_EXECUTORS.body",
     daemon::agent,
     "/api/v1",
     "GET_EXECUTORS",
     {{"get_executors.executors[].executor_info.resources[].reservations", reservation},
      {"get_executors.executors[].executor_info.type", nested}}},
    {"agent_v1_flags", "agent2/v1_GET_FLAGS.body", daemon::agent, "/api/v1", "GET_FLAGS", {}},
    {"agent_v1_frameworks", "agent2/v1_GET_FRAMEWORKS.body", daemon::agent, "/api/v1", "GET_FRAMEWORKS", {}},
    {"agent_v1_health", "agent2/v1_GET_HEALTH.body", daemon::agent, "/api/v1", "GET_HEALTH", {}},
    {"agent_v1_metrics", "agent2/v1_GET_METRICS.body", daemon::agent, "/api/v1", "GET_METRICS", {}},
    {"agent_v1_operations", "agent2/v1_GET_OPERATIONS.body", daemon::agent, "/api/v1", "GET_OPERATIONS", {}},
    {"agent_v1_providers",
     "agent2/v1_GET_RESOURCE_PROVIDERS.body",
     daemon::agent,
     "/api/v1",
     "GET_RESOURCE_PROVIDERS",
     {}},
    {"agent_v1_tasks",
     "agent2/v1_GET_TASKS.body",
     daemon::agent,
     "/api/v1",
     "GET_TASKS",
     {{"get_tasks.launched_tasks[].executor_id", nested},
      {"get_tasks.launched_tasks[].labels", labels},
      {"get_tasks.launched_tasks[].resources[].reservations", reservation},
      {"get_tasks.launched_tasks[].statuses[].container_status.container_id.parent", nested},
      {"get_tasks.terminated_tasks[].resources[].reservations", reservation},
      {"get_tasks.terminated_tasks[].statuses[].limitation", memory_kill},
      {"get_tasks.terminated_tasks[].statuses[].reason", memory_kill}}},
    {"agent_v1_version", "agent2/v1_GET_VERSION.body", daemon::agent, "/api/v1", "GET_VERSION", {}},
    {"leader_state",
     "leader/state.body",
     daemon::leader,
     "/state",
     nullptr,
     {{"slaves[].attributes.ssd", own_attribute},
      {"slaves[].attributes.cores", scalar_attribute},
      {"slaves[].reserved_resources.prod", reservation},
      {"frameworks[].executors[].", nested},
      {"frameworks[].tasks[].labels", labels},
      {"frameworks[].tasks[].statuses[].container_status.container_id.parent", nested}}},
    {"leader_summary",
     "leader/state-summary.body",
     daemon::leader,
     "/state-summary",
     nullptr,
     {{"slaves[].attributes.ssd", own_attribute},
      {"slaves[].attributes.cores", scalar_attribute},
      {"slaves[].reserved_resources.prod", reservation}}},
    {"leader_slaves",
     "leader/slaves.body",
     daemon::leader,
     "/slaves",
     nullptr,
     {{"slaves[].attributes.ssd", own_attribute},
      {"slaves[].attributes.cores", scalar_attribute},
      {"slaves[].reserved_resources.prod", reservation},
      {"slaves[].reserved_resources_full.prod", reservation},
      {"slaves[].used_resources_full[].reservations", reservation}}},
    {"leader_frameworks",
     "leader/frameworks.body",
     daemon::leader,
     "/frameworks",
     nullptr,
     {{"frameworks[].executors[].", nested},
      {"frameworks[].tasks[].labels", labels},
      {"frameworks[].tasks[].statuses[].container_status.container_id.parent", nested}}},
    {"leader_roles",
     "leader/roles.body",
     daemon::leader,
     "/roles",
     nullptr,
     {{"roles[].quota.guarantee.", quota},
      {"roles[].quota.limit.", quota},
      {"roles[].reserved.", reservation}}},
    {"leader_tasks",
     "leader/tasks.body",
     daemon::leader,
     "/tasks",
     nullptr,
     {{"tasks[].labels", labels}, {"tasks[].statuses[].container_status.container_id.parent", nested}}},
    {"leader_flags", "leader/flags.body", daemon::leader, "/flags", nullptr, {}},
    {"leader_version", "leader/version.body", daemon::leader, "/version", nullptr, {}},
    {"leader_system_stats",
     "leader/system_stats.json.body",
     daemon::leader,
     "/system/stats.json",
     nullptr,
     {}},
    {"leader_v1_agents",
     "leader/v1_GET_AGENTS.body",
     daemon::leader,
     "/api/v1",
     "GET_AGENTS",
     {{"get_agents.agents[].agent_info.attributes[].scalar", scalar_attribute},
      {"get_agents.agents[].agent_info.resources[].reservations", reservation},
      {"get_agents.agents[].allocated_resources[].reservations", reservation},
      {"get_agents.agents[].total_resources[].reservations", reservation}}},
    {"leader_v1_flags", "leader/v1_GET_FLAGS.body", daemon::leader, "/api/v1", "GET_FLAGS", {}},
    {"leader_v1_frameworks",
     "leader/v1_GET_FRAMEWORKS.body",
     daemon::leader,
     "/api/v1",
     "GET_FRAMEWORKS",
     {{"get_frameworks.frameworks[].allocated_resources[].reservations", reservation},
      {"get_frameworks.frameworks[].inverse_offers", maintenance},
      {"get_frameworks.frameworks[].unregistered_time", completed}}},
    {"leader_v1_health", "leader/v1_GET_HEALTH.body", daemon::leader, "/api/v1", "GET_HEALTH", {}},
    {"leader_v1_logging",
     "leader/v1_GET_LOGGING_LEVEL.body",
     daemon::leader,
     "/api/v1",
     "GET_LOGGING_LEVEL",
     {}},
    {"leader_v1_master", "leader/v1_GET_MASTER.body", daemon::leader, "/api/v1", "GET_MASTER", {}},
    {"leader_v1_roles", "leader/v1_GET_ROLES.body", daemon::leader, "/api/v1", "GET_ROLES", {}},
    {"leader_v1_tasks",
     "leader/v1_GET_TASKS.body",
     daemon::leader,
     "/api/v1",
     "GET_TASKS",
     {{"get_tasks.completed_tasks[].resources[].reservations", reservation},
      {"get_tasks.completed_tasks[].statuses[].limitation", memory_kill},
      {"get_tasks.completed_tasks[].statuses[].reason", memory_kill},
      {"get_tasks.tasks[].executor_id", nested},
      {"get_tasks.tasks[].labels", labels},
      {"get_tasks.tasks[].resources[].reservations", reservation},
      {"get_tasks.tasks[].statuses[].container_status.container_id.parent", nested}}},
    {"leader_v1_version", "leader/v1_GET_VERSION.body", daemon::leader, "/api/v1", "GET_VERSION", {}},
};

/// A cluster with tasks that run, on every agent, and tasks that were killed.
cluster busy_cluster() {
  const instant start{seconds(1'795'332'000)};
  cluster model({}, start);
  const auto app = define_app(
      "/demo/web", {{"cmd", "exec sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"disk", 10}, {"instances", 9}},
      nullptr);
  model.create_app(std::get<app_definition>(app), false);
  model.step(start + seconds(5));
  const auto fewer = define_app("/demo/web", {{"instances", 6}}, &std::get<app_definition>(app));
  model.update_app(std::get<app_definition>(fewer), false);
  model.step(start + seconds(20));
  return model;
}

net::http_request request_of(const drift_case& row) {
  net::http_request request;
  request.path = row.path;
  request.method = row.v1_call ? "POST" : "GET";
  if (!row.v1_call) return request;
  request.headers.set("Content-Type", "application/json");
  json call = {{"type", row.v1_call}};
  if (std::string(row.v1_call) == "GET_METRICS") call["get_metrics"] = json::object();
  request.body = call.dump();
  return request;
}

class drift_test : public testing::TestWithParam<drift_case> {
 protected:
  net::http_response answer(const drift_case& row) const {
    const auto request = request_of(row);
    if (row.at == daemon::agent) return agent_api(model, "127.0.11.1").answer(request);
    return master_api(model, masters, row.at == daemon::leader ? 0 : 1).answer(request);
  }

  std::vector<std::string> masters = {"127.0.10.1:5050", "127.0.10.2:5050"};
  cluster model = busy_cluster();
};

bool is_listed(const std::string& line, const drift_case& row) {
  return std::any_of(row.absent.begin(), row.absent.end(), [&](const absent_part& part) {
    return line.compare(0, std::string(part.prefix).size(), part.prefix) == 0;
  });
}

/// An empty object is a map that happens to have nothing in it where the other side has something.
bool has(const std::set<std::string>& shape, const std::string& line) {
  if (shape.contains(line)) return true;
  if (!line.ends_with("{}")) return false;
  const std::string inside = line.substr(0, line.size() - 2) + '.';
  const auto next = shape.lower_bound(inside);
  return next != shape.end() && next->starts_with(inside);
}

TEST_P(drift_test, the_answer_has_the_keys_and_types_of_the_capture) {
  const drift_case& row = GetParam();
  const auto real = shape_of(json::parse(fixture(row.capture)));

  const auto response = answer(row);

  ASSERT_EQ(response.status, 200) << response.body;
  const auto ours = shape_of(json::parse(response.body));
  for (const std::string& line : ours) EXPECT_TRUE(has(real, line)) << "invented: " << line;
  for (const std::string& line : real)
    EXPECT_TRUE(has(ours, line) || is_listed(line, row)) << "missing: " << line;
}

INSTANTIATE_TEST_SUITE_P(captures, drift_test, testing::ValuesIn(cases),
                         [](const testing::TestParamInfo<drift_case>& tested) {
                           return std::string(tested.param.name);
                         });

}  // namespace
}  // namespace mesoscale::simulator
