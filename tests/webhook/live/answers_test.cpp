// The real program against the simulated Marathon: each answer to a PUT that a Marathon can give, and what the webhook makes of it.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 300ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  verify_timeout: 1s
  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 10, repeat_every: 0}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}, behavior: {scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}}
)";

json app(const std::string& id, int instances) {
  return {{"id", id}, {"cmd", "sleep 100"}, {"cpus", 0.1}, {"mem", 16}, {"instances", instances}};
}

json of_put(json fault) {
  fault["path"] = "/v2/apps/demo/web";
  fault["method"] = "PUT";
  if (!fault.contains("remaining")) fault["remaining"] = 1;
  return fault;
}

class answers : public testing::Test {
 protected:
  void SetUp() override {
    l.write_rules(rules);
    ASSERT_TRUE(l.start_and_wait()) << l.output();
  }
  void fire(const std::string& name = "Hot") { l.notify(notification_of({firing(name, "/demo/web", "a")})); }
  bool reaches(std::int64_t count) {
    return comes_true([&] { return l.instances("/demo/web") == count; });
  }
  bool has(const std::string& key, const std::string& value) {
    const auto all = l.decisions();
    return std::any_of(all.begin(), all.end(), [&](const json& d) { return d.at(key) == value; });
  }
  bool comes(const std::string& key, const std::string& value) {
    return comes_true([&] { return has(key, value); });
  }
  /// The count changed by exactly one accepted PUT.
  void expect_one_change() {
    ASSERT_TRUE(comes("verify", "reached")) << l.output();
    EXPECT_EQ(l.effective_puts().size(), 1U);
    EXPECT_EQ(l.instances("/demo/web"), 6);
  }
  std::size_t puts_to_web() {
    const auto all = l.puts();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [](const json& p) { return p.at("path") == "/v2/apps/demo/web"; }));
  }

  loop l{json::array({app("/demo/web", 4)})};
};

TEST_F(answers, a_200_with_a_deployment_is_accepted_and_watched_until_it_is_reached) {
  fire();
  expect_one_change();
  EXPECT_TRUE(has("outcome", "accepted"));
}

TEST_F(answers, a_200_without_a_deployment_is_found_out_by_reading_whether_it_happened_or_not) {
  for (const char* kind : {"empty_body", "empty_object", "html"}) l.set_fault(of_put({{"kind", kind}}));
  fire();
  expect_one_change();
  EXPECT_EQ(puts_to_web(), 4U);
}

TEST_F(answers, an_empty_200_of_a_change_that_happened_is_not_repeated) {
  l.set_fault(of_put({{"kind", "empty_body"}, {"processed", true}}));
  fire();
  expect_one_change();
  EXPECT_EQ(puts_to_web(), 1U);
}

TEST_F(answers, a_409_without_deployments_is_tried_again_from_the_new_state) {
  l.set_fault(
      of_put({{"kind", "status"}, {"status", 409}, {"message", "Change conflicts with another one."}}));
  fire();
  expect_one_change();
  EXPECT_TRUE(has("outcome", "conflict"));
}

TEST_F(answers, a_401_is_tried_again) {
  l.set_fault(of_put({{"kind", "status"}, {"status", 401}}));
  fire();
  expect_one_change();
  EXPECT_TRUE(has("outcome", "unauthorized"));
}

TEST_F(answers, a_403_without_a_right_is_left_alone_for_minutes) {
  l.set_fault(of_put({{"kind", "status"}, {"status", 403}, {"remaining", -1}}));
  fire();
  ASSERT_TRUE(comes("outcome", "forbidden")) << l.output();
  fire();
  EXPECT_EQ(l.instances("/demo/web"), 4);
}

TEST_F(answers, a_403_for_too_many_deployments_is_told_apart) {
  l.set_fault(of_put({{"kind", "status"},
                      {"status", 403},
                      {"message", "Max number (100) of running deployments is achieved."},
                      {"remaining", -1}}));
  fire();
  ASSERT_TRUE(comes("outcome", "too_many_deployments")) << l.output();
}

TEST_F(answers, a_404_at_the_put_means_that_the_app_is_gone) {
  l.set_fault(of_put({{"kind", "status"}, {"status", 404}, {"message", "App '/demo/web' does not exist"}}));
  fire();
  ASSERT_TRUE(comes("outcome", "gone")) << l.output();
  expect_one_change();
}

TEST_F(answers, a_429_and_every_5xx_are_found_out_by_reading) {
  for (const int status : {429, 500, 502, 503, 504})
    l.set_fault(of_put({{"kind", "status"}, {"status", status}}));
  fire();
  expect_one_change();
  EXPECT_EQ(puts_to_web(), 6U);
}

TEST_F(answers, a_500_of_a_change_that_happened_is_not_repeated) {
  l.set_fault(of_put({{"kind", "status"}, {"status", 500}, {"processed", true}}));
  fire();
  expect_one_change();
  EXPECT_EQ(puts_to_web(), 1U);
}

TEST_F(answers, a_reset_is_found_out_by_reading_whether_it_happened_or_not) {
  l.set_fault(of_put({{"kind", "reset"}, {"processed", true}}));
  l.set_fault(of_put({{"kind", "reset"}}));
  fire();
  expect_one_change();
  EXPECT_EQ(puts_to_web(), 2U);
}

TEST_F(answers, a_redirect_to_a_host_that_is_not_in_the_file_is_not_followed) {
  l.set_fault(of_put({{"kind", "status"}, {"status", 307}}));
  fire();
  expect_one_change();
  EXPECT_TRUE(has("outcome", "redirected"));
}

