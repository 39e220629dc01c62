// Sequences with what stands beside the rules: schedules, pauses, labels of the app, values from Prometheus; and with another rule
// file while alerts fire (vector S32).
#include "tests/webhook/scaler/sequence.hpp"

namespace mesoscale::webhook {
namespace {

/// 2027-01-15T08:00:00Z, a Friday: second 0 of the tests' clock.
class groups : public testing::Test {
 protected:
  static std::string file(const std::string& of_group, const std::string& rules = "") {
    return R"(version: 1
global: {settle: 0s}
prometheus: {url: "http://prom:9090"}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
)" + of_group +
           R"(  defaults:
    marathon: prod
    app: {label: marathon_app}
    min_instances: 2
    max_instances: 10
    behavior: {scaleUp: {cooldown: 100s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}
  rules:
)" + (rules.empty() ? hot_and_cold : rules);
  }
  world& with(const std::string& of_group, const std::string& rules = "") {
    w = std::make_unique<world>(file(of_group, rules));
    w->marathon.apps["/web"].instances = 4;
    return *w;
  }
  std::string last_reason() { return w->decisions().empty() ? "" : w->decisions().front().reason; }

  static inline const std::string hot_and_cold =
      "  - {rule: hot, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 2}}\n"
      "  - {rule: cold, matchers: ['alertname=\"Cold\"'], scale: {direction: down, by: 1}}\n";
  std::unique_ptr<world> w;
};

constexpr const char* office =
    "  schedules: [{name: office, cron: \"0 9 * * *\", duration: 1h, min_instances: 6}]\n";

TEST_F(groups, a_schedule_raises_the_minimum_when_it_begins_also_without_an_alert) {
  with(office,
       "  - {rule: hot, app: /web, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 2}}\n");
  w->restart();
  w->until(3599);
  EXPECT_TRUE(w->effects.empty());
  w->until(3660);
  ASSERT_EQ(w->effects.size(), 1U);
  EXPECT_EQ(w->effects.front().to, 6);
  EXPECT_EQ(last_reason(), "below_min");
}

TEST_F(groups, a_change_by_hand_is_left_alone_also_while_only_a_schedule_asks_for_more) {
  with("  schedules: [{name: morning, cron: \"0 8 * * *\", duration: 1h, min_instances: 6}]\n",
       "  - {rule: hot, app: /web, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 2}}\n");
  w->restart();
  w->until(100);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
  auto& web = w->marathon.apps["/web"];
  web.instances = 3;
  ++web.version;
  web.last_scaling = world::at(100);
  w->until(699);
  EXPECT_EQ(w->effects.size(), 1U);
  w->until(760);
  ASSERT_EQ(w->effects.size(), 2U) << "manual_hold is over";
  EXPECT_EQ(w->effects.back().to, 6);
}

TEST_F(groups, a_schedule_stands_over_the_rule_and_the_label_while_it_holds) {
  with("  schedules: [{name: night, cron: \"0 8 * * *\", duration: 1h, max_instances: 5}]\n");
  w->marathon.apps["/web"].labels = {{"autoscale.max", "7"}};
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 5}}));
  w->until(3500);
  EXPECT_EQ(w->effects.size(), 1U);
  w->receive(3650, of({F("a", 0)}));
  w->until(3800);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 7);
}

TEST_F(groups, a_pause_of_the_group_holds_everything_until_it_expires) {
  with("  pauses: [{until: \"2027-01-15T08:05:00Z\", reason: maintenance}]\n");
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(last_reason(), "paused");
  w->until(299);
  EXPECT_TRUE(w->effects.empty());
  w->until(340);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 6);
}

TEST_F(groups, a_pause_holds_repairs_too) {
  with("  pauses: [{app: /web}]\n");
  w->marathon.apps["/web"].instances = 1;
  w->receive(0, of({F("a", 0)}));
  w->until(100);
  EXPECT_TRUE(w->effects.empty());
}

TEST_F(groups, a_pause_of_another_app_or_another_rule_holds_nothing) {
  with("  pauses: [{app: /other}, {rule: cold}]\n");
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
}

TEST_F(groups, a_paused_rule_makes_no_step_but_keeps_others_from_scaling_down_while_it_fires) {
  with("  pauses: [{rule: hot, until: \"2027-01-15T08:05:00Z\"}]\n");
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(last_reason(), "paused");
  w->receive(10, of({F("c", 9, "Cold")}));
  EXPECT_EQ(last_reason(), "vetoed");
  w->until(299);
  EXPECT_TRUE(w->effects.empty());
  w->until(340);
  ASSERT_FALSE(w->effects.empty()) << "its step was kept";
  EXPECT_EQ(w->effects.front().to, 6);
}

TEST_F(groups, a_paused_rule_for_low_load_keeps_nobody_from_anything) {
  with("  pauses: [{rule: cold}]\n",
       hot_and_cold +
           "  - {rule: colder, matchers: ['alertname=\"Colder\"'], scale: {direction: down, by: 2}}\n");
  w->receive(0, of({F("c", 0, "Cold")}));
  EXPECT_EQ(last_reason(), "paused");
  w->receive(10, of({F("d", 9, "Colder")}));
  EXPECT_EQ(w->effects, (effects{{10, "/web", 2}}));
}

TEST_F(groups, a_pause_of_one_direction_freezes_it) {
  with("  pauses: [{direction: down}]\n");
  w->receive(0, of({F("c", 0, "Cold")}));
  EXPECT_EQ(last_reason(), "frozen");
  w->receive(10, of({F("a", 9)}));
  EXPECT_EQ(w->effects, (effects{{10, "/web", 6}}));
}

