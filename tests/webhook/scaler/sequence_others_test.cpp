// Sequences about what stands in the way of a change: room in the cluster, deployments and changes of others.
#include "tests/webhook/scaler/verifying.hpp"

namespace mesoscale::webhook {
namespace {

TEST_F(verifying, a_scale_up_that_waits_for_offers_is_not_raised_further) {
  with();
  w->marathon.is_slow = true;
  w->marathon.queue = {{"/web", 2, true, 0, ""}};
  w->receive(0, of({F("a", 0)}));
  w->receive(110, of({R("a", 0, 105)}));
  w->receive(120, of({F("b", 118)}));
  EXPECT_EQ(newest().reason, "no_capacity");
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(verifying, an_app_whose_tasks_fail_is_not_raised) {
  with();
  w->marathon.queue = {{"/web", 1, false, 60, ""}};
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(newest().reason, "launch_backoff");
  w->marathon.queue.clear();
  w->until(31);
  EXPECT_EQ(w->effects.size(), 1U);
}

TEST_F(verifying, not_more_is_asked_for_than_the_agents_have_room_for) {
  with();
  w->fits = 1;
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 5}}));
  EXPECT_EQ(newest().reason, "no_capacity");
}

TEST_F(verifying, a_scale_down_asks_for_no_room) {
  with();
  w->fits = 0;
  w->receive(0, of({F("c", 0, "Cold")}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 3}}));
}

TEST_F(verifying, a_deployment_that_only_scales_but_is_not_ours_is_waited_for_and_then_a_change_by_hand) {
  with("  manual_hold: 50s\n");
  w->receive(0, of({F("c", 0, "Cold")}));
  web().deployments = {"theirs"};
  web().instances = 8;
  web().version = 7;
  web().last_scaling = world::at(5);
  w->marathon.scalings = {"theirs"};
  w->receive(10, of({F("a", 8)}));
  EXPECT_EQ(newest().reason, "manual_hold");
  w->until(56);
  EXPECT_EQ(newest().reason, "deploying");
  EXPECT_EQ(newest().detail, "other_scale theirs");
  web().deployments.clear();
  w->until(80);
  EXPECT_EQ(web().instances, 10);
}

TEST_F(verifying, a_scaling_of_somebody_else_that_locked_us_out_is_a_change_by_hand) {
  with("  manual_hold: 50s\n");
  web().last_config = world::at(-1000);
  w->marathon.faults = {fault::locked};
  w->receive(0, of({F("a", 0)}));
  web().instances = 8;
  web().version = 7;
  web().last_scaling = world::at(0);
  w->until(30);
  EXPECT_EQ(newest().reason, "manual_hold");
  w->until(50);
  EXPECT_EQ(web().instances, 10);
}

TEST_F(verifying, a_deployment_of_a_configuration_is_never_forced_and_its_count_is_the_new_base) {
  with();
  web().deployments = {"theirs"};
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(newest().detail, "config theirs");
  web() = {7, 5, {}};
  web().last_config = world::at(0);
  w->until(20);
  ASSERT_EQ(w->effects.size(), 1U);
  EXPECT_EQ(w->effects.back().to, 9);
  EXPECT_FALSE(w->marathon.forced.back());
}

TEST_F(verifying, on_deployment_skip_drops_the_step) {
  with("  on_deployment: skip\n");
  web().deployments = {"theirs"};
  w->receive(0, of({F("a", 0)}));
  web().deployments.clear();
  w->until(90);
  EXPECT_TRUE(w->effects.empty());
}

TEST_F(verifying, a_new_configuration_with_another_count_is_held_adopted_or_undone) {
  for (const auto& [policy, expected] :
       {std::pair<std::string, std::int64_t>("hold", 4), {"adopt", 6}, {"restore", 6}}) {
    with("  on_external_change: " + policy + "\n");
    w->receive(0, of({F("a", 0)}));
    EXPECT_EQ(web().instances, 6);
    web() = {4, 9, {}};
    web().last_config = world::at(20);
    w->until(policy == "adopt" ? 131 : 60);
    EXPECT_EQ(web().instances, expected) << policy;
  }
}

TEST_F(verifying, a_change_by_hand_counts_for_the_rate) {
  w = std::make_unique<world>(R"(version: 1
global: {settle: 0s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  manual_hold: 0s
  defaults: {marathon: prod, app: {label: marathon_app}, max_instances: 20}
  rules:
  - rule: flood
    matchers: ['alertname="Hot"']
    scale: {to: 15}
    behavior: {scaleUp: {cooldown: 0s, policies: [{type: Instances, value: 3, periodSeconds: 600}]}}
)");
  web().instances = 4;
  w->receive(0, of({F("a", 0)}));
  EXPECT_EQ(w->effects, (effects{{0, "/web", 7}}));
  web() = {6, 9, {}};
  web().last_scaling = world::at(20);
  w->until(40);
  ASSERT_EQ(w->effects.size(), 2U);
  EXPECT_EQ(w->effects.back().to, 7) << "3 up and 1 down since the period's start: from 4 there to at most 7";
}

TEST_F(verifying, up_and_down_at_once_are_told_as_a_conflict) {
  with();
  w->receive(0, of({F("a", 0), F("c", 0, "Cold")}));
  EXPECT_EQ(w->conflicts, 1);
  EXPECT_EQ(w->effects, (effects{{0, "/web", 6}}));
}

TEST_F(verifying, values_are_not_trusted_while_a_new_configuration_comes_up) {
  w = std::make_unique<world>(R"(version: 1
global: {settle: 0s, after_deploy_grace: 60s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults: {marathon: prod, app: {label: marathon_app}, max_instances: 20}
  rules:
  - {rule: queue, matchers: ['alertname="Hot"'], scale: {average_value: 10, value_from: {annotation: value}}}
)");
  web().instances = 4;
  web().last_config = world::at(-30);
  alert_message hot = F("a", 0);
  hot.annotations = {{"value", "80"}};
  w->receive(0, of({hot}));
  EXPECT_TRUE(w->effects.empty());
  w->until(60);
  EXPECT_EQ(web().instances, 8);
}

}  // namespace
}  // namespace mesoscale::webhook
