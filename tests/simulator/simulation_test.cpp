// The simulated cluster on real sockets: who answers what, and what its files say.
#include "simulator/simulation.hpp"

#include "tests/net/temporary_folder.hpp"
#include "tests/simulator/shape.hpp"
#include "tests/simulator/simulation_fixture.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace mesoscale::simulator {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(simulation_test, writes_its_endpoints_once_everything_listens) {
  const net::temporary_folder folder;
  auto options = quick();
  options.endpoints_file = folder.path("endpoints.json");
  start(options);

  const json written = json::parse(content_of(options.endpoints_file));

  EXPECT_EQ(written, at_);
  EXPECT_EQ(written.at("masters").size(), 2u);
  EXPECT_EQ(written.at("agents").size(), 3u);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(ask("GET", master(i).with_path("/health"))->status, 200);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask("GET", agent_at(i).with_path("/health"))->status, 200);
  EXPECT_EQ(ask("GET", marathon().with_path("/ping"))->body, "pong");
}

struct wire_case {
  const char* capture;  ///< below tests/fixtures/mesos, without ".headers"
  const char* daemon;   ///< "leader", "standby" or "agent"
  const char* head;     ///< request line without the version, and fields
  const char* body;
};

/// The status and the names and values of the fields, without those that depend on time, length or address.
std::set<std::string> comparable(const std::string& head) {
  std::set<std::string> out;
  std::istringstream lines(head);
  std::string line;
  std::getline(lines, line);
  out.insert(line.substr(9, 3));
  while (std::getline(lines, line) && line != "\r" && !line.empty()) {
    const std::string name = line.substr(0, line.find(':'));
    if (name == "Connection") continue;
    const bool varies = name == "Date" || name == "Content-Length" || name == "Location";
    while (line.back() == '\r') line.pop_back();
    out.insert(varies ? name : line);
  }
  return out;
}

TEST_F(simulation_test, status_and_header_fields_are_those_of_the_captures) {
  start(quick());
  const char* const v1 = "POST /api/v1\r\nContent-Type: application/json";
  const wire_case rows[] = {
      {"leader/metrics_snapshot", "leader", "GET /metrics/snapshot", ""},
      {"leader/state", "leader", "GET /state", ""},
      {"leader/slaves", "leader", "GET /slaves", ""},
      {"leader/health", "leader", "GET /health", ""},
      {"leader/redirect", "leader", "GET /redirect", ""},
      {"leader/nosuchpath", "leader", "GET /nosuchpath", ""},
      {"leader/timeout_bad", "leader", "GET /metrics/snapshot?timeout=5", ""},
      {"leader/gzip_health", "leader", "GET /health\r\nAccept-Encoding: gzip", ""},
      {"leader/jsonp_metrics", "leader", "GET /state?jsonp=cb", ""},
      {"agent2/health", "agent", "GET /health", ""},
      {"leader/v1_GET_AGENTS", "leader", v1, R"({"type":"GET_AGENTS"})"},
      {"leader/v1_GET_bad_type", "leader", v1, R"({"type":"X"})"},
      {"leader/v1_GET_method", "leader", "GET /api/v1", ""},
      {"standby/state", "standby", "GET /state", ""},
      {"standby/master_slaves", "standby", "GET /master/slaves", ""},
      {"standby/v1_GET_METRICS", "standby", v1, R"({"type":"GET_METRICS","get_metrics":{}})"},
      {"standby/flags", "standby", "GET /flags", ""},
      {"standby/health", "standby", "GET /health", ""},
      {"agent2/containers", "agent", "GET /containers", ""},
      {"agent2/monitor_statistics", "agent", "GET /monitor/statistics", ""},
      {"agent2/state", "agent", "GET /state", ""},
      {"agent2/nosuchpath", "agent", "GET /nosuchpath", ""},
      {"agent2/v1_GET_CONTAINERS", "agent", v1, R"({"type":"GET_CONTAINERS"})"},
  };
  for (const auto& row : rows) {
    const std::string daemon = row.daemon;
    const url to = daemon == "leader" ? master(0) : daemon == "standby" ? master(1) : agent_at(0);
    std::string request = row.head;
    request.insert(std::min(request.find('\r'), request.size()), " HTTP/1.1\r\nHost: x\r\nConnection: close");
    request += "\r\nContent-Length: " + std::to_string(std::string(row.body).size()) + "\r\n\r\n" + row.body;

    EXPECT_EQ(comparable(net_.talk(to, request)), comparable(fixture(std::string(row.capture) + ".headers")))
        << row.capture;
  }
}

