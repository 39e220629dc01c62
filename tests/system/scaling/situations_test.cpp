// Situations that take minutes or hours, by a clock that is set.
#include "tests/system/scaling/in_time.hpp"

namespace mesoscale::webhook {
namespace {

using std::chrono::hours;

class situations_in_time : public in_time {};

TEST_F(situations_in_time, the_first_firing_is_decided_after_settle_as_step_0_of_activation_1) {
  start();
  fire(0);
  w->until(1);
  EXPECT_EQ(puts(), 0U);
  w->until(2);
  EXPECT_EQ(changes(), (changes_made{{2, 6}}));
  EXPECT_EQ(newest().causes, (std::vector<std::string>{"main:/web:hot:1:0"}));
  EXPECT_EQ(w->log().alerts(1).value()[0].state.episode, 1);
}

TEST_F(situations_in_time, groups_of_one_incident_are_decided_together) {
  start();
  fire(0);
  fire(1, "More", "b");
  w->until(60);
  EXPECT_EQ(changes(), (changes_made{{2, 7}}));
}

TEST_F(situations_in_time, an_alert_that_fires_on_gives_a_step_each_cooldown_from_the_new_base) {
  start("",
        "  - {rule: again, matchers: ['alertname=\"Again\"'], scale: {direction: up, percent: 50}, "
        "repeat_every: "
        "5m, behavior: {scaleUp: {cooldown: 5m}}}\n");
  fire(0, "Again");
  w->until(650);
  const auto made = changes();
  ASSERT_EQ(made.size(), 3U);
  EXPECT_EQ(made[0], std::pair(2, std::int64_t{6}));
  EXPECT_EQ(made[1].second, 9);
  EXPECT_EQ(made[2].second, 14);
  EXPECT_GE(made[1].first, 302);
  EXPECT_GE(made[2].first, 602);
}

TEST_F(situations_in_time, a_rule_closes_when_its_last_alert_closes) {
  start("",
        "  - {rule: back, matchers: ['alertname=\"Back\"'], scale: {direction: up, by: 4}, on_resolved: "
        "step_back}\n");
  w->receive(0, of({F("a", 0, "Back"), F("b", 0, "Back")}));
  w->until(60);
  resolve(60, 0, "Back", "a");
  w->until(120);
  EXPECT_EQ(changes(), (changes_made{{2, 8}}));
  resolve(120, 0, "Back", "b");
  w->until(180);
  EXPECT_EQ(changes(), (changes_made{{2, 8}, {122, 4}}));
}

TEST_F(situations_in_time, a_step_back_that_marathon_has_lost_is_made_again) {
  start("",
        "  - {rule: back, matchers: ['alertname=\"Back\"'], scale: {direction: up, by: 4}, on_resolved: "
        "step_back}\n");
  fire(0, "Back");
  w->until(60);
  resolve(60, 0, "Back");
  w->until(62);
  ASSERT_EQ(changes(), (changes_made{{2, 8}, {62, 4}}));
  w->marathon.control("POST", "/control/forget", {{"app", "/web"}});
  w->until(180);
  EXPECT_EQ(w->marathon.instances(), 4);
  EXPECT_EQ(changes().size(), 3U);
}

TEST_F(situations_in_time, a_hold_after_the_end_lasts_its_ten_minutes) {
  start("",
        "  - {rule: held, matchers: ['alertname=\"Held\"'], scale: {direction: up, by: 4}, on_resolved: "
        "{hold: 10m}}\n");
  fire(0, "Held");
  w->until(60);
  resolve(60, 0, "Held");
  fire(61, "Cold", "b");
  w->until(659);
  EXPECT_EQ(changes().size(), 1U);
  w->until(692);
  ASSERT_EQ(changes().size(), 2U);
  EXPECT_EQ(changes().back().second, 7);
}

TEST_F(situations_in_time, a_suspended_app_is_left_alone_for_hours) {
  start("", "", app_of("/web", 0));
  for (int hour = 0; hour < 5; ++hour) fire(hour * 3600);
  w->until(5 * 3600);
  EXPECT_EQ(puts(), 0U);
  EXPECT_EQ(newest().reason, "suspended");
}

TEST_F(situations_in_time, an_app_that_is_created_while_its_alert_is_open_is_scaled_at_the_next_tick) {
  start("", "", app_of("/other", 1));
  fire(0);
  w->until(70);
  EXPECT_TRUE(has_decision("no_such_app"));
  w->marathon.add(app_of("/web", 4));
  w->until(100);
  ASSERT_EQ(changes().size(), 1U);
  EXPECT_EQ(changes().front().second, 6);
}

TEST_F(situations_in_time, what_began_and_ended_while_marathon_was_down_is_not_replayed) {
  start("",
        "  - {rule: again, matchers: ['alertname=\"Again\"'], scale: {direction: up, by: 1}, repeat_every: "
        "1m}\n");
  w->marathon.set_fault({{"kind", "refuse"}});
  fire(0, "Hot", "a");
  fire(10, "Again", "b");
  w->until(100);
  EXPECT_EQ(newest().reason, "marathon_unavailable");
  resolve(200, 0, "Hot", "a");
  fire(600, "Again", "b");
  w->until(1000);
  w->marathon.clear_faults();
  w->until(1070);
  ASSERT_FALSE(changes().empty());
  EXPECT_EQ(changes().front().second, 5) << "one step of what still fires, and none of what has ended";
  EXPECT_LE(changes().size(), 2U);
}

TEST_F(situations_in_time, a_truncated_notification_may_raise_and_not_lower_until_its_group_comes_whole) {
  start();
  notification cut = of({F("a", 0)});
  cut.truncated_alerts = 5;
  w->receive(0, cut);
  w->until(60);
  EXPECT_EQ(changes(), (changes_made{{2, 6}}));
  alert_message end = message(false, "a", 0, "Hot", "/web");
  end.ends_at = world::at(60);
  cut.alerts = {end};
  w->receive(60, cut);
  notification other = of({F("b", 61, "Cold")});
  other.group_key = "another";
  w->receive(61, other);
  w->until(200);
  EXPECT_EQ(newest().reason, "truncated");
  EXPECT_EQ(changes().size(), 1U);
  cut.truncated_alerts = 0;
  w->receive(200, cut);
  w->until(231);
  ASSERT_EQ(changes().size(), 2U);
  EXPECT_EQ(changes().back().second, 5);
}

TEST_F(situations_in_time, a_change_by_hand_counts_for_the_rate) {
  start("  manual_hold: 0s\n",
        "  - {rule: rated, matchers: ['alertname=\"Rated\"'], scale: {direction: up, by: 3}, behavior: "
        "{scaleUp: {cooldown: "
        "0s, policies: [{type: Instances, value: 4, periodSeconds: 3600}]}}}\n");
  fire(0);
  w->until(100);
  w->marathon.put("/web", {{"instances", 8}});
  fire(200, "Rated", "b");
  w->until(3590);
  EXPECT_EQ(changes(), (changes_made{{2, 6}, {100, 8}}));
  EXPECT_TRUE(has_decision("rate_limited"));
  w->until(3640);
  ASSERT_EQ(changes().size(), 3U);
  EXPECT_EQ(changes().back().second, 10) << "two instances are older than an hour, and two of four are left";
}

TEST_F(situations_in_time, a_count_that_a_deployment_reset_is_not_restored_when_its_rule_has_ended) {
  start("  on_external_change: restore\n");
  fire(0);
  w->until(60);
  resolve(60, 0);
  w->until(100);
  w->marathon.put("/web", {{"cmd", "sleep 200"}, {"instances", 3}});
  fire(110, "Cold", "b");
  w->until(200);
  ASSERT_EQ(changes().size(), 3U);
  EXPECT_EQ(changes().back().second, 2);
}

TEST_F(situations_in_time, a_clock_set_back_before_a_restart_does_not_make_a_cooldown_longer) {
  start("",
        "  - {rule: slow, matchers: ['alertname=\"Slow\"'], scale: {direction: up, by: 2}, behavior: "
        "{scaleUp: {cooldown: 5m}}}\n");
  fire(0, "Slow", "a");
  w->until(10);
  ASSERT_EQ(changes().size(), 1U);
  w->restart(-hours(1));
  fire(20, "Slow", "b");
  resolve(21, 0, "Slow", "a");
  resolve(22, 20, "Slow", "b");
  fire(30, "Slow", "c");
  w->until(250);
  EXPECT_EQ(changes().size(), 1U);
  w->until(350);
  EXPECT_EQ(changes().size(), 2U);
}

TEST_F(situations_in_time, a_clock_set_back_before_a_restart_does_not_make_a_hold_or_a_window_longer) {
  start("",
        "  - {rule: held, matchers: ['alertname=\"Held\"'], scale: {direction: up, by: 2}, on_resolved: "
        "{hold: 10m}}\n"
        "  - {rule: calm, matchers: ['alertname=\"Calm\"'], scale: {direction: down, by: 1}, behavior: "
        "{scaleDown: {cooldown: "
        "0s, stabilizationWindowSeconds: 300}}}\n");
  fire(0, "Held");
  fire(30, "Calm", "b");
  w->until(60);
  resolve(60, 0, "Held");
  w->until(90);
  w->restart(-hours(1));
  w->until(600);
  EXPECT_EQ(changes(), (changes_made{{2, 6}}));
  w->until(1100);
  EXPECT_EQ(changes().back().second, 5);
}

TEST_F(situations_in_time, a_clock_set_ahead_before_a_restart_gives_one_step_and_not_one_for_each_repeat) {
  start("",
        "  - {rule: again, matchers: ['alertname=\"Again\"'], scale: {direction: up, by: 1}, repeat_every: "
        "5m}\n");
  fire(0, "Again");
  w->until(10);
  w->restart(hours(1));
  w->until(60);
  EXPECT_EQ(changes().size(), 2U);
}

TEST_F(situations_in_time, a_clock_set_back_before_a_restart_keeps_the_watch_on_a_change) {
  start("", "", app_of("/web", 2, 40'000'000));
  fire(0);
  w->until(10);
  w->restart(-hours(1));
  w->until(340);
  EXPECT_EQ(w->decisions().back().verify, "stuck");
}

}  // namespace
}  // namespace mesoscale::webhook
