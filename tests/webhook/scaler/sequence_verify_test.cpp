// Sequences about what becomes of an accepted change: reached, stuck, vanished, changed by somebody else.
#include "tests/webhook/scaler/verifying.hpp"

namespace mesoscale::webhook {
namespace {

TEST_F(verifying, an_intent_without_an_answer_names_its_rules_as_they_were) {
  with();
  w->marathon.faults = {fake_marathon::fault::lost_before};
  w->receive(0, of({F("a", 0)}));
  const auto intent = w->log().observe({"prod", "/web"}, w->rules(), world::at(0))->intent;
  ASSERT_TRUE(intent.has_value());
  EXPECT_EQ(intent->rule_hash, fingerprint_of(*w->rules().find_rule("hot")));
  EXPECT_FALSE(intent->force);
}

TEST_F(verifying, a_change_whose_instances_run_is_reached_and_the_decision_says_so) {
  with();
  w->receive(0, of({F("a", 0)}));
  w->until(10);
  EXPECT_EQ(newest().verify, "reached");
  EXPECT_EQ(newest().verified, world::at(0));
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::reached}));
}

TEST_F(verifying, it_is_watched_until_they_run_and_the_time_is_told) {
  with();
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  w->until(29);
  EXPECT_EQ(newest().verify, "watching");
  web().deployments.clear();
  web().running.reset();
  w->until(40);
  EXPECT_EQ(newest().verify, "reached");
  ASSERT_EQ(w->changes.size(), 2U);
  EXPECT_EQ(w->changes[0].since_noticed, milliseconds(0));
  EXPECT_EQ(w->changes[1].since_accepted, milliseconds(30'000));
}

TEST_F(verifying, instances_that_run_while_the_deployment_goes_on_are_not_reached_yet) {
  with();
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  web().running.reset();
  w->until(60);
  EXPECT_EQ(newest().verify, "watching");
}

TEST_F(verifying, no_repeat_before_the_last_change_is_reached) {
  with();
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  w->until(150);
  EXPECT_EQ(w->effects.size(), 1U);
  web().deployments.clear();
  web().running.reset();
  w->until(160);
  EXPECT_EQ(w->effects.size(), 2U);
}

TEST_F(verifying, after_verify_timeout_it_is_stuck_with_the_reasons_of_the_queue) {
  with();
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, "InsufficientCpus 12"}};
  w->receive(0, of({F("a", 0)}));
  w->until(299);
  EXPECT_EQ(newest().verify, "watching");
  w->until(310);
  const decision_record record = w->decisions().back();
  EXPECT_EQ(record.verify, "stuck");
  EXPECT_EQ(record.detail, "2 wait for offers: InsufficientCpus 12");
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::stuck}));
}

TEST_F(verifying, verify_timeout_is_the_groups) {
  with("  verify_timeout: 20s\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->until(26);
  EXPECT_EQ(newest().verify, "stuck");
}

TEST_F(verifying, what_is_stuck_can_still_be_reached) {
  with("  verify_timeout: 20s\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->until(50);
  web().deployments.clear();
  web().running.reset();
  w->until(90);
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::stuck, verdict::reached}));
}

TEST_F(verifying, watching_goes_on_after_a_restart_with_the_time_that_has_passed) {
  with();
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->until(200);
  w->restart();
  w->until(310);
  EXPECT_EQ(w->decisions().back().verify, "stuck");
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(verifying, on_stuck_rollback_goes_back_to_what_runs) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  web().running = 5;
  w->until(30);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 5);
  EXPECT_TRUE(w->marathon.forced.back());
  EXPECT_EQ(newest().reason, "stuck_rollback");
}

TEST_F(verifying, what_was_launched_and_loads_its_image_is_not_stuck_and_is_not_rolled_back) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n");
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  w->until(60);
  EXPECT_EQ(w->effects.size(), 1U);
  EXPECT_EQ(newest().verify, "watching");
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->until(90);
  EXPECT_EQ(w->effects.size(), 2U) << "now it waits for offers";
  EXPECT_EQ(newest().reason, "stuck_rollback");
}

