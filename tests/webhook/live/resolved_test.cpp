// What the end of an alert does, in the real program against the simulated Marathon: each of on_resolved, and an alert that comes again.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults:
    marathon: main
    app: {label: marathon_app}
    min_instances: 1
    max_instances: 10
    repeat_every: 0
    behavior: {scaleUp: {cooldown: 0s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}
  rules:
  - {rule: none, matchers: ['alertname="None"'], scale: {direction: up, by: 3}}
  - {rule: back, matchers: ['alertname="Back"'], scale: {direction: up, by: 3}, on_resolved: step_back}
  - {rule: baseline, matchers: ['alertname="Baseline"'], scale: {to: 8}, on_resolved: baseline}
  - {rule: given, matchers: ['alertname="Given"'], scale: {to: 8}, on_resolved: {baseline: 2}}
  - {rule: hold, matchers: ['alertname="Hold"'], scale: {direction: up, by: 3}, on_resolved: {hold: 1s}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)";

class live_resolved : public testing::Test {
 protected:
  void SetUp() override {
    l.write_rules(rules);
    ASSERT_TRUE(l.start_and_wait()) << l.output();
  }
  bool reaches(const std::string& app, std::int64_t count) {
    return comes_true([&] { return l.instances(app) == count; });
  }
  /// Fires, waits until the count is reached, and ends the alert.
  void fire_and_resolve(const std::string& name, std::int64_t count) {
    l.notify(notification_of({firing(name, "/demo/web", "a")}));
    ASSERT_TRUE(reaches("/demo/web", count)) << l.output();
    ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
    ASSERT_EQ(l.notify(notification_of({resolved(firing(name, "/demo/web", "a"))})).status, 200);
  }
  loop l{json::array({small_app("/demo/web", 4), small_app("/demo/marker", 4)})};
};

TEST_F(live_resolved, by_itself_changes_nothing) {
  fire_and_resolve("None", 7);
  l.notify(notification_of({firing("None", "/demo/marker", "b")}));
  ASSERT_TRUE(reaches("/demo/marker", 7)) << l.output();
  EXPECT_EQ(l.effective_puts_to("/demo/web").size(), 1U);
  EXPECT_EQ(l.instances("/demo/web"), 7);
}

TEST_F(live_resolved, steps_back_what_the_activation_has_added) {
  fire_and_resolve("Back", 7);
  ASSERT_TRUE(reaches("/demo/web", 4)) << l.output();
  EXPECT_EQ(l.effective_puts_to("/demo/web").size(), 2U);
}

TEST_F(live_resolved, goes_to_the_minimum_as_baseline) {
  fire_and_resolve("Baseline", 8);
  ASSERT_TRUE(reaches("/demo/web", 1)) << l.output();
  EXPECT_EQ(l.effective_puts_to("/demo/web").size(), 2U);
}

TEST_F(live_resolved, goes_to_a_given_baseline) {
  fire_and_resolve("Given", 8);
  ASSERT_TRUE(reaches("/demo/web", 2)) << l.output();
  EXPECT_EQ(l.effective_puts_to("/demo/web").size(), 2U);
}

TEST_F(live_resolved, holds_against_scaling_down_for_a_while) {
  fire_and_resolve("Hold", 7);
  l.notify(notification_of({firing("Cold", "/demo/web", "b")}));
  ASSERT_TRUE(l.comes("/demo/web", "reason", "hold_alert")) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 7);
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
}

TEST_F(live_resolved, and_fired_again_is_a_new_activation_with_its_own_step) {
  fire_and_resolve("None", 7);
  json again = firing("None", "/demo/web", "a");
  again["startsAt"] = "2026-11-22T06:51:00.000Z";
  l.notify(notification_of({again}));
  ASSERT_TRUE(reaches("/demo/web", 10)) << l.output();
  EXPECT_EQ(l.effective_puts_to("/demo/web").size(), 2U);
}

TEST_F(live_resolved, of_what_was_never_seen_firing_does_nothing) {
  l.notify(notification_of({resolved(firing("Back", "/demo/web", "a"))}));
  l.notify(notification_of({firing("None", "/demo/marker", "b")}));
  ASSERT_TRUE(reaches("/demo/marker", 7)) << l.output();
  EXPECT_TRUE(l.decisions_about("/demo/web").empty());
  EXPECT_EQ(l.instances("/demo/web"), 4);
}

TEST_F(live_resolved, while_the_app_is_read_leaves_no_step) {
  l.set_fault({{"path", "/v2/apps/demo/web"},
               {"method", "GET"},
               {"kind", "delay"},
               {"delay_ms", 700},
               {"remaining", 1}});
  l.notify(notification_of({firing("Back", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.faults_left() == 0; })) << l.output();
  l.notify(notification_of({resolved(firing("Back", "/demo/web", "a"))}));
  l.clear_faults();
  l.notify(notification_of({firing("None", "/demo/web", "b")}));
  ASSERT_TRUE(reaches("/demo/web", 7)) << l.output();
  ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
  EXPECT_EQ(l.put_requests().size(), 1U);
  for (const json& d : l.decisions_about("/demo/web")) {
    if (d.at("action") == "scale") {
      EXPECT_EQ(d.at("rule"), "none") << d;
    }
  }
}

TEST_F(live_resolved, before_the_answer_to_a_put_is_lost_undoes_what_it_has_done) {
  l.set_fault({{"path", "/v2/apps/demo/web"},
               {"method", "PUT"},
               {"kind", "status"},
               {"status", 500},
               {"processed", true},
               {"delay_ms", 700},
               {"remaining", 1}});
  l.notify(notification_of({firing("Back", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.faults_left() == 0; })) << l.output();
  l.notify(notification_of({resolved(firing("Back", "/demo/web", "a"))}));
  ASSERT_TRUE(comes_true([&] { return l.effective_puts().size() == 2; })) << l.output();
  EXPECT_EQ(l.effective_puts().at(0).at("to"), 7);
  EXPECT_EQ(l.effective_puts().at(1).at("to"), 4);
}

}  // namespace
}  // namespace mesoscale::webhook
