#include "simulator/put_log.hpp"

#include "tests/simulator/marathon_fixture.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mesoscale::simulator {
namespace {

TEST_F(marathon_api_test, the_log_tells_effective_changes_from_the_rest) {
  create_web(2);                                          // 1: effective
  ask("PUT", "/v2/apps/demo/web", R"({"instances":4})");  // 2: locked
  wait(seconds(3));
  ask("PUT", "/v2/apps/demo/web", R"({"instances":2})");                // 3: the same count
  ask("PUT", "/v2/apps/demo/web", R"({"instances":4})", "force=true");  // 4: effective
  ask("GET", "/v2/apps");
  ask("DELETE", "/v2/apps/demo/web");  // 5: effective

  ASSERT_EQ(log.entries().size(), 5u);
  const auto row = [&](std::size_t i) { return to_json(log.entries()[i]); };
  EXPECT_EQ(row(0).at("from"), nullptr);
  EXPECT_EQ(row(0).at("to"), 2);
  EXPECT_EQ(row(0).at("effective"), true);
  EXPECT_EQ(row(1).at("status"), 409);
  EXPECT_EQ(row(1).at("to"), 4);
  EXPECT_EQ(row(1).at("effective"), false);
  EXPECT_EQ(row(2).at("status"), 200);
  EXPECT_EQ(row(2).at("effective"), false);
  EXPECT_EQ(row(3).at("from"), 2);
  EXPECT_EQ(row(3).at("to"), 4);
  EXPECT_EQ(row(3).at("force"), true);
  EXPECT_EQ(row(3).at("effective"), true);
  EXPECT_NE(row(3).at("deployment_id"), "");
  EXPECT_EQ(row(4).at("to"), 0);
  EXPECT_EQ(row(4).at("seq"), 5);
}

TEST_F(marathon_api_test, each_entry_is_written_as_one_line_as_it_happens) {
  std::vector<std::string> lines;
  put_log written([&](const std::string& line) { lines.push_back(line); });
  marathon_api other(model, written, "127.0.12.1:8080");
  net::http_request request;
  request.method = "PUT";
  request.path = "/v2/apps/a";
  request.body = "not\njson";
  request.headers.set("Content-Type", "application/json");

  other.answer(request);

  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].find('\n'), std::string::npos);
  EXPECT_EQ(json::parse(lines[0]).at("body"), "not\njson");
}

}  // namespace
}  // namespace mesoscale::simulator
