// The simulated cluster on real sockets of free ports, where tasks run as soon as they are launched, and how to ask it.
#pragma once

#include "simulator/simulation.hpp"
#include "tests/net/loopback.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace mesoscale::simulator {

using std::chrono::milliseconds;

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
    const json web = {
        {"id", "/demo/web"}, {"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", 2}};
    const auto answer = ask("POST", marathon().with_path("/v2/apps"), web.dump());
    ASSERT_TRUE(answer.ok() && answer->status == 201);
  }
  json puts() { return control_answer("GET", "/control/puts").at("puts"); }

  net::loopback net_;
  std::shared_ptr<simulation> cluster_;
  json at_;
};

}  // namespace mesoscale::simulator
