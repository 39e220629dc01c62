#include "tests/webhook/scaler/composing.hpp"

namespace mesoscale::webhook {
namespace {

TEST(compose, all_rules_that_ever_spoke_for_the_app_bound_it) {
  app_view view;
  view.known_rules = {"hot", "cold"};
  const auto got = compose(web, view, *rules(), present(5), t(0));
  EXPECT_EQ(got.min, 4);
  EXPECT_EQ(got.max, 15);
  EXPECT_EQ(got.hard_max, 50);
}

TEST(compose, the_longest_cooldown_of_the_voting_rules_counts) {
  app_view view;
  view.active = {due("hot"), due("hotter")};
  view.last_up = past_scaling{t(0), 5};
  view.last_any = view.last_up;
  const auto got = compose(web, view, *rules(), present(7), t(70));
  EXPECT_EQ(got.cooldown.up, seconds(30));
  EXPECT_EQ(got.cooldown.down, seconds(0));
  EXPECT_EQ(cooldown_end(got, t(70)), t(100));
}

TEST(compose, within_a_cooldown_only_the_excess_is_added_and_the_base_stays) {
  app_view view;
  view.known_rules = {"hot", "hotter"};
  view.active = {due("hotter")};
  view.last_up = past_scaling{t(0), 5};
  view.last_any = view.last_up;
  const auto got = compose(web, view, *rules(), present(7), t(10));
  EXPECT_EQ(decide(got).to, 8);
  EXPECT_EQ(decide(got).reason, "cooldown");
  EXPECT_EQ(cooldown_base(view, got), 5);
  const auto later = compose(web, view, *rules(), present(8), t(60));
  EXPECT_EQ(decide(later).to, 11);
  EXPECT_EQ(cooldown_base(view, later), 8);
}

TEST(compose, a_step_down_waits_after_any_change) {
  app_view view;
  view.active = {due("cold")};
  view.last_any = past_scaling{t(0), 5};
  EXPECT_EQ(compose(web, view, *rules(), present(7), t(299)).cooldown.down, seconds(1));
  EXPECT_EQ(compose(web, view, *rules(), present(7), t(300)).cooldown.down, seconds(0));
}

TEST(compose, a_clock_that_went_back_does_not_make_a_cooldown_longer_than_it_is) {
  app_view view;
  view.active = {due("cold")};
  view.last_any = past_scaling{t(5000), 5};
  EXPECT_EQ(compose(web, view, *rules(), present(7), t(0)).cooldown.down, seconds(300));
}

TEST(compose, what_marathon_answered_is_the_gate) {
  const app_view view;
  read_answer missing;
  missing.what = read_answer::kind::missing;
  EXPECT_EQ(compose(web, view, *rules(), read_answer{}, t(0)).gate, stop_gate::marathon_unavailable);
  EXPECT_EQ(compose(web, view, *rules(), missing, t(0)).gate, stop_gate::no_such_app);
  EXPECT_EQ(compose(web, view, *rules(), present(1), t(0)).gate, stop_gate::open);
}

TEST(compose, due_steps_are_taken_by_direction) {
  app_view view;
  view.active = {due("hot", 2), due("cold")};
  const auto inputs = compose(web, view, *rules(), present(5), t(0));
  EXPECT_EQ(due_pulses(view, inputs, direction::up).size(), 2u);
  EXPECT_EQ(due_pulses(view, inputs, direction::down).size(), 1u);
  EXPECT_EQ(voting_rules(view, inputs, direction::up), "hot");
  EXPECT_EQ(voting_rules(view, inputs, direction::none), "hot,cold");
}

TEST(compose, a_change_by_hand_is_left_alone_for_manual_hold) {
  app_view view;
  view.active = {due("hot")};
  view.state = changed_by("manual", 100);
  EXPECT_EQ(decide(compose(web, view, *rules(), present(9), t(699))).reason, "manual_hold");
  EXPECT_EQ(decide(compose(web, view, *rules(), present(9), t(700))).to, 11);
}

TEST(compose, an_own_change_is_not_held) {
  app_view view;
  view.active = {due("hot")};
  view.state = changed_by("", 100);
  EXPECT_EQ(compose(web, view, *rules(), present(9), t(101)).gate, stop_gate::open);
}

constexpr const char* counts = R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults: {marathon: prod, app: {label: app}, max_instances: 20}
  rules:
  - {rule: flood, matchers: ['alertname="Flood"'], scale: {to: 9}, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}}
  - {rule: incident, matchers: ['alertname="X"'], hold: scale_down}
)";

