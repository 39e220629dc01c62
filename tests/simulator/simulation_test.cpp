// The simulated cluster on real sockets.
#include "simulator/simulation.hpp"

#include "tests/net/loopback.hpp"
#include "tests/net/temporary_folder.hpp"
#include "tests/simulator/shape.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace mesoscale::simulator {
namespace {

using std::chrono::milliseconds;

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class simulation_test : public testing::Test {
 protected:
  static program_options quick() {
    program_options options;
    options.cluster.start_delay = microseconds(0);
    options.master_port = options.agent_port = options.marathon_port = options.control_port = 0;
    return options;
  }

  void start(const program_options& options) {
    cluster_ = std::make_shared<simulation>(net_.io.get_executor(), options);
    const auto started = cluster_->start();
    ASSERT_TRUE(started.ok()) << started.error().what;
    at_ = cluster_->endpoints();
  }
  void TearDown() override {
    if (cluster_) net_.run_void(cluster_->stop());
  }

  url master(int i) const { return *parse_url(at_.at("masters").at(i).get<std::string>()); }
  url agent_at(int i) const { return *parse_url(at_.at("agents").at(i).get<std::string>()); }
  url marathon() const { return *parse_url(at_.at("marathon").at(0).get<std::string>()); }
  url control() const { return *parse_url(at_.at("control").get<std::string>()); }

  result<net::http_response> ask(const std::string& method, const url& to, const std::string& body = "",
                                 milliseconds limit = milliseconds(10'000)) {
    net::client_request request;
    request.method = method;
    request.to = to;
    request.body = body;
    request.max_redirects = 0;
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    return net_.send(std::move(request), limit);
  }
  json control_answer(const std::string& method, const std::string& path, const std::string& body = "") {
    const auto answer = ask(method, control().with_path(path), body);
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? json::parse(answer->body) : json();
  }
  void set_fault(const json& fault) { control_answer("PUT", "/control/faults", fault.dump()); }
  void create_web() {
    const json web = {{"id", "/demo/web"}, {"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", 2}};
    const auto answer = ask("POST", marathon().with_path("/v2/apps"), web.dump());
    ASSERT_TRUE(answer.ok() && answer->status == 201);
  }
  json puts() { return control_answer("GET", "/control/puts").at("puts"); }

  net::loopback net_;
  std::shared_ptr<simulation> cluster_;
  json at_;
};

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
  const char* capture;   ///< below tests/fixtures/mesos, without ".headers"
  const char* daemon;    ///< "leader", "standby" or "agent"
  const char* head;      ///< request line without the version, and fields
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

    EXPECT_EQ(comparable(net_.talk(to, request)), comparable(fixture(std::string(row.capture) + ".headers"))) << row.capture;
  }
}

TEST_F(simulation_test, large_answers_are_compressed_when_accepted) {
  start(quick());

  const std::string answer = net_.talk(
      master(0), "GET /metrics/snapshot HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n");

  EXPECT_EQ(comparable(answer), comparable(fixture("leader/gzip_metrics.headers")));
  EXPECT_LT(answer.size(), 6000u);
}

TEST_F(simulation_test, head_and_post_work_as_get_does) {
  start(quick());

  EXPECT_EQ(ask("POST", master(0).with_path("/state"), "{}")->status, 200);
  const std::string head = net_.talk(master(0), "HEAD /state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
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

TEST_F(simulation_test, a_refusing_daemon_listens_again_on_its_port) {
  start(quick());

  set_fault({{"target", agent_at(1).authority()}, {"kind", "refuse"}});
  const auto refused = ask("GET", agent_at(1).with_path("/health"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, errc::refused);
  EXPECT_TRUE(ask("GET", agent_at(0).with_path("/health")).ok());

  control_answer("DELETE", "/control/faults");
  EXPECT_TRUE(ask("GET", agent_at(1).with_path("/health")).ok());
}

TEST_F(simulation_test, faults_break_the_connection_as_they_say) {
  start(quick());
  const auto state_under = [&](const char* kind, milliseconds limit = milliseconds(10'000)) {
    set_fault({{"target", "masters"}, {"path", "/state"}, {"kind", kind}, {"remaining", 1}});
    return ask("POST", master(0).with_path("/state"), "{}", limit);
  };

  EXPECT_EQ(state_under("reset").error().code, errc::disconnected);
  EXPECT_EQ(state_under("truncated").error().code, errc::disconnected);
  EXPECT_EQ(state_under("hang", milliseconds(50)).error().code, errc::timeout);
  EXPECT_EQ(state_under("hang_after_headers", milliseconds(50)).error().code, errc::timeout);
  EXPECT_EQ(state_under("drip", milliseconds(150)).error().code, errc::timeout);
  EXPECT_EQ(state_under("status")->status, 503);
  EXPECT_EQ(state_under("html")->headers.get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(state_under("empty_object")->body, "{}");
  EXPECT_TRUE(json::parse(state_under("nan")->body, nullptr, false).is_discarded());
  EXPECT_TRUE(json::parse(state_under("wrong_types")->body).at("activated_slaves").is_string());
  EXPECT_TRUE(json::parse(ask("GET", master(0).with_path("/state"))->body).at("activated_slaves").is_number());
}

TEST_F(simulation_test, a_broken_put_counts_only_if_marathon_saw_it) {
  start(quick());
  create_web();
  const url web = marathon().with_path("/v2/apps/demo/web");

  set_fault({{"target", "marathon"}, {"method", "PUT"}, {"kind", "reset"}, {"remaining", 1}});
  EXPECT_FALSE(ask("PUT", web, R"({"instances":3})").ok());
  EXPECT_EQ(json::parse(ask("GET", web)->body).at("app").at("instances"), 2);
  set_fault({{"target", "marathon"}, {"method", "PUT"}, {"kind", "reset"}, {"remaining", 1}, {"processed", true}});
  EXPECT_FALSE(ask("PUT", web, R"({"instances":4})").ok());
  EXPECT_EQ(json::parse(ask("GET", web)->body).at("app").at("instances"), 4);

  const json log = puts();
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log.at(1).at("status"), 0);
  EXPECT_EQ(log.at(1).at("effective"), false);
  EXPECT_EQ(log.at(2).at("status"), 200);
  EXPECT_EQ(log.at(2).at("effective"), true);
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
  EXPECT_EQ(json::parse(ask("GET", fourth.with_path("/state"))->body).at("pid"), "slave(1)@" + fourth.authority());
  EXPECT_EQ(json::parse(ask("GET", master(0).with_path("/slaves"))->body).at("slaves").size(), 4u);

  control_answer("POST", "/control/agents", json{{"remove", fourth.authority()}}.dump());
  EXPECT_EQ(ask("GET", fourth.with_path("/health")).error().code, errc::refused);
  EXPECT_EQ(json::parse(ask("GET", master(0).with_path("/slaves"))->body).at("slaves").size(), 3u);
}

TEST_F(simulation_test, posts_the_app_files_at_start) {
  const net::temporary_folder folder;
  auto options = quick();
  options.app_files = {folder.path("apps.json")};
  std::ofstream(options.app_files[0]) << R"([{"id":"/a","cmd":"x","instances":1},{"id":"/b","cmd":"x","instances":2}])";
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
