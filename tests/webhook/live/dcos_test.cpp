// The real program logs in to a simulated DC/OS, whose Marathon takes tokens that end.
#include "tests/net/certificates.hpp"
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 300ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"], dcos_auth: {login_url: "MASTER/acs/api/v1/auth/login", uid: scaler, private_key_file: private.pem}}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, max_instances: 10, repeat_every: 0}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, behavior: {scaleUp: {cooldown: 0s}}}
)";

class dcos : public testing::Test {
 protected:
  void start(const std::string& lifetime) {
    const std::string key = net::make_private_key("RSA-2048");
    const std::vector<std::string> flags = {"--auth.dcos-uid=scaler",
                                            "--auth.dcos-public-key-file=FOLDER/public.pem",
                                            "--auth.token-lifetime=" + lifetime};
    l = std::make_unique<loop>(json::array({small_app("/demo/web", 4), small_app("/demo/first", 4)}), "20ms",
                               0, "current", flags,
                               std::vector<std::pair<std::string, std::string>>{
                                   {"private.pem", key}, {"public.pem", net::public_key_of(key)}});
    l->write_rules(rules);
    ASSERT_TRUE(l->start_and_wait()) << l->output();
  }
  void set_fault_of_put(json one) {
    one["path"] = "/v2/apps/demo/web";
    one["method"] = "PUT";
    l->set_fault(one);
  }
  void fire() { l->notify(notification_of({firing("Hot", "/demo/web", "a")})); }
  int door(const char* what) {
    return ask("GET", l->control_url() + "/control/state").parsed().at("door").at(what).get<int>();
  }
  /// Each part of the program has logged in then; gives how often.
  int logins_after_a_first_change() {
    l->notify(notification_of({firing("Hot", "/demo/first", "first")}));
    EXPECT_TRUE(l->comes("/demo/first", "verify", "reached")) << l->output();
    return door("logins");
  }
  void expect_one_change() {
    ASSERT_TRUE(l->comes("/demo/web", "verify", "reached")) << l->output();
    EXPECT_EQ(l->effective_puts_to("/demo/web").size(), 1U);
    EXPECT_EQ(l->instances("/demo/web"), 6);
  }
  std::vector<int> put_statuses() {
    std::vector<int> out;
    for (const json& put : l->put_requests()) {
      if (put.at("app") == "/demo/web") out.push_back(put.at("status"));
    }
    return out;
  }
  std::unique_ptr<loop> l;
};

TEST_F(dcos, a_401_to_a_put_brings_one_more_login_and_the_same_put_within_one_decision) {
  start("1h");
  const int logins = logins_after_a_first_change();
  set_fault_of_put({{"kind", "status"}, {"status", 401}, {"remaining", 1}});
  fire();
  expect_one_change();
  EXPECT_EQ(put_statuses(), (std::vector<int>{401, 200}));
  EXPECT_EQ(door("logins"), logins + 1);
  EXPECT_EQ(l->decisions_about("/demo/web").size(), 1U);
  EXPECT_EQ(l->count_decisions("/demo/web", "outcome", "accepted"), 1U) << l->output();
}

TEST_F(dcos, a_second_401_to_a_put_is_an_outcome_and_tried_again_after_a_pause) {
  start("1h");
  const int logins = logins_after_a_first_change();
  set_fault_of_put({{"kind", "status"}, {"status", 401}, {"remaining", 2}});
  fire();
  expect_one_change();
  EXPECT_EQ(put_statuses(), (std::vector<int>{401, 401, 200}));
  EXPECT_EQ(door("logins"), logins + 1) << "once a minute";
  EXPECT_EQ(l->count_decisions("/demo/web", "outcome", "unauthorized"), 1U) << l->output();
}

TEST_F(dcos, a_token_that_ends_on_the_way_of_a_put_is_renewed_within_that_put) {
  start("2s");
  set_fault_of_put({{"kind", "delay"}, {"delay_ms", 2500}, {"remaining", 1}});
  fire();
  expect_one_change();
  EXPECT_GE(door("refused"), 1);
  EXPECT_EQ(l->count_decisions("/demo/web", "outcome", "accepted"), 1U) << l->output();
  EXPECT_EQ(l->decisions_about("/demo/web").size(), 1U);
}

TEST_F(dcos, a_token_that_ends_is_renewed_before_a_put_needs_it) {
  start("2s");
  fire();
  expect_one_change();
  ASSERT_TRUE(comes_true([&] { return door("logins") >= 3; })) << l->output();
  json again = firing("Hot", "/demo/web", "a");
  l->notify(notification_of({resolved(again)}));
  again["startsAt"] = "2026-11-22T06:51:00.000Z";
  l->notify(notification_of({again}));
  ASSERT_TRUE(comes_true([&] { return l->instances("/demo/web") == 8; })) << l->output();
  EXPECT_EQ(l->count_decisions("/demo/web", "outcome", "unauthorized"), 0U) << l->output();
}

}  // namespace
}  // namespace mesoscale::webhook
