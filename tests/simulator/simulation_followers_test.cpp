// Followers of Marathon and Chronos on real sockets.
#include <gtest/gtest.h>

#include "tests/simulator/simulation_fixture.hpp"

namespace mesoscale::simulator {
namespace {

TEST_F(simulation_test, followers_pass_on_what_the_leader_says) {
  auto options = quick();
  options.marathon_followers = 2;
  start(options);
  create_web();

  ASSERT_EQ(at_.at("marathon").size(), 3u);
  const url follower = *parse_url(at_.at("marathon").at(1).get<std::string>());
  const auto from_leader = ask("GET", marathon().with_path("/v2/leader"));
  const auto from_follower = ask("GET", follower.with_path("/v2/leader"));

  EXPECT_EQ(from_follower->body, from_leader->body);
  EXPECT_EQ(from_follower->headers.get("X-Marathon-Leader"), from_leader->headers.get("X-Marathon-Leader"));
  EXPECT_TRUE(from_follower->headers.has("X-Marathon-Via"));
  EXPECT_FALSE(from_leader->headers.has("X-Marathon-Via"));
}

TEST_F(simulation_test, chronos_is_there_when_it_is_asked_for) {
  auto options = quick();
  options.chronos_port = 0;
  start(options);

  const url chronos = *parse_url(at_.at("chronos").at(0).get<std::string>());

  EXPECT_EQ(json::parse(ask("GET", chronos.with_path("/v1/scheduler/jobs"))->body).size(), 4u);
  set_fault({{"target", "chronos"}, {"kind", "status"}, {"status", 503}});
  EXPECT_EQ(ask("GET", chronos.with_path("/metrics"))->status, 503);
}

TEST_F(simulation_test, has_no_chronos_unless_it_is_asked_for) {
  start(quick());

  EXPECT_FALSE(at_.contains("chronos"));
}

}  // namespace
}  // namespace mesoscale::simulator
