// Sequences about what happens after the last alert of a rule has ended: vectors S14 to S16, S31, and the other words of
// on_resolved.
#include "tests/webhook/scaler/sequence.hpp"

namespace mesoscale::webhook {
namespace {

class resolved : public testing::Test {
 protected:
  /// The rule `hot` of the vectors without a window and a cooldown of down, with more keys of its own.
  world& with(const std::string& more, std::int64_t instances = 4) {
    w = std::make_unique<world>(R"(version: 1
global: {settle: 0s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults:
    marathon: prod
    app: {label: marathon_app}
    max_instances: 10
    behavior: {scaleUp: {cooldown: 300s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], repeat_every: 300s, scale: {direction: up, by: 2}, )" +
                                more + R"(}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}, repeat_every: 0}
  - {rule: flood, matchers: ['alertname="Flood"'], scale: {to: 10}, on_resolved: {baseline: 3}}
)");
    w->marathon.apps["/web"].instances = instances;
    return *w;
  }
  std::string last_reason() { return w->decisions().front().reason; }
  std::unique_ptr<world> w;
};

TEST_F(resolved, s14_step_back_undoes_the_step) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->receive(60, of({R("a", 0, 50)}));
  w->until(1000);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {60, "/web", 4}}));
}

TEST_F(resolved, s15_after_a_change_by_hand_it_waits_and_undoes_only_the_own_change) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->until(30);
  auto& web = w->marathon.apps["/web"];
  web.instances = 9;
  ++web.version;
  web.last_scaling = world::at(30);
  w->receive(60, of({R("a", 0, 50)}));
  EXPECT_EQ(last_reason(), "manual_hold");
  w->until(629);
  EXPECT_EQ(w->effects.size(), 1U);
  w->until(700);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 7);
}

TEST_F(resolved, s16_what_a_bound_has_cut_off_is_not_undone) {
  with("on_resolved: step_back", 9);
  w->receive(0, of({F("a", 0)}));
  w->receive(60, of({R("a", 0, 50)}));
  w->until(1000);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 10}, {60, "/web", 9}}));
}

TEST_F(resolved, s31_an_alert_that_expires_leaves_nothing_to_undo) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->until(9 * 3600);
  const auto before = w->effects;
  w->restart();
  w->until(10 * 3600);
  EXPECT_TRUE(w->log().observe({"prod", "/web"}, w->rules(), world::at(10 * 3600))->active.empty());
  EXPECT_EQ(w->effects, before);
}

TEST_F(resolved, all_steps_of_the_activation_are_undone_at_once) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->receive(310, of({R("a", 0, 305)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {300, "/web", 8}, {310, "/web", 4}}));
}

TEST_F(resolved, a_step_of_another_rule_is_not_undone) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->receive(60, of({R("a", 0, 50), F("c", 55, "Cold")}));
  w->until(1000);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 4)
      << "of two votes down the smaller change, then the other is at work too";
}

TEST_F(resolved, it_is_done_once_also_when_the_program_is_killed_after_the_put) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->marathon.faults = {fault::kill_after};
  w->receive(60, of({R("a", 0, 50)}));
  w->until(1000);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {60, "/web", 4}}));
}

TEST_F(resolved, a_resolve_that_comes_while_the_app_is_read_leaves_no_step) {
  with("on_resolved: step_back");
  w->marathon.on_read = [this] {
    ASSERT_TRUE(w->log().ingest(of({R("a", 0, 0)}), "{}", "", w->rules(), world::at(0)).ok());
  };
  w->receive(0, of({F("a", 0)}));
  w->until(1000);
  EXPECT_EQ(w->effects, effects());
  EXPECT_EQ(w->marathon.apps["/web"].instances, 4);
}

TEST_F(resolved, a_step_whose_answer_was_lost_before_the_resolve_is_undone) {
  with("on_resolved: step_back");
  w->marathon.faults = {fault::lost_after};
  w->marathon.on_read = [this] {
    w->marathon.on_read = [this] {
      ASSERT_TRUE(w->log().ingest(of({R("a", 0, 0)}), "{}", "", w->rules(), world::at(0)).ok());
    };
  };
  w->receive(0, of({F("a", 0)}));
  w->until(1000);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.front().to, 6);
  EXPECT_EQ(w->effects.back().to, 4);
}

TEST_F(resolved, a_step_back_that_marathon_has_lost_is_made_again) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->until(60);
  auto& web = w->marathon.apps["/web"];
  w->marathon.on_read = [this, &web, before = web] {
    w->marathon.on_read = [&web, before] { web = before; };
  };
  w->receive(60, of({R("a", 0, 50)}));
  EXPECT_EQ(web.instances, 6);
  w->until(1000);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 4);
}

TEST_F(resolved, it_waits_while_another_up_rule_fires) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->receive(50, of({F("f", 49, "Flood")}));
  w->receive(60, of({R("a", 0, 50)}));
  w->until(400);
  EXPECT_EQ(w->marathon.apps["/web"].instances, 10);
}

TEST_F(resolved, baseline_goes_to_that_count_or_to_the_minimum) {
  with("on_resolved: baseline, min_instances: 2");
  w->receive(0, of({F("a", 0)}));
  w->receive(60, of({R("a", 0, 50)}));
  w->until(1000);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {60, "/web", 2}}));
  with("on_resolved: none", 3);
  alert_message flood = F("f", 0, "Flood");
  w->receive(0, of({flood}));
  flood.firing = false;
  flood.ends_at = world::at(50);
  w->receive(60, of({flood}));
  w->until(1000);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 10}, {60, "/web", 3}}));
}

TEST_F(resolved, hold_forbids_scaling_down_for_a_while) {
  with("on_resolved: {hold: 10m}");
  w->receive(0, of({F("a", 0)}));
  w->receive(60, of({R("a", 0, 50)}));
  w->receive(70, of({F("c", 65, "Cold")}));
  EXPECT_EQ(last_reason(), "hold_alert");
  w->until(659);
  EXPECT_EQ(w->effects.size(), 1U);
  w->until(700);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 5);
}

TEST_F(resolved, an_alert_that_no_alertmanager_knows_any_more_is_resolved_after_three_polls) {
  with("on_resolved: step_back");
  w->receive(0, of({F("a", 0)}));
  w->poll(60, {"a"});
  w->poll(120, {});
  w->poll(180, {}, false);
  w->poll(240, {});
  EXPECT_EQ(w->effects.size(), 1U);
  w->poll(290, {});
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}, {290, "/web", 4}}));
}

}  // namespace
}  // namespace mesoscale::webhook
