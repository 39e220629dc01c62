#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <thread>

namespace mesoscale::webhook {
namespace {

json app(const std::string& id, int instances) {
  return {{"id", id}, {"cmd", "sleep 100"}, {"cpus", 0.1}, {"mem", 16}, {"instances", instances}};
}

constexpr const char* quick_rules = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 500ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 10, repeat_every: 0}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}, behavior: {scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}}
)";

class live : public testing::Test {
 protected:
  live() : l(json::array({app("/demo/web", 4), app("/demo/other", 1)})) { l.write_rules(quick_rules); }
  bool has_decision(const std::string& action, const std::string& reason) {
    const auto all = l.decisions();
    return std::any_of(all.begin(), all.end(),
                       [&](const json& d) { return d.at("action") == action && d.at("reason") == reason; });
  }
  loop l;
};

TEST_F(live, a_firing_alert_scales_the_app_and_the_decision_names_its_cause) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  EXPECT_EQ(l.notify(notification_of({firing("Hot", "/demo/web", "a")})).status, 200);
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  ASSERT_TRUE(comes_true(
      [&] { return has_decision("scale", "scale_up") && l.decisions()[0].at("outcome") == "accepted"; }));
  const json decision = l.decisions().at(0);
  EXPECT_EQ(decision.at("causes"), json({"main:/demo/web:hot:1:0"}));
  EXPECT_EQ(decision.at("from"), 4);
  EXPECT_EQ(decision.at("to"), 6);
  const json put = l.effective_puts().at(0);
  EXPECT_EQ(put.at("body"), json({{"instances", 6}}));
  EXPECT_EQ(put.at("deployment_id"), decision.at("deployment_id"));
}

TEST_F(live, a_locked_app_is_deferred_and_scaled_when_the_deployment_ends) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  ASSERT_EQ(ask("POST", l.control_url() + "/control/lock", R"({"app":"/demo/web","seconds":1})").status, 200);
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return has_decision("defer", "deploying"); })) << l.output();
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  EXPECT_EQ(l.effective_puts().size(), 1u);
}

TEST(live_capacity, an_own_scale_up_that_gets_no_offers_is_cancelled_when_the_need_is_gone) {
  // Two of these fill the agent, so that a scaling to four never ends and locks the app.
  json large = app("/demo/large", 2);
  large["mem"] = 40'000'000;
  loop l(json::array({large}));
  l.write_rules(quick_rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  json hot = firing("Hot", "/demo/large", "a");
  l.notify(notification_of({hot}));
  ASSERT_TRUE(comes_true([&] { return l.effective_puts().size() == 1; })) << l.output();
  hot["status"] = "resolved";
  hot["endsAt"] = "2099-01-01T00:00:00Z";
  l.notify(notification_of({hot, firing("Cold", "/demo/large", "b")}));
  ASSERT_TRUE(comes_true([&] { return l.effective_puts().size() == 2; })) << l.output();
  EXPECT_EQ(l.effective_puts().at(0).at("force"), false);
  EXPECT_EQ(l.effective_puts().at(1).at("force"), true);
  EXPECT_EQ(l.effective_puts().at(1).at("to"), 3);
}

TEST_F(live, while_marathon_is_down_notifications_are_taken_and_acted_on_later) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  ASSERT_EQ(
      ask("PUT", l.control_url() + "/control/faults", R"({"target":"marathon","kind":"refuse"})").status,
      200);
  EXPECT_EQ(l.notify(notification_of({firing("Hot", "/demo/web", "a")})).status, 200);
  ASSERT_TRUE(comes_true([&] { return has_decision("retry", "marathon_unavailable"); })) << l.output();
  ask("DELETE", l.control_url() + "/control/faults");
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  EXPECT_EQ(l.effective_puts().size(), 1u);
}

TEST_F(live, answers_of_marathon_that_are_no_app_never_change_a_count) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  for (const char* kind : {"status", "html", "truncated", "empty_object", "null", "wrong_types", "reset"}) {
    const json fault = {
        {"target", "marathon"}, {"path", "/v2/apps"}, {"kind", kind}, {"status", 503}, {"remaining", 2}};
    ASSERT_EQ(ask("PUT", l.control_url() + "/control/faults", fault.dump()).status, 200) << kind;
  }
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return has_decision("retry", "marathon_unavailable"); })) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 4);
  ask("DELETE", l.control_url() + "/control/faults");
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  EXPECT_EQ(l.effective_puts().size(), 1u);
}

TEST_F(live, of_two_apps_the_one_that_is_there_is_scaled) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  const auto answer =
      l.notify(notification_of({firing("Hot", "/demo/gone", "a"), firing("Hot", "/demo/other", "b")}));
  EXPECT_EQ(answer.status, 200);
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/other") == 3; })) << l.output();
  ASSERT_TRUE(comes_true([&] { return has_decision("none", "no_such_app"); })) << l.output();
}

