// Sequences with what is more than a step: counts, targets, windows, rates, holds, activation.
#include "tests/webhook/scaler/sequence.hpp"

namespace mesoscale::webhook {
namespace {

/// One app /web with 4 instances of at most 20; the rules stand in the test.
class policies : public testing::Test {
 protected:
  world& with(const std::string& rules) {
    w = std::make_unique<world>(R"(version: 1
global: {settle: 0s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults:
    marathon: prod
    app: {label: marathon_app}
    max_instances: 20
    behavior:
      scaleUp: {cooldown: 0s}
      scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}
  rules:
)" + rules);
    w->marathon.apps["/web"].instances = 4;
    return *w;
  }
  std::string last_reason() { return w->decisions().empty() ? "" : w->decisions().front().reason; }
  static alert_message carrying(alert_message alert, const std::string& value) {
    alert.annotations = {{"value", value}};
    return alert;
  }
  std::unique_ptr<world> w;
};

constexpr const char* cold =
    "  - {rule: cold, matchers: ['alertname=\"Cold\"'], scale: {direction: down, by: 1}, repeat_every: 0}\n";

TEST_F(policies, a_count_is_set_once_and_set_again_when_somebody_changes_it) {
  with("  - {rule: flood, matchers: ['alertname=\"Hot\"'], scale: {to: 9}}\n");
  w->receive(0, of({F("a", 0)}));
  w->until(100);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 9}}));
  w->marathon.apps["/web"].instances = 5;
  w->until(200);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 9);
}

TEST_F(policies, a_count_that_the_app_has_leaves_no_step_behind) {
  with("  - {rule: flood, matchers: ['alertname=\"Hot\"'], scale: {to: 4}}\n");
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(last_reason(), "within_tolerance");
  EXPECT_FALSE(w->log().observe({"prod", "/web"}, w->rules(), world::at(1))->has_due());
}

TEST_F(policies, a_rate_gives_the_rest_of_a_count_when_its_period_is_over) {
  with(R"(  - rule: flood
    matchers: ['alertname="Hot"']
    scale: {to: 9}
    behavior: {scaleUp: {cooldown: 0s, policies: [{type: Instances, value: 3, periodSeconds: 60}]}}
)");
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 7}}));
  EXPECT_EQ(last_reason(), "rate_limited");
  w->until(59);
  EXPECT_EQ(w->effects.size(), 1U);
  w->until(120);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 9);
}

TEST_F(policies, a_percent_with_a_smallest_step_is_exact) {
  with(
      "  - {rule: busy, matchers: ['alertname=\"Hot\"'], scale: {direction: up, percent: 12.5, min_step: 2}, "
      "repeat_every: 0}\n");
  w->marathon.apps["/web"].instances = 8;
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 10}}));
}

TEST_F(policies, down_waits_until_no_moment_of_the_window_asked_for_more) {
  with(
      std::string("  - {rule: hot, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 2}, "
                  "repeat_every: 0}\n") +
      "  - {rule: cold, matchers: ['alertname=\"Cold\"'], scale: {direction: down, by: 1}, repeat_every: 0,\n"
      "     behavior: {scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 300}}}\n");
  w->receive(0, of({F("a", 0)}));
  w->receive(100, of({R("a", 0, 90)}));
  w->receive(110, of({F("c", 105, "Cold")}));
  EXPECT_EQ(last_reason(), "stabilized");
  w->restart();
  w->until(380);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
  w->until(430);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 5);
}

TEST_F(policies, a_target_follows_the_value_that_the_alert_carries) {
  with(
      "  - {rule: queue, matchers: ['alertname=\"Hot\"'], scale: {average_value: 30, value_from: "
      "{annotation: value}}}\n");
  w->receive(0, of({carrying(F("a", 0), "205.5")}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 7}}));
  w->receive(60, of({carrying(F("a", 0), "100"), carrying(F("b", 50), "150")}));
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back(), (effect{60, "/web", 5}));
}

TEST_F(policies, a_value_that_is_missing_changes_nothing_and_forbids_down) {
  with(std::string("  - {rule: queue, matchers: ['alertname=\"Hot\"'], scale: {target: 30, value_from: "
                   "{annotation: value}}}\n") +
       cold);
  w->receive(0, of({carrying(F("a", 0), "NaN"), F("c", 0, "Cold")}));
  EXPECT_TRUE(w->effects.empty());
  EXPECT_EQ(last_reason(), "vetoed");
}

TEST_F(policies, nothing_is_scaled_down_while_a_hold_alert_is_open) {
  with(std::string("  - {rule: incident, matchers: ['alertname=\"Hot\"'], hold: scale_down}\n") + cold);
  w->receive(0, of({F("a", 0)}));
  w->receive(10, of({F("c", 10, "Cold")}));
  EXPECT_EQ(last_reason(), "hold_alert");
  w->receive(60, of({R("a", 0, 50)}));
  w->until(100);
  ASSERT_EQ(w->effects.size(), 1U);
  EXPECT_EQ(w->effects.back().to, 3);
}

class superseding : public policies {
 protected:
  /// A step of 2 at 0 s whose deployment "d2" never ends.
  void a_step_that_gets_no_offers() {
    with(R"(  - rule: hot
    matchers: ['alertname="Hot"']
    scale: {direction: up, by: 2}
    repeat_every: 0
  - rule: hotter
    matchers: ['alertname="Hotter"']
    scale: {direction: up, by: 2}
    repeat_every: 0
)");
    w->marathon.is_slow = true;
    w->receive(0, of({F("a", 0)}));
  }
};

TEST_F(superseding, a_larger_step_cancels_the_own_scaling_that_still_runs) {
  a_step_that_gets_no_offers();
  w->receive(300, of({F("b", 299, "Hotter")}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {300, "/web", 8}}));
  EXPECT_EQ(w->marathon.forced, (std::vector<bool>{false, true}));
}

TEST_F(superseding, a_deployment_of_somebody_else_is_waited_for) {
  a_step_that_gets_no_offers();
  w->marathon.apps["/web"].deployments = {"theirs"};
  w->receive(300, of({F("b", 299, "Hotter")}));
  EXPECT_EQ(w->effects.size(), 1U);
  EXPECT_EQ(last_reason(), "deploying");
}

TEST_F(superseding, two_deployments_are_waited_for_though_one_is_ours) {
  a_step_that_gets_no_offers();
  w->marathon.apps["/web"].deployments = {"d2", "theirs"};
  w->receive(300, of({F("b", 299, "Hotter")}));
  EXPECT_EQ(w->effects.size(), 1U);
  EXPECT_EQ(last_reason(), "deploying");
}

TEST_F(policies, only_a_rule_with_activation_raises_a_suspended_app) {
  with(R"(  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, repeat_every: 0}
  - {rule: wake, matchers: ['alertname="Wake"'], scale: {direction: up, by: 1}, repeat_every: 0, activation: true}
)");
  w->marathon.apps["/web"].instances = 0;
  w->receive(0, of({F("a", 0)}));
  EXPECT_TRUE(w->effects.empty());
  EXPECT_EQ(last_reason(), "suspended");
  w->receive(10, of({F("b", 10, "Wake")}));
  EXPECT_EQ(w->effects, (effects{{10, "/web", 2}}));
}

}  // namespace
}  // namespace mesoscale::webhook