TEST_F(verifying, a_rollback_that_marathon_rejects_is_not_sent_again) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->marathon.faults = {fault::rejected};
  w->until(250);
  EXPECT_EQ(w->marathon.puts_seen, 2);
}

TEST_F(verifying, a_rollback_that_is_forbidden_is_tried_again_after_five_minutes) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->marathon.faults = {fault::forbidden};
  w->until(319);
  EXPECT_EQ(w->marathon.puts_seen, 2);
  w->until(350);
  EXPECT_EQ(w->effects.at(1), (effect{320, "/web", 4}));
}

TEST_F(verifying, while_nobody_knows_what_became_of_a_rollback_nothing_else_is_decided) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n", "2s");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->until(10);
  w->marathon.faults = {fault::lost_before};
  w->receive(20, of({R("a", 0, 19), F("z", 19, "Cold")}));
  w->until(22);
  EXPECT_EQ(w->marathon.puts_seen, 2) << "the step down is due in the same second as the rollback";
}

TEST_F(verifying, a_step_ends_with_the_marathon_it_began_with) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->marathon.on_read = [this] { w->marathon.is_configured = false; };
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects.size(), 1U) << "taken out of the rule file while the app was read";
  w->marathon.is_configured = true;
  w->until(19);
  w->marathon.on_read = [this] { w->marathon.is_configured = false; };
  w->until(20);
  EXPECT_EQ(w->effects.size(), 2U) << "and while a rollback was prepared";
}

TEST_F(verifying, a_rollback_never_goes_below_the_minimum_nor_over_somebody_elses_deployment) {
  with("  verify_timeout: 20s\n  on_stuck: rollback\n");
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  web().running = 0;
  web().deployments.push_back("another");
  w->until(60);
  EXPECT_EQ(w->effects.size(), 1U);
  web().deployments.pop_back();
  w->until(95);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 2);
}

TEST_F(verifying, a_change_that_marathon_has_lost_is_made_again) {
  with();
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  web() = {4, 1, {}};
  w->until(4);
  EXPECT_EQ(w->effects.size(), 1U) << "within two seconds Marathon may not show it yet";
  w->until(10);
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::vanished, verdict::waiting}));
  EXPECT_EQ(web().instances, 6);
}

/// Two alerts, each an activation of its own; Marathon takes the change of the first one and does not show it.
class not_shown : public testing::Test {
 protected:
  not_shown() {
    w.marathon.apps["/web"].instances = 4;
    w.marathon.is_slow = true;
    w.receive(0, of({F("a", 0)}));
    w.marathon.apps["/web"] = {4, 1, {}};
    w.receive(1, of({F("b", 1)}));
  }
  world w{R"(version: 1
global: {settle: 0s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults: {marathon: prod, app: {label: marathon_app}, max_instances: 20, behavior: {scaleUp: {cooldown: 0s}}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, per: alert, repeat_every: 0}
)"};
};

TEST_F(not_shown, an_accepted_change_that_is_shown_late_is_the_base_of_the_next_step) {
  w.marathon.apps["/web"] = {6, 2, {}};
  w.until(60);
  ASSERT_EQ(w.effects.size(), 2U);
  EXPECT_EQ(w.effects[0], (effect{0, "/web", 6}));
  EXPECT_EQ(w.effects[1].to, 8);
}

TEST_F(not_shown, an_accepted_change_that_is_lost_is_made_with_the_next_step) {
  w.marathon.is_slow = false;
  w.until(60);
  ASSERT_EQ(w.effects.size(), 2U);
  EXPECT_EQ(w.effects[0], (effect{0, "/web", 6}));
  EXPECT_EQ(w.effects[1].to, 8);
  EXPECT_EQ(w.decisions().back().verify, "vanished");
}

TEST_F(verifying, a_change_that_somebody_else_has_overtaken_is_superseded) {
  with();
  w->marathon.is_slow = true;
  w->receive(0, of({F("a", 0)}));
  web() = {9, 5, {}};
  w->until(10);
  EXPECT_EQ(found(), (verdicts{verdict::waiting, verdict::superseded}));
  EXPECT_EQ(w->effects.size(), 1U);
}

}  // namespace
}  // namespace mesoscale::webhook
