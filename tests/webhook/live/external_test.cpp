// Changes that others make while the real program scales, each of on_external_change, and rules that go or change under an alert.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

/// A group for each word of on_external_change, in which the same alerts speak for other apps.
std::string rules() {
  std::string text = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms, after_deploy_grace: 0s}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
)";
  for (const std::string word : {"adopt", "hold", "restore"}) {
    text += "- name: " + word + "\n  on_external_change: " + word +
            "\n  defaults: {marathon: main, app: /demo/" + word +
            R"(, min_instances: 1, max_instances: 10, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}}}
  rules:
)";
    text += "  - {rule: " + word + "_hot, matchers: ['alertname=\"Hot\"', 'marathon_app=\"/demo/" + word +
            "\"'], scale: {direction: up, by: 2}}\n";
    text += "  - {rule: " + word + "_more, matchers: ['alertname=\"More\"', 'marathon_app=\"/demo/" + word +
            "\"'], scale: {direction: up, by: 1}}\n";
  }
  return text;
}

class config_deployment : public testing::Test {
 protected:
  /// Scales it from 4 to 6, lets a deployment set it to 2 with another command, and fires another alert.
  void deploy_over(const std::string& app) {
    l.write_rules(rules());
    ASSERT_TRUE(l.start_and_wait()) << l.output();
    l.notify(notification_of({firing("Hot", app, "a")}));
    ASSERT_TRUE(l.comes(app, "verify", "reached")) << l.output();
    ASSERT_EQ(l.instances(app), 6);
    ASSERT_EQ(l.put_app(app, {{"cmd", "sleep 200"}, {"instances", 2}}).status, 200);
    l.notify(notification_of({firing("Hot", app, "a"), firing("More", app, "b")}));
  }
  bool reaches(const std::string& app, std::int64_t count) {
    return comes_true([&] { return l.instances(app) == count; });
  }
  loop l{
      json::array({small_app("/demo/adopt", 4), small_app("/demo/hold", 4), small_app("/demo/restore", 4)})};
};

TEST_F(config_deployment, that_resets_the_count_is_the_new_base_with_adopt) {
  deploy_over("/demo/adopt");
  ASSERT_TRUE(reaches("/demo/adopt", 3)) << l.output();
  EXPECT_EQ(l.count_decisions("/demo/adopt", "reason", "manual_hold"), 0U);
}

TEST_F(config_deployment, that_resets_the_count_is_left_alone_with_hold) {
  deploy_over("/demo/hold");
  ASSERT_TRUE(l.comes("/demo/hold", "reason", "manual_hold")) << l.output();
  EXPECT_EQ(l.instances("/demo/hold"), 2);
}

TEST_F(config_deployment, that_resets_the_count_is_undone_with_restore_while_the_rule_is_active) {
  deploy_over("/demo/restore");
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/restore") >= 6; })) << l.output();
}

TEST(live_external_hold, a_change_by_hand_is_the_new_base_when_its_hold_is_over) {
  loop l(json::array({small_app("/demo/web", 4)}));
  l.write_rules(R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  manual_hold: 700ms
  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 20, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: more, matchers: ['alertname="More"'], scale: {direction: up, by: 1}}
)");
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
  ASSERT_EQ(l.put_app("/demo/web", {{"instances", 9}}).status, 200);
  l.notify(notification_of({firing("More", "/demo/web", "b")}));
  ASSERT_TRUE(l.comes("/demo/web", "reason", "manual_hold")) << l.output();
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 10; })) << l.output();
}

std::string rules_with(const std::string& hot) {
  return R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 20, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}}
  rules:
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)" + hot;
}

const std::string hot_by_2 =
    "  - {rule: hot, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 2}, on_resolved: "
    "step_back}\n";

class live_rules : public testing::Test {
 protected:
  void SetUp() override {
    l.write_rules(rules_with(hot_by_2));
    ASSERT_TRUE(l.start_and_wait()) << l.output();
    l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
    ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
  }
  void reload(const std::string& hot) {
    l.write_rules(rules_with(hot));
    ASSERT_EQ(ask("POST", l.webhook_url() + "/-/reload").status, 200);
  }
  loop l{json::array({small_app("/demo/web", 4)})};
};

TEST_F(live_rules, that_are_removed_end_without_stepping_back) {
  reload("");
  l.notify(notification_of({resolved(firing("Hot", "/demo/web", "a"))}));
  l.notify(notification_of({firing("Cold", "/demo/web", "b")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") != 6; })) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 5);
  EXPECT_EQ(l.effective_puts().size(), 2U);
}

TEST_F(live_rules, that_change_begin_anew_under_their_alert) {
  reload(
      "  - {rule: hot, matchers: ['alertname=\"Hot\"'], scale: {direction: up, by: 3}, on_resolved: "
      "step_back}\n");
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 9; })) << l.output();
  ASSERT_TRUE(comes_true([&] { return l.decisions().back().at("outcome") == "accepted"; }));
  EXPECT_EQ(l.decisions().back().at("causes"), json({"main:/demo/web:hot:2:0"}));
}

TEST_F(live_rules, that_stay_as_they_were_keep_their_activation) {
  reload(hot_by_2);
  l.notify(notification_of({resolved(firing("Hot", "/demo/web", "a"))}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 4; })) << l.output();
  EXPECT_EQ(l.effective_puts().size(), 2U);
}

}  // namespace
}  // namespace mesoscale::webhook