TEST(compose, a_rule_for_a_count_votes_in_the_direction_of_that_count) {
  const auto loaded = parse_rules(counts, "r.yml");
  app_view view;
  view.active = {due("flood")};
  for (const auto& [current, toward] : {std::pair(4, direction::up), std::pair(12, direction::down)}) {
    const auto inputs = compose(web, view, *loaded.rules, present(current), t(0));
    EXPECT_EQ(due_pulses(view, inputs, toward).size(), 1u);
    EXPECT_EQ(idle_pulses(view, inputs).size(), 0u);
    EXPECT_EQ(inputs.windows.down_window, seconds(toward == direction::down ? 60 : 0));
  }
  const auto content = compose(web, view, *loaded.rules, present(9), t(0));
  EXPECT_EQ(idle_pulses(view, content).size(), 1u);
}

TEST(compose, a_hold_rule_has_no_bounds_and_no_vote) {
  const auto loaded = parse_rules(counts, "r.yml");
  app_view view;
  view.known_rules = {"incident"};
  view.active = {due("incident")};
  const auto inputs = compose(web, view, *loaded.rules, present(30), t(0));
  EXPECT_TRUE(inputs.hold_alert);
  EXPECT_EQ(decide(inputs).what, action::none);
}

TEST(compose, a_change_of_others_is_left_alone_while_no_rule_fires) {
  for (const char* who : {"manual", "config"}) {
    app_view view;
    view.known_rules = {"hot"};
    view.state = changed_by(who, 100);
    EXPECT_EQ(decide(compose(web, view, *rules(), present(1), t(699))).reason, "manual_hold") << who;
    EXPECT_EQ(decide(compose(web, view, *rules(), present(1), t(700))).reason, "below_min") << who;
  }
}

TEST(compose, an_own_scaling_that_is_stuck_is_reversed_while_no_rule_fires) {
  app_view view;
  view.known_rules = {"hot"};
  view.last_deployment = own_deployment{"d1", "v2", 4, 19, "hot"};
  read_answer reading = present(19);
  reading.app.deployments = {"d1"};
  const decision got = decide(compose(web, view, *rules(), reading, t(0)));
  EXPECT_EQ(got.what, action::scale);
  EXPECT_EQ(got.to, 15);
  EXPECT_TRUE(got.force);
}

TEST(compose, an_app_that_only_hold_rules_speak_for_is_never_repaired) {
  const auto loaded = parse_rules(counts, "r.yml");
  app_view view;
  view.known_rules = {"incident"};
  view.active = {due("incident")};
  EXPECT_EQ(decide(compose(web, view, *loaded.rules, present(300), t(0))).what, action::none);
}

TEST(compose, changes_of_the_past_become_ages) {
  app_view view;
  view.changes = {{t(0), 3}, {t(40), -2}, {t(999), 1}};
  view.recommendations = {{t(10), 7}};
  const auto got = compose(web, view, *rules(), present(5), t(50));
  ASSERT_EQ(got.rate.past.ups.size(), 2u);
  EXPECT_EQ(got.rate.past.ups[0].age, seconds(50));
  EXPECT_EQ(got.rate.past.ups[1].age, seconds(0));  // A clock that was set back.
  ASSERT_EQ(got.rate.past.downs.size(), 1u);
  EXPECT_EQ(got.rate.past.downs[0].count, 2);
  EXPECT_EQ(got.windows.past[0].age, seconds(40));
}

}  // namespace
}  // namespace mesoscale::webhook
