// Situations of alerts and apps, in the real program against the simulated Marathon: copies, repeats, truncation, two signals, apps that are absent.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

std::string rules_with(const std::string& more = "") {
  return R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 20ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 10, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)" + more;
}

class situations : public testing::Test {
 protected:
  void start(const std::string& more = "") {
    l.write_rules(rules_with(more));
    ASSERT_TRUE(l.start_and_wait()) << l.output();
  }
  bool reaches(const std::string& app, std::int64_t count) {
    return comes_true([&] { return l.instances(app) == count; });
  }
  loop l{json::array({small_app("/demo/web", 4), small_app("/demo/other", 4), small_app("/demo/zero", 0)})};
};

TEST_F(situations, repeats_and_copies_of_a_peer_give_no_step) {
  start();
  json hot = firing("Hot", "/demo/web", "a");
  l.notify(notification_of({hot}));
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
  ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
  l.notify(notification_of({hot}));
  json copy = json::parse(notification_of({hot}));
  copy["externalURL"] = "http://other-alertmanager:9093";
  copy["alerts"][0]["startsAt"] = "2026-11-22T06:43:47.000Z";
  l.notify(copy.dump());
  ASSERT_TRUE(comes_true([&] {
    return l.page_has(R"(mesoscale_webhook_alert_messages_total{change="refreshed"} 2)");
  })) << l.output();
  EXPECT_TRUE(l.page_has("mesoscale_webhook_alerts_duplicate_total 2")) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/other", "b")}));
  ASSERT_TRUE(reaches("/demo/other", 6)) << l.output();
  EXPECT_EQ(l.effective_puts_to("/demo/web").size(), 1U);
  const json alerts = ask("GET", l.webhook_url() + "/api/v1/alerts").parsed().at("data").at("alerts");
  EXPECT_NE(alerts.dump().find("2026-11-22T06:43:47"), std::string::npos) << alerts;
}

TEST_F(situations, an_alert_that_fires_on_gives_a_step_each_repeat_from_the_new_base_up_to_the_maximum) {
  start(
      "  - {rule: again, matchers: ['alertname=\"Again\"'], scale: {direction: up, by: 2}, repeat_every: "
      "200ms, unconfirmed_repeats: 10}\n");
  l.notify(notification_of({firing("Again", "/demo/web", "a")}));
  ASSERT_TRUE(l.comes("/demo/web", "reason", "at_max")) << l.output();
  const auto puts = l.effective_puts();
  ASSERT_EQ(puts.size(), 3U);
  for (std::size_t i = 0; i < puts.size(); ++i) EXPECT_EQ(puts[i].at("to"), 6 + 2 * static_cast<int>(i));
  const auto decisions = l.decisions_about("/demo/web");
  for (std::size_t k = 0; k < 3; ++k)
    EXPECT_EQ(decisions.at(k).at("causes"), json({"main:/demo/web:again:1:" + std::to_string(k)}));
}

