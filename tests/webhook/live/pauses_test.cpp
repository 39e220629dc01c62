// The real program is paused and let go over HTTP by somebody who has logged in.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, max_instances: 10, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
)";

// The password is U*U, a test vector of bcrypt.
constexpr const char* users =
    "basic_auth_users:\n  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n";
constexpr const char* alice = "Basic YWxpY2U6VSpV";

class pauses : public testing::Test {
 protected:
  void SetUp() override {
    l.write_rules(rules);
    std::ofstream(l.folder() + "/web.yml") << users;
    l.log_in(alice);
    start();
  }
  void start() {
    webhook_options options;
    options.flags = {"--web.config.file=" + l.folder() + "/web.yml"};
    ASSERT_TRUE(l.start_and_wait(options)) << l.output();
  }
  void restart() {
    l.webhook().signal(SIGKILL);
    ASSERT_TRUE(l.webhook().wait(std::chrono::seconds(10)).has_value());
    start();
  }
  /// Sets it and gives its number.
  std::string add(const json& what) {
    const http_answer answer = l.request("POST", "/api/v1/pauses", what.dump());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? answer.parsed().at("data").at("id").dump() : "";
  }
  json list() { return l.request("GET", "/api/v1/pauses").parsed().at("data").at("pauses"); }
  void fire(const std::string& app, const std::string& fingerprint) {
    ASSERT_EQ(l.notify(notification_of({firing("Hot", app, fingerprint)})).status, 200);
  }
  bool reaches(const std::string& app, std::int64_t count) {
    return comes_true([&] { return l.instances(app) == count; });
  }
  loop l{json::array({small_app("/demo/web", 4), small_app("/demo/other", 4)})};
};

TEST_F(pauses, over_http_hold_through_a_restart_until_they_are_ended) {
  const std::string id = add({{"app", "/demo/web"}, {"for", "1h"}, {"reason", "maintenance"}});
  restart();
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0].at("app"), "/demo/web");
  EXPECT_EQ(list()[0].at("reason"), "maintenance");
  fire("/demo/web", "a");
  fire("/demo/other", "b");
  ASSERT_TRUE(l.comes("/demo/web", "reason", "paused")) << l.output();
  ASSERT_TRUE(reaches("/demo/other", 6)) << l.output();
  EXPECT_TRUE(l.effective_puts_to("/demo/web").empty());
  EXPECT_EQ(l.request("DELETE", "/api/v1/pauses/" + id).status, 200);
  EXPECT_EQ(l.request("DELETE", "/api/v1/pauses/" + id).status, 404);
  EXPECT_TRUE(list().empty());
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
  restart();
  EXPECT_TRUE(list().empty());
}

TEST_F(pauses, over_http_end_by_themselves) {
  add({{"for", "1s"}});
  fire("/demo/web", "a");
  ASSERT_TRUE(l.comes("/demo/web", "reason", "paused")) << l.output();
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
}

TEST_F(pauses, of_one_direction_let_the_other_pass) {
  add({{"direction", "down"}, {"for", "1h"}});
  fire("/demo/web", "a");
  ASSERT_TRUE(reaches("/demo/web", 6)) << l.output();
}

TEST_F(pauses, are_refused_without_a_login_and_with_a_mistake) {
  EXPECT_EQ(ask("POST", l.webhook_url() + "/api/v1/pauses", R"({"for":"1h"})").status, 401);
  EXPECT_EQ(l.request("POST", "/api/v1/pauses", R"({"for":"-1h"})").status, 400);
  EXPECT_EQ(l.request("POST", "/api/v1/pauses", "for an hour").status, 400);
  EXPECT_TRUE(list().empty());
}

}  // namespace
}  // namespace mesoscale::webhook
