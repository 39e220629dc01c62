// What becomes of an accepted change, and when it is noticed, by a clock that is set.
#include "tests/system/scaling/in_time.hpp"

namespace mesoscale::webhook {
namespace {

class watching_in_time : public in_time {
 protected:
  static constexpr double half_an_agent = 40'000'000;
  std::string verdict_of_first() { return w->decisions().empty() ? "" : w->decisions().back().verify; }
};

TEST_F(watching_in_time, a_change_is_looked_at_each_five_seconds_until_its_instances_run) {
  start();
  fire(0);
  w->until(6);
  EXPECT_EQ(verdict_of_first(), "watching");
  w->until(7);
  EXPECT_EQ(verdict_of_first(), "reached");
  ASSERT_EQ(w->changes.size(), 2U);
  EXPECT_EQ(w->changes[0].since_noticed, std::chrono::seconds(2));
  EXPECT_EQ(w->changes[1].since_accepted, std::chrono::seconds(5));
  EXPECT_EQ(w->changes[1].since_noticed, std::chrono::seconds(7));
}

TEST_F(watching_in_time, where_there_are_health_checks_the_instances_must_be_healthy_too) {
  json app = app_of("/web", 4);
  app["healthChecks"] = json::array({{{"protocol", "COMMAND"}, {"command", {{"value", "true"}}}}});
  start("", "", app);
  w->marathon.set_fault(
      {{"path", "/v2/apps/web"}, {"method", "GET"}, {"kind", "wrong_types"}, {"key", "tasksHealthy"}});
  fire(0);
  w->until(60);
  EXPECT_EQ(verdict_of_first(), "watching");
  w->marathon.clear_faults();
  w->until(65);
  EXPECT_EQ(verdict_of_first(), "reached");
}

TEST_F(watching_in_time, a_change_that_marathon_does_not_show_for_six_looks_is_missed_and_made_again) {
  w = std::make_unique<simulated_world>("global: {verify_poll: 1s}\n" + file(), -60);
  w->marathon.add(app_of("/web", 4));
  fire(0);
  w->until(2);
  ASSERT_EQ(puts(), 1U);
  w->marathon.control("POST", "/control/forget", {{"app", "/web"}});
  w->until(8);
  EXPECT_EQ(verdict_of_first(), "watching");
  EXPECT_EQ(puts(), 1U);
  w->until(9);
  EXPECT_EQ(verdict_of_first(), "vanished");
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {9, 6}}));
}

TEST_F(watching_in_time,
       the_next_step_waits_for_an_accepted_change_that_is_not_shown_and_is_made_with_it_when_it_is_lost) {
  start();
  fire(0);
  w->until(2);
  w->marathon.control("POST", "/control/forget", {{"app", "/web"}});
  fire(2, "More", "b");
  w->until(6);
  EXPECT_EQ(changes(), (changes_made{{2, 6}})) << "from the count before it would have been 7 at second 4";
  w->until(60);
  EXPECT_EQ(verdict_of_first(), "vanished");
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {37, 7}}));
  EXPECT_EQ(w->decisions().front().causes.size(), 2U);
}

TEST_F(watching_in_time, a_change_that_somebody_else_changes_is_superseded) {
  start();
  fire(0);
  w->until(3);
  w->marathon.put("/web", {{"instances", 9}}, true);
  w->until(6);
  EXPECT_EQ(verdict_of_first(), "watching");
  w->until(7);
  EXPECT_EQ(verdict_of_first(), "superseded");
}

TEST_F(watching_in_time, without_offers_it_is_stuck_after_five_minutes_and_reached_when_there_is_room) {
  start("", "", app_of("/web", 2, half_an_agent));
  fire(0);
  w->until(301);
  EXPECT_EQ(verdict_of_first(), "watching");
  w->until(307);
  EXPECT_EQ(verdict_of_first(), "stuck");
  EXPECT_EQ(w->decisions().back().detail, "2 wait for offers: InsufficientMemory 1");
  w->marathon.control("POST", "/control/agents", {{"add", 1}});
  w->until(340);
  EXPECT_EQ(verdict_of_first(), "reached");
  EXPECT_EQ(changes(), (changes_made{{2, 4}}));
}

TEST_F(watching_in_time, what_was_launched_and_is_not_healthy_in_time_is_neither_stuck_nor_rolled_back) {
  json app = app_of("/web", 4);
  app["healthChecks"] = json::array({{{"protocol", "COMMAND"}, {"command", {{"value", "true"}}}}});
  start("  on_stuck: rollback\n", "", app);
  w->marathon.set_fault(
      {{"path", "/v2/apps/web"}, {"method", "GET"}, {"kind", "wrong_types"}, {"key", "tasksHealthy"}});
  fire(0);
  w->until(400);
  EXPECT_EQ(verdict_of_first(), "watching");
  EXPECT_EQ(changes(), (changes_made{{2, 6}}));
  w->marathon.clear_faults();
  w->until(430);
  EXPECT_EQ(verdict_of_first(), "reached");
}

TEST_F(watching_in_time,
       a_stuck_change_is_rolled_back_to_what_runs_after_five_minutes_where_the_rule_says_so) {
  start("  on_stuck: rollback\n", "", app_of("/web", 2, half_an_agent));
  fire(0);
  w->until(301);
  EXPECT_EQ(puts(), 1U);
  w->until(307);
  EXPECT_EQ(changes(), (changes_made{{2, 4}, {302, 2}}));
  EXPECT_TRUE(w->marathon.puts().back().force);
  EXPECT_TRUE(has_decision("stuck_rollback"));
}

}  // namespace
}  // namespace mesoscale::webhook
