// Sequences with rules that follow a value: how a value is not multiplied twice, and when it counts as missing.
#include "tests/webhook/scaler/sequence.hpp"

namespace mesoscale::webhook {
namespace {

/// One app /web with 4 instances of at most 40, no cooldowns and no windows.
class targets : public testing::Test {
 protected:
  world& with(const std::string& value_from, const std::string& kind = "target") {
    w = std::make_unique<world>(R"(version: 1
global: {settle: 0s}
prometheus: {url: "http://prom:9090"}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults:
    marathon: prod
    app: {label: marathon_app}
    max_instances: 40
    behavior:
      scaleUp: {cooldown: 60s}
      scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}
  rules:
  - {rule: busy, matchers: ['alertname="Hot"'], scale: {)" +
                                kind + ": 30, value_from: {" + value_from + R"(}}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}, repeat_every: 0}
)");
    w->marathon.apps["/web"].instances = 4;
    return *w;
  }
  static alert_message carrying(alert_message alert, const std::string& value) {
    alert.annotations = {{"value", value}};
    return alert;
  }
  std::string last_reason() { return w->decisions().front().reason; }
  std::unique_ptr<world> w;
};

TEST_F(targets, a_value_that_stays_high_until_new_instances_run_is_not_multiplied_again) {
  with("query: load");
  w->values["load"] = exact_number(60);
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  w->until(400);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}}));
  auto& web = w->marathon.apps["/web"];
  web.running = 8;
  web.deployments.clear();
  w->values["load"] = exact_number(30);
  w->until(800);
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(targets, one_notification_never_multiplies_a_count_twice) {
  with("annotation: value");
  w->receive(0, of({carrying(F("a", 0), "60")}));
  w->until(4 * 3600);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}}));
  w->receive(4 * 3600 + 1, of({carrying(F("a", 0), "45")}));
  w->until(5 * 3600);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back(), (effect{4 * 3600 + 1, "/web", 12}));
}

TEST_F(targets, a_copy_of_a_notification_brings_no_other_value) {
  with("annotation: value");
  w->receive(0, of({carrying(F("a", 0), "60")}));
  w->receive(20, of({carrying(F("a", 0), "60")}));
  w->until(300);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}}));
  w->receive(310, of({carrying(F("a", 0), "60")}));
  w->until(320);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}, {310, "/web", 16}})) << "that is what it says now";
}

TEST_F(targets, a_scale_up_that_is_stuck_is_taken_back_by_the_next_value) {
  with("annotation: value");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 4, true, 0, "InsufficientCpus 12"}};
  w->receive(0, of({carrying(F("a", 0), "60")}));
  w->until(700);
  ASSERT_EQ(w->effects, (effects{{0, "/web", 8}}));
  w->receive(700, of({carrying(F("a", 0), "15")}));
  w->until(710);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}, {700, "/web", 2}}));
  EXPECT_EQ(w->marathon.forced, (std::vector<bool>{false, true}));
}

TEST_F(targets, a_value_that_is_spent_forbids_down) {
  with("annotation: value");
  w->receive(0, of({carrying(F("a", 0), "60")}));
  w->receive(100, of({F("c", 99, "Cold")}));
  EXPECT_EQ(last_reason(), "vetoed");
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(targets, a_poll_of_the_alertmanagers_makes_no_value_new) {
  with("annotation: value");
  w->receive(0, of({carrying(F("a", 0), "60")}));
  for (int second = 60; second < 600; second += 60) w->poll(second, {"a"});
  EXPECT_EQ(w->effects, (effects{{0, "/web", 8}}));
}

TEST_F(targets, the_value_is_missing_while_one_of_several_alerts_has_none) {
  with("annotation: value", "average_value");
  w->receive(0, of({carrying(F("a", 0), "60"), carrying(F("b", 0), "n/a"), F("c", 0, "Cold")}));
  EXPECT_TRUE(w->effects.empty());
  EXPECT_EQ(last_reason(), "vetoed");
  w->receive(60, of({carrying(F("b", 0), "90")}));
  EXPECT_EQ(w->effects, (effects{{60, "/web", 3}}));
}

TEST_F(targets, an_alert_that_the_alertmanagers_confirm_does_not_expire) {
  with("annotation: value");
  w->receive(0, of({F("a", 0)}));
  const int ttl = (2 * 4 * 60 + 5) * 60;
  w->poll(ttl - 60, {"a"});
  ASSERT_TRUE(w->log().sweep(w->rules(), world::at(ttl), false).ok());
  EXPECT_EQ(w->log().open_alerts().value(), 1);
  ASSERT_TRUE(w->log().sweep(w->rules(), world::at(2 * ttl - 60), false).ok());
  EXPECT_EQ(w->log().open_alerts().value(), 0);
}

}  // namespace
}  // namespace mesoscale::webhook