TEST_F(groups, a_pause_by_the_api_holds_like_one_of_the_file_until_it_is_ended) {
  with("");
  pause all;
  all.until = world::at(1000);
  const auto id = w->log().add_pause(all, world::at(0)).value();
  w->receive(0, of({F("a", 0)}));
  w->restart();
  w->until(200);
  EXPECT_TRUE(w->effects.empty());
  EXPECT_EQ(last_reason(), "paused");
  EXPECT_EQ(w->log().pauses(world::at(200))->size(), 1U);
  EXPECT_TRUE(w->log().end_pause(id, world::at(200)).value());
  EXPECT_FALSE(w->log().end_pause(id, world::at(201)).value());
  w->until(240);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 6);
}

TEST_F(groups, labels_of_the_app_stand_over_the_rules_below_the_operators_ceiling) {
  with("");
  auto& labels = w->marathon.apps["/web"].labels;
  labels = {{"autoscale.max", "1000"}, {"autoscale.up.by", "500"}};
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 200}}));
}

TEST_F(groups, labels_of_the_app_can_pause_and_dry_run_it) {
  for (const auto& [label, value, reason] : {std::tuple("autoscale.enabled", "false", "paused"),
                                             {"autoscale.paused_until", "2027-01-15T09:00:00Z", "paused"},
                                             {"autoscale.dry_run", "true", "scale_up"}}) {
    with("");
    w->marathon.apps["/web"].labels = {{label, value}};
    w->receive(0, of({F("a", 0)}));
    EXPECT_TRUE(w->effects.empty()) << label;
    EXPECT_EQ(last_reason(), reason) << label;
  }
}

TEST_F(groups, a_label_that_cannot_be_read_counts_as_absent_and_is_told) {
  with("");
  w->marathon.apps["/web"].labels = {{"autoscale.max", "many"}, {"autoscale.up.by", "-1"}};
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
  EXPECT_EQ(
      w->decisions().front().detail,
      "autoscale.max: found \"many\", expected a count; autoscale.up.by: found \"-1\", expected a count");
}

TEST_F(groups, a_label_that_was_to_hold_scaling_back_does_so_when_it_cannot_be_read) {
  with("");
  w->marathon.apps["/web"].labels = {{"autoscale.enabled", "no"}};
  w->receive(0, of({F("a", 0)}));
  EXPECT_TRUE(w->effects.empty());
  EXPECT_EQ(last_reason(), "paused");
  EXPECT_EQ(w->decisions().front().detail, "autoscale.enabled: found \"no\", expected true or false");
}

TEST_F(groups, of_several_groups_the_label_names_the_one_that_speaks) {
  with("");
  w->marathon.apps["/web"].labels = {{"autoscale.group", "another"}};
  w->receive(0, of({F("a", 0)}));
  w->until(100);
  EXPECT_TRUE(w->effects.empty());
}

constexpr const char* queue =
    "  - {rule: queue, matchers: ['alertname=\"Hot\"'], scale: {average_value: 10, value_from: {query: "
    "'len{app=\"{{ .labels.marathon_app }}\"}'}}}\n";

TEST_F(groups, a_value_comes_from_prometheus_and_follows_it) {
  with("", queue);
  w->values["len{app=\"/web\"}"] = 75;
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}}));
  w->values["len{app=\"/web\"}"] = 25;
  w->until(60);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 3);
}

TEST_F(groups, without_a_value_nothing_is_scaled_down) {
  with("", std::string(queue) +
               "  - {rule: cold, matchers: ['alertname=\"Cold\"'], scale: {direction: down, by: 1}}\n");
  w->receive(0, of({F("a", 0), F("c", 0, "Cold")}));
  EXPECT_EQ(last_reason(), "vetoed");
  w->until(600);
  EXPECT_TRUE(w->effects.empty());
}

TEST_F(groups, s32_a_rule_file_with_a_mistake_changes_nothing) {
  with("");
  w->receive(0, of({F("a", 0)}));
  EXPECT_FALSE(
      w->reload(file("", "  - {rule: hot, matchers: [], scale: {direction: up, by: 3}}\n  oops: [\n")));
  w->until(100);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {100, "/web", 8}}));
}

TEST_F(groups, a_rule_that_is_as_it_was_keeps_its_activation_through_a_reload) {
  with("");
  w->receive(0, of({F("a", 0)}));
  w->until(50);
  ASSERT_TRUE(w->reload(file("  manual_hold: 1m\n")));
  w->until(99);
  EXPECT_EQ(w->effects.size(), 1U);
  w->until(100);
  EXPECT_EQ(w->decisions().front().causes, (std::vector<std::string>{"prod:/web:hot:1:1"}));
}

TEST_F(groups, a_rule_that_asks_for_something_else_begins_anew) {
  with("");
  w->receive(0, of({F("a", 0)}));
  w->until(50);
  ASSERT_TRUE(w->reload(
      file("", "  - {rule: hot, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 3}}\n")));
  w->until(60);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 7) << "within the cooldown it gets what exceeds the first step";
  EXPECT_EQ(w->decisions().front().causes, (std::vector<std::string>{"prod:/web:hot:2:0"}));
}

TEST_F(groups, a_rule_that_is_gone_leaves_nothing_to_undo) {
  with("",
       "  - {rule: hot, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 2}, on_resolved: "
       "step_back}\n");
  w->receive(0, of({F("a", 0)}));
  ASSERT_TRUE(w->reload(
      file("", "  - {rule: cold, matchers: ['alertname=\"Cold\"'], scale: {direction: down, by: 1}}\n")));
  w->receive(60, of({R("a", 0, 50)}));
  w->until(600);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
}

}  // namespace
}  // namespace mesoscale::webhook