TEST(live_verify, a_change_that_marathon_forgets_within_its_deployment_vanishes_and_is_made_again) {
  loop l(json::array({app("/demo/web", 4)}), "3s");
  l.write_rules(rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  ASSERT_EQ(ask("POST", l.control_url() + "/control/forget", R"({"app":"/demo/web"})").status, 200);
  ASSERT_TRUE(comes_true([&] { return l.effective_puts().size() == 2; })) << l.output();
  const auto all = l.decisions();
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const json& d) { return d.at("verify") == "vanished"; }),
            1);
  EXPECT_EQ(l.instances("/demo/web"), 6);
}

TEST(live_verify, a_scale_up_without_offers_is_stuck_with_marathons_reasons_and_told_in_the_metrics) {
  json large = app("/demo/large", 2);
  large["mem"] = 40'000'000;
  loop l(json::array({large}));
  l.write_rules(rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/large", "a")}));
  ASSERT_TRUE(comes_true([&] {
    const auto all = l.decisions();
    return !all.empty() && all.front().at("verify") == "stuck";
  })) << l.output();
  EXPECT_EQ(l.decisions().front().at("detail"), "2 wait for offers: InsufficientMemory 1");
  const std::string page = ask("GET", l.webhook_url() + "/metrics").body;
  EXPECT_NE(page.find("mesoscale_webhook_app_scale_stuck{app=\"/demo/large\",marathon=\"main\"} 1\n"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("mesoscale_webhook_changes_total{verdict=\"stuck\"} 1\n"), std::string::npos);
}

TEST(live_rejected, a_422_is_not_repeated_until_the_app_changes) {
  json single = app("/demo/web", 1);
  single["labels"] = {{"MARATHON_SINGLE_INSTANCE_APP", "true"}};
  loop l(json::array({single}));
  l.write_rules(rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] {
    const auto all = l.decisions();
    return !all.empty() && all.back().at("reason") == "rejected";
  })) << l.output();
  const auto puts = l.puts();
  EXPECT_EQ(std::count_if(puts.begin(), puts.end(), [](const json& p) { return p.at("status") == 422; }), 1);
  json changed = {{"labels", json::object()}};
  ASSERT_EQ(l.put_app("/demo/web", changed).status, 200);
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 3; })) << l.output();
}

TEST(live_external, a_change_by_hand_is_left_alone) {
  loop l(json::array({app("/demo/web", 4)}));
  l.write_rules(rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  ASSERT_TRUE(comes_true([&] { return l.put_app("/demo/web", {{"instances", 9}}).status == 200; }));
  l.notify(notification_of({firing("Cold", "/demo/web", "b")}));
  ASSERT_TRUE(comes_true([&] {
    const auto all = l.decisions();
    return all.back().at("reason") == "manual_hold";
  })) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 9);
}

TEST(live_external, a_new_configuration_is_waited_for_and_never_forced) {
  loop l(json::array({app("/demo/web", 4)}), "1s");
  l.write_rules(rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  ASSERT_TRUE(comes_true([&] { return l.put_app("/demo/web", {{"cmd", "sleep 200"}}).status == 200; }));
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  const json first = l.decisions().front();
  EXPECT_EQ(first.at("reason"), "deploying");
  EXPECT_EQ(first.at("detail").get<std::string>().substr(0, 7), "config ");
  for (const json& put : l.puts()) EXPECT_EQ(put.at("force"), false) << put;
}

TEST(live_leader, while_one_marathon_is_gone_the_next_one_is_asked) {
  loop l(json::array({app("/demo/web", 4)}), "20ms", 1);
  std::string text = rules;
  text.replace(text.find("\"MARATHON\""), 10, "\"MARATHON\", \"FOLLOWER\"");
  l.write_rules(text);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  const std::string leader = l.marathon_url().substr(7);
  const json gone = {{"target", leader}, {"kind", "refuse"}};
  ASSERT_EQ(ask("PUT", l.control_url() + "/control/faults", gone.dump()).status, 200);
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] {
    const auto all = l.decisions();
    return !all.empty() && all.back().at("verify") == "reached";
  })) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 6);
  EXPECT_EQ(l.effective_puts().size(), 1U);
}

TEST(live_era, marathon_0_8_1_is_scaled_and_watched_too) {
  loop l(json::array({app("/demo/web", 4)}), "20ms", 0, "2015");
  l.write_rules(rules);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  l.set_fault(of_put({{"kind", "empty_body"}}));
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] {
    const auto all = l.decisions();
    return !all.empty() && all.back().at("verify") == "reached";
  })) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 6);
  EXPECT_EQ(l.effective_puts().size(), 1U);
}

TEST(live_events, the_end_of_a_deployment_is_noticed_by_an_event_long_before_the_poll) {
  loop l(json::array({app("/demo/web", 4)}));
  std::string text = rules;
  text.replace(text.find("deployment_poll: 50ms"), 21, "deployment_poll: 1h");
  text.replace(text.find("tick: 300ms"), 11, "tick: 1h");
  l.write_rules(text);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  ASSERT_EQ(ask("POST", l.control_url() + "/control/lock", R"({"app":"/demo/web","seconds":2})").status, 200);
  l.notify(notification_of({firing("Hot", "/demo/web", "a")}));
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
}

}  // namespace
}  // namespace mesoscale::webhook
