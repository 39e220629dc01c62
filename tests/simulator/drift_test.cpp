// The simulator must not drift from the real thing: its answers have the keys and types of captured ones. What the captured
// cluster had and the simulated one has not is listed, so that nothing else can be missing, and nothing may be invented.
#include "simulator/agent_api.hpp"
#include "simulator/master_api.hpp"
#include "tests/simulator/drift_table.hpp"
#include "tests/simulator/shape.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mesoscale::simulator {
namespace {

using std::chrono::seconds;

using daemon = drift_case::daemon;

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

bool is_listed(const std::string& line, const std::vector<absent_part>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const absent_part& part) {
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
  for (const std::string& line : ours)
    EXPECT_TRUE(has(real, line) || is_listed(line, row.added)) << "invented: " << line;
  for (const std::string& line : real)
    EXPECT_TRUE(has(ours, line) || is_listed(line, row.absent)) << "missing: " << line;
}

INSTANTIATE_TEST_SUITE_P(captures, drift_test, testing::ValuesIn(drift_cases()),
                         [](const testing::TestParamInfo<drift_case>& tested) {
                           return std::string(tested.param.name);
                         });

}  // namespace
}  // namespace mesoscale::simulator