TEST_F(simulation_test, large_answers_are_compressed_when_accepted) {
  start(quick());

  const std::string answer = net_.talk(
      master(0),
      "GET /metrics/snapshot HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n");

  EXPECT_EQ(comparable(answer), comparable(fixture("leader/gzip_metrics.headers")));
  EXPECT_LT(answer.size(), 6000u);
}

TEST_F(simulation_test, head_and_post_work_as_get_does) {
  start(quick());

  EXPECT_EQ(ask("POST", master(0).with_path("/state"), "{}")->status, 200);
  const std::string head =
      net_.talk(master(0), "HEAD /state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(comparable(head), comparable(fixture("leader/state.headers")));
  EXPECT_EQ(head.substr(head.size() - 4), "\r\n\r\n");
}

TEST_F(simulation_test, the_second_snapshot_waits_for_its_turn) {
  start(quick());
  const auto begin = std::chrono::steady_clock::now();

  ASSERT_TRUE(ask("GET", agent_at(0).with_path("/metrics/snapshot")).ok());
  ASSERT_TRUE(ask("GET", agent_at(0).with_path("/state")).ok());
  const auto second = ask("GET", agent_at(0).with_path("/metrics/snapshot"));

  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(490));
}

TEST_F(simulation_test, every_change_is_a_line_of_the_put_log_at_once) {
  const net::temporary_folder folder;
  auto options = quick();
  options.put_log_file = folder.path("puts.jsonl");
  start(options);

  create_web();
  ASSERT_TRUE(ask("PUT", marathon().with_path("/v2/apps//demo/web"), R"({"instances":3})").ok());

  std::istringstream lines(content_of(options.put_log_file));
  json log = json::array();
  for (std::string line; std::getline(lines, line);) log.push_back(json::parse(line));
  EXPECT_EQ(log, puts());
  EXPECT_EQ(log.at(1).at("from"), 2);
  EXPECT_EQ(log.at(1).at("to"), 3);
}

TEST_F(simulation_test, agents_come_and_go_with_their_listeners) {
  start(quick());

  const json grown = control_answer("POST", "/control/agents", R"({"add":1})").at("agents");
  ASSERT_EQ(grown.size(), 4u);
  const url fourth = *parse_url("http://" + grown.at(3).get<std::string>());
  EXPECT_EQ(json::parse(ask("GET", fourth.with_path("/state"))->body).at("pid"),
            "slave(1)@" + fourth.authority());
  EXPECT_EQ(json::parse(ask("GET", master(0).with_path("/slaves"))->body).at("slaves").size(), 4u);

  control_answer("POST", "/control/agents", json{{"remove", fourth.authority()}}.dump());
  EXPECT_EQ(ask("GET", fourth.with_path("/health")).error().code, errc::refused);
  EXPECT_EQ(json::parse(ask("GET", master(0).with_path("/slaves"))->body).at("slaves").size(), 3u);
}

TEST_F(simulation_test, posts_the_app_files_at_start) {
  const net::temporary_folder folder;
  auto options = quick();
  options.app_files = {folder.path("apps.json")};
  std::ofstream(options.app_files[0])
      << R"([{"id":"/a","cmd":"x","instances":1},{"id":"/b","cmd":"x","instances":2}])";
  start(options);

  EXPECT_EQ(control_answer("GET", "/control/state").at("apps").size(), 2u);
}

TEST_F(simulation_test, an_app_that_marathon_refuses_stops_the_start_and_names_the_file) {
  const net::temporary_folder folder;
  auto options = quick();
  options.app_files = {folder.path("bad.json")};
  std::ofstream(options.app_files[0]) << R"({"id":"/a"})";
  cluster_ = std::make_shared<simulation>(net_.io.get_executor(), options);

  const auto started = cluster_->start();

  ASSERT_FALSE(started.ok());
  EXPECT_NE(started.error().what.find("bad.json"), std::string::npos) << started.error().what;
}

TEST_F(simulation_test, a_taken_port_stops_the_start_and_names_the_address) {
  start(quick());
  auto options = quick();
  options.master_port = master(0).port;
  const auto second = std::make_shared<simulation>(net_.io.get_executor(), options);

  const auto started = second->start();

  ASSERT_FALSE(started.ok());
  EXPECT_NE(started.error().what.find(master(0).authority()), std::string::npos) << started.error().what;
}

}  // namespace
}  // namespace mesoscale::simulator