TEST_F(live, what_is_no_notification_is_refused_and_counted) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  EXPECT_EQ(l.notify("not json").status, 400);
  EXPECT_EQ(l.notify("{}").status, 400);
  EXPECT_EQ(l.notify(std::string(17u << 20, ' ')).status, 413);
  EXPECT_EQ(ask("GET", l.webhook_url() + "/webhook").status, 405);
  const std::string page = ask("GET", l.webhook_url() + "/metrics").body;
  EXPECT_NE(page.find("mesoscale_webhook_notifications_total{outcome=\"not_json\"} 1\n"), std::string::npos)
      << page;
  EXPECT_NE(page.find("mesoscale_webhook_notifications_total{outcome=\"not_a_notification\"} 1\n"),
            std::string::npos);
}

TEST_F(live, what_cannot_be_stored_is_answered_with_503_and_acted_on_when_it_comes_again) {
  webhook_options small_disk;
  small_disk.file_size_limit = 300'000;
  ASSERT_TRUE(l.start_and_wait(small_disk)) << l.output();
  http_answer answer;
  for (int i = 0; i < 50 && answer.status != 503; ++i) {
    json other = firing("Other", "/demo/web", "x" + std::to_string(i));
    other["annotations"]["summary"] = std::string(20'000, 'x');
    answer = l.notify(notification_of({other}));
  }
  ASSERT_EQ(answer.status, 503);
  json hot = firing("Hot", "/demo/web", "a");
  hot["annotations"]["summary"] = std::string(100'000, 'x');
  EXPECT_EQ(l.notify(notification_of({hot})).status, 503);
  const rlimit no_limit{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(l.webhook().id(), RLIMIT_FSIZE, &no_limit, nullptr), 0);
  EXPECT_EQ(l.instances("/demo/web"), 4);
  EXPECT_EQ(l.notify(notification_of({hot})).status, 200);
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
}

TEST_F(live, a_second_program_on_the_same_store_does_not_start) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  launch second;
  second.words = {std::string(BINARY_DIR) + "/webhook/mesoscale-webhook", "serve",
                  "--config.file=" + l.folder() + "/rules.yml",
                  "--storage=sqlite:" + l.folder() + "/state.db", "--web.listen-address=127.0.0.1:0"};
  second.output_file = l.folder() + "/second.log";
  child_process other(second);
  const auto ended = other.wait(std::chrono::seconds(10));
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(WEXITSTATUS(*ended), 1);
}

TEST_F(live, without_users_nobody_may_set_a_pause) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  EXPECT_EQ(ask("POST", l.webhook_url() + "/api/v1/pauses", R"({"for":"1h"})").status, 403);
  EXPECT_EQ(ask("DELETE", l.webhook_url() + "/api/v1/pauses/1").status, 403);
  EXPECT_EQ(ask("GET", l.webhook_url() + "/api/v1/pauses").body,
            R"({"status":"success","data":{"pauses":[]}})");
  EXPECT_EQ(ask("GET", l.webhook_url() + "/api/v1/rules").parsed().at("data").at("rules").size(), 2U);
}

TEST_F(live, sigterm_ends_it_with_0) {
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.webhook().signal(SIGTERM);
  const auto ended = l.webhook().wait(std::chrono::seconds(10));
  ASSERT_TRUE(ended.has_value());
  EXPECT_TRUE(WIFEXITED(*ended));
  EXPECT_EQ(WEXITSTATUS(*ended), 0);
}

TEST_F(live, a_rule_file_with_a_mistake_ends_it_with_1_and_one_line) {
  l.write_rules("version: 1\nmarathons: []\ngroups: []\nrules: []\n");
  l.start_webhook();
  const auto ended = l.webhook().wait(std::chrono::seconds(10));
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(WEXITSTATUS(*ended), 1);
  EXPECT_EQ(l.output(),
            l.folder() +
                "/rules.yml:4:1: found the unknown key \"rules\", expected one of alertmanagers, global, "
                "groups, marathons, mesos, prometheus, version\n");
}

TEST_F(live, dry_run_records_and_never_puts) {
  std::string text = quick_rules;
  text.replace(text.find("settle:"), 7, "dry_run: true, settle:");
  l.write_rules(text);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return has_decision("dry_run", "scale_up"); })) << l.output();
  EXPECT_TRUE(l.effective_puts().empty());
  EXPECT_EQ(l.instances("/demo/web"), 4);
}

}  // namespace
}  // namespace mesoscale::webhook
