// The real program gets another rule file while it runs: all or nothing, by a signal and over HTTP.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace mesoscale::webhook {
namespace {

std::string rules(int by) {
  return R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 300ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, max_instances: 10, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: )" +
         std::to_string(by) + "}}\n";
}

class reload : public testing::Test {
 protected:
  void SetUp() override {
    l.write_rules(rules(1));
    ASSERT_TRUE(l.start_and_wait()) << l.output();
  }
  bool page_has(const std::string& line) {
    return ask("GET", l.webhook_url() + "/metrics").body.find(line + "\n") != std::string::npos;
  }
  loop l{json::array(
      {json{{"id", "/demo/web"}, {"cmd", "sleep 100"}, {"cpus", 0.1}, {"mem", 16}, {"instances", 4}}})};
};

TEST_F(reload, new_rules_hold_for_the_next_alert) {
  l.write_rules(rules(3));
  ASSERT_EQ(ask("POST", l.webhook_url() + "/-/reload").status, 200);
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 7; })) << l.output();
}

TEST_F(reload, with_a_mistake_the_old_rules_stay_and_the_metric_says_so) {
  l.write_rules("version: 1\nmarathons: []\ngroups: [\n");
  const http_answer answer = ask("POST", l.webhook_url() + "/-/reload");
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("rules.yml:"), std::string::npos) << answer.body;
  EXPECT_TRUE(page_has("mesoscale_webhook_config_last_reload_successful 0"));
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 5; })) << l.output();
  l.write_rules(rules(1));
  ASSERT_EQ(ask("POST", l.webhook_url() + "/-/reload").status, 200);
  EXPECT_TRUE(page_has("mesoscale_webhook_config_last_reload_successful 1"));
}

TEST_F(reload, sighup_reloads_too) {
  l.write_rules("nonsense: 1\n");
  l.webhook().signal(SIGHUP);
  EXPECT_TRUE(comes_true([&] { return page_has("mesoscale_webhook_config_last_reload_successful 0"); }))
      << l.output();
  l.write_rules(rules(2));
  l.webhook().signal(SIGHUP);
  EXPECT_TRUE(comes_true([&] { return page_has("mesoscale_webhook_config_last_reload_successful 1"); }))
      << l.output();
}

TEST_F(reload, an_alert_that_fires_on_is_not_acted_on_again) {
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 5; })) << l.output();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(ask("POST", l.webhook_url() + "/-/reload").status, 200);
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(
      comes_true([&] { return page_has("mesoscale_webhook_alert_messages_total{change=\"refreshed\"} 1"); }));
  EXPECT_EQ(l.effective_puts().size(), 1U);
}

TEST_F(reload, a_file_of_a_login_that_cannot_be_opened_keeps_the_old_rules) {
  std::string text = rules(3);
  const std::string urls = "urls: [\"MARATHON\"]";
  text.replace(text.find(urls), urls.size(), urls + ", tls_config: {ca_file: mistyped.pem}");
  l.write_rules(text);
  const http_answer answer = ask("POST", l.webhook_url() + "/-/reload");
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("marathons[0].tls_config.ca_file: " + l.folder() + "/mistyped.pem"),
            std::string::npos)
      << answer.body;
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 5; })) << l.output();
}

/// The program with a web configuration file.
struct web_settings : testing::Test {
  loop l{json::array()};

  bool start(const std::string& web) {
    l.write_rules(rules(1));
    std::ofstream(l.folder() + "/web.yml") << web;
    webhook_options options;
    options.flags = {"--web.config.file=" + l.folder() + "/web.yml"};
    return l.start_and_wait(options);
  }
};

TEST_F(web_settings, with_a_mistake_end_the_program_before_its_state_is_opened) {
  ASSERT_FALSE(start("basic_auth_users: {a: no-hash-but-a-secret}\n"));
  EXPECT_EQ(l.webhook().wait(std::chrono::seconds(5)), std::optional<int>(1 << 8)) << "exit code 1";
  EXPECT_NE(l.output().find("web.yml:1:"), std::string::npos) << l.output();
  EXPECT_EQ(l.output().find("a-secret"), std::string::npos) << l.output();
  EXPECT_FALSE(std::filesystem::exists(l.folder() + "/state.db"));
}

TEST_F(web_settings, limit_the_rate_of_requests) {
  ASSERT_TRUE(start("rate_limit: {interval: 1h, burst: 3}\n")) << l.output();
  int answered = 0;
  while (answered < 4 && ask("GET", l.webhook_url() + "/-/healthy").status == 200) ++answered;
  EXPECT_LE(answered, 2) << "the question whether it is ready counts too";
  EXPECT_EQ(ask("GET", l.webhook_url() + "/-/healthy").status, 429);
}

}  // namespace
}  // namespace mesoscale::webhook