TEST_F(situations, an_alert_whose_end_was_lost_stops_after_the_unconfirmed_repeats) {
  start(
      "  - {rule: again, matchers: ['alertname=\"Again\"'], scale: {direction: up, by: 1}, repeat_every: "
      "100ms, unconfirmed_repeats: 2}\n");
  l.notify(notification_of({firing("Again", "/demo/web", "a")}));
  ASSERT_TRUE(l.comes("/demo/web", "reason", "unconfirmed")) << l.output();
  EXPECT_LT(l.instances("/demo/web"), 10);
  const auto before = l.instances("/demo/web");
  l.notify(notification_of({firing("Again", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") > before; })) << l.output();
}

TEST_F(situations, a_truncated_notification_blocks_scaling_down_until_a_complete_one_comes) {
  start();
  json cut = json::parse(notification_of({firing("Cold", "/demo/web", "a")}));
  cut["truncatedAlerts"] = 5;
  ASSERT_EQ(l.notify(cut.dump()).status, 200);
  ASSERT_TRUE(l.comes("/demo/web", "reason", "truncated")) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 4);
  EXPECT_TRUE(l.page_has("mesoscale_webhook_alerts_truncated_total 5")) << l.output();
  cut["truncatedAlerts"] = 0;
  l.notify(cut.dump());
  ASSERT_TRUE(reaches("/demo/web", 3)) << l.output();
}

TEST_F(situations, up_beats_down_and_the_step_down_stays_pending) {
  start();
  const json hot = firing("Hot", "/demo/web", "a"), cold = firing("Cold", "/demo/web", "b");
  l.notify(notification_of({hot, cold}));
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
  EXPECT_TRUE(comes_true([&] {
    return l.page_has(R"(mesoscale_webhook_conflicting_signals_total{app="/demo/web",marathon="main"} 1)");
  })) << ask("GET", l.webhook_url() + "/metrics").body;
  l.notify(notification_of({resolved(hot), cold}));
  ASSERT_TRUE(reaches("/demo/web", 5)) << l.output();
  EXPECT_EQ(l.effective_puts().size(), 2U);
}

TEST_F(situations, of_two_apps_of_one_alert_the_one_that_fails_does_not_touch_the_other) {
  start();
  l.set_fault({{"path", "/v2/apps/demo/web"}, {"kind", "status"}, {"status", 500}});
  l.notify(notification_of({firing("Hot", "/demo/web", "a"), firing("Hot", "/demo/other", "b")}));
  ASSERT_TRUE(reaches("/demo/other", 6)) << l.output();
  ASSERT_TRUE(l.comes("/demo/other", "verify", "reached")) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 4);
  l.clear_faults();
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
  EXPECT_EQ(l.effective_puts().size(), 2U);
}

TEST_F(situations, a_suspended_app_is_left_alone_unless_the_rule_may_activate_it) {
  start(
      "  - {rule: wake, matchers: ['alertname=\"Wake\"'], scale: {direction: up, by: 2}, activation: "
      "true}\n");
  l.notify(notification_of({firing("Hot", "/demo/zero", "a")}));
  ASSERT_TRUE(l.comes("/demo/zero", "reason", "suspended")) << l.output();
  EXPECT_TRUE(l.put_requests().empty());
  l.notify(notification_of({firing("Wake", "/demo/zero", "b")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/zero") > 0; })) << l.output();
}

TEST_F(situations, zero_is_an_ordinary_count_where_the_minimum_is_zero) {
  l.write_rules(R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 20ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  rules:
  - {rule: zero, marathon: main, app: {label: marathon_app}, max_instances: 10, min_instances: 0, matchers: ['alertname="Zero"'], scale: {direction: up, by: 2}}
)");
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Zero", "/demo/zero", "a")}));
  ASSERT_TRUE(reaches("/demo/zero", 2)) << l.output();
}

TEST_F(situations, an_app_that_is_created_while_its_alert_is_open_is_scaled_then) {
  start();
  l.notify(notification_of({firing("Hot", "/demo/late", "a")}));
  ASSERT_TRUE(l.comes("/demo/late", "reason", "no_such_app")) << l.output();
  ASSERT_EQ(ask("POST", l.marathon_url() + "/v2/apps", small_app("/demo/late", 1).dump()).status, 201);
  ASSERT_TRUE(reaches("/demo/late", 3)) << l.output();
}

TEST_F(situations, an_app_id_that_is_not_safe_is_counted_and_never_sent) {
  start();
  std::vector<json> alerts;
  for (const char* id : {"/demo/../web", "/demo//web", "/demo/web/restart", "/demo/web/tasks",
                         "/demo/web/versions", "/demo/*", "/Demo/Web"})
    alerts.push_back(firing("Hot", id, "x" + std::to_string(alerts.size())));
  alerts.push_back(firing("Hot", "/demo/other", "good"));
  EXPECT_EQ(l.notify(notification_of(alerts)).status, 200);
  ASSERT_TRUE(reaches("/demo/other", 6)) << l.output();
  EXPECT_EQ(l.put_requests().size(), 1U);
  EXPECT_EQ(l.decisions().size(), l.decisions_about("/demo/other").size());
  EXPECT_TRUE(l.page_has(R"(mesoscale_webhook_matches_rejected_total{reason="unsafe_app"} 7)"))
      << ask("GET", l.webhook_url() + "/metrics").body;
}

}  // namespace
}  // namespace mesoscale::webhook
