// What is done about each kind of deployment that runs when a step is due, by a clock that is set.
#include "tests/system/scaling/in_time.hpp"

namespace mesoscale::webhook {
namespace {

class deployments_in_time : public in_time {
 protected:
  bool has_detail(const std::string& start) {
    for (const decision_record& d : w->decisions()) {
      if (d.reason == "deploying" && d.detail.starts_with(start)) return true;
    }
    return false;
  }
  bool has_forced() {
    for (const seen_put& put : w->marathon.puts()) {
      if (put.force) return true;
    }
    return false;
  }
};

TEST_F(deployments_in_time, an_own_scaling_gives_way_to_a_larger_count) {
  start();
  fire(0);
  fire(2, "More", "b");
  w->until(4);
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {4, 9}}));
  EXPECT_FALSE(w->marathon.puts().front().force);
  EXPECT_TRUE(w->marathon.puts().back().force);
}

TEST_F(deployments_in_time, an_own_scaling_gives_way_to_the_other_direction) {
  start();
  fire(0);
  w->until(2);
  resolve(2, 0);
  fire(2, "Cold", "b");
  w->until(4);
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {4, 5}}));
  EXPECT_TRUE(w->marathon.puts().back().force);
}

TEST_F(deployments_in_time, an_own_scaling_is_waited_for_where_force_is_never) {
  start("  force: never\n");
  fire(0);
  fire(2, "More", "b");
  w->until(30);
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {7, 9}}));
  EXPECT_TRUE(has_detail("own_scale "));
  EXPECT_FALSE(has_forced());
}

TEST_F(deployments_in_time, the_scaling_of_somebody_else_is_waited_for_and_its_count_is_the_base) {
  start();
  w->until(1);
  w->marathon.put("/web", {{"instances", 5}});
  fire(1);
  w->until(30);
  EXPECT_EQ(changes(), (changes_made{{1, 5}, {13, 7}}));
  EXPECT_TRUE(has_detail("other_scale "));
  EXPECT_FALSE(has_forced());
}

TEST_F(deployments_in_time, the_scaling_of_somebody_else_is_a_change_by_hand_when_it_has_ended) {
  start();
  fire(0);
  w->until(100);
  w->marathon.put("/web", {{"instances", 9}});
  fire(100, "More", "b");
  w->until(699);
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {100, 9}}));
  EXPECT_EQ(newest().reason, "manual_hold");
  w->until(735);
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {100, 9}, {700, 12}}));
}

TEST_F(deployments_in_time, a_new_configuration_is_waited_for_and_its_count_is_the_base) {
  start();
  w->until(1);
  w->marathon.put("/web", {{"cmd", "sleep 200"}, {"instances", 7}});
  fire(1);
  w->until(40);
  EXPECT_EQ(changes(), (changes_made{{1, 7}, {13, 9}}));
  EXPECT_TRUE(has_detail("config "));
  EXPECT_FALSE(has_forced());
}

TEST_F(deployments_in_time, values_are_not_trusted_until_a_minute_after_a_new_configuration) {
  start("",
        "  - {rule: load, matchers: ['alertname=\"Load\"'], scale: {average_value: 10, value_from: "
        "{annotation: "
        "value}}}\n");
  w->until(1);
  w->marathon.put("/web", {{"cmd", "sleep 200"}});
  alert_message load = F("a", 1, "Load");
  load.annotations = {{"value", "80"}};
  w->receive(1, of({load}));
  w->until(60);
  EXPECT_TRUE(changes().empty());
  w->until(110);
  ASSERT_EQ(changes().size(), 1U);
  EXPECT_EQ(changes().front().second, 8);
  EXPECT_GE(changes().front().first, 61);
}

TEST_F(deployments_in_time, a_step_that_one_delays_for_a_quarter_of_an_hour_is_dropped) {
  start();
  w->marathon.control("POST", "/control/lock", {{"app", "/web"}, {"seconds", 1000}});
  fire(0);
  w->until(890);
  EXPECT_FALSE(has_decision("defer_max"));
  w->until(920);
  EXPECT_TRUE(has_decision("defer_max"));
  EXPECT_EQ(w->told["defer_max"], 1);
  w->until(1100);
  EXPECT_EQ(puts(), 0U);
}

TEST_F(deployments_in_time, a_step_that_meets_one_is_dropped_at_once_where_the_rule_skips) {
  start("  on_deployment: skip\n");
  w->marathon.control("POST", "/control/lock", {{"app", "/web"}, {"seconds", 20}});
  fire(0);
  w->until(100);
  EXPECT_EQ(puts(), 0U);
}

}  // namespace
}  // namespace mesoscale::webhook
