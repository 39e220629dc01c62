// The simulated cluster on real sockets: what clients see of faults.
#include "tests/simulator/simulation_fixture.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

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
  EXPECT_TRUE(
      json::parse(ask("GET", master(0).with_path("/state"))->body).at("activated_slaves").is_number());
}

TEST_F(simulation_test, a_broken_put_counts_only_if_marathon_saw_it) {
  start(quick());
  create_web();
  const url web = marathon().with_path("/v2/apps/demo/web");

  set_fault({{"target", "marathon"}, {"method", "PUT"}, {"kind", "reset"}, {"remaining", 1}});
  EXPECT_FALSE(ask("PUT", web, R"({"instances":3})").ok());
  EXPECT_EQ(json::parse(ask("GET", web)->body).at("app").at("instances"), 2);
  set_fault(
      {{"target", "marathon"}, {"method", "PUT"}, {"kind", "reset"}, {"remaining", 1}, {"processed", true}});
  EXPECT_FALSE(ask("PUT", web, R"({"instances":4})").ok());
  EXPECT_EQ(json::parse(ask("GET", web)->body).at("app").at("instances"), 4);

  const json log = puts();
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log.at(1).at("status"), 0);
  EXPECT_EQ(log.at(1).at("effective"), false);
  EXPECT_EQ(log.at(2).at("status"), 200);
  EXPECT_EQ(log.at(2).at("effective"), true);
}

}  // namespace
}  // namespace mesoscale::simulator
