// Marathon's API over a simulated cluster of three agents of 4 CPUs, for tests, without a network.
#pragma once

#include "simulator/marathon_api.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace mesoscale::simulator {

using std::chrono::seconds;

inline const instant start{seconds(1'795'332'000)};

class marathon_api_test : public testing::Test {
 protected:
  net::http_response ask(const std::string& method, const std::string& path, const std::string& body = "",
                         const std::string& query = "") {
    net::http_request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    return api.answer(request);
  }
  json get(const std::string& path, const std::string& query = "") {
    return json::parse(ask("GET", path, "", query).body);
  }

  void create_web(int instances) {
    const json web = {
        {"id", "/demo/web"}, {"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", instances}};
    ASSERT_EQ(ask("POST", "/v2/apps", web.dump()).status, 201);
  }
  void wait(microseconds span) { model.step(model.now() + span); }

  cluster model{{}, start};
  put_log log;
  marathon_api api{model, log, "127.0.12.1:8080"};
};

}  // namespace mesoscale::simulator
