// The real program killed at the moments that matter: before an intent, while Marathon has not answered a PUT, and after its answer.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules = R"(version: 1
global: {settle: 300ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 10, repeat_every: 0}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
)";

struct live_restart : testing::Test {
  void start(loop& l) {
    l.write_rules(rules);
    ASSERT_TRUE(l.start_and_wait()) << l.output();
  }
  void fire(loop& l) { ASSERT_EQ(l.notify(notification_of({firing("Hot", "/demo/web", "a")})).status, 200); }
  void kill(loop& l) {
    l.webhook().signal(SIGKILL);
    ASSERT_TRUE(l.webhook().wait(std::chrono::seconds(10)).has_value());
  }
  /// Kills it while the answer to its PUT is awaited.
  void kill_before_the_answer(loop& l, bool is_processed) {
    l.set_fault({{"path", "/v2/apps/demo/web"},
                 {"method", "PUT"},
                 {"kind", "hang"},
                 {"processed", is_processed},
                 {"remaining", 1}});
    fire(l);
    ASSERT_TRUE(comes_true([&] { return l.put_requests().size() == 1; })) << l.output();
    kill(l);
  }
  void expect_one_change(loop& l) {
    ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
    EXPECT_EQ(l.effective_puts().size(), 1U);
    EXPECT_EQ(l.instances("/demo/web"), 6);
  }
  const json web = json::array({small_app("/demo/web", 4)});
};

TEST_F(live_restart, before_the_intent_the_step_is_decided_again) {
  loop l(web);
  start(l);
  fire(l);
  kill(l);
  EXPECT_TRUE(l.put_requests().empty());
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  expect_one_change(l);
}

TEST_F(live_restart, before_the_answer_to_a_put_that_arrived_it_is_found_and_not_repeated) {
  loop l(web);
  start(l);
  kill_before_the_answer(l, true);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  expect_one_change(l);
  EXPECT_EQ(l.put_requests().size(), 1U);
}

TEST_F(live_restart, before_the_answer_to_a_put_that_did_not_arrive_it_is_made_again) {
  loop l(web);
  start(l);
  kill_before_the_answer(l, false);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  expect_one_change(l);
  EXPECT_EQ(l.count_decisions("/demo/web", "outcome", "not_applied"), 1U) << l.output();
}

TEST_F(live_restart, before_the_answer_with_another_count_since_it_is_superseded) {
  loop l(web);
  start(l);
  kill_before_the_answer(l, false);
  ASSERT_EQ(l.put_app("/demo/web", {{"instances", 9}}).status, 200);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  ASSERT_TRUE(l.comes("/demo/web", "outcome", "superseded")) << l.output();
  fire(l);
  EXPECT_TRUE(comes_true(
      [&] { return l.page_has(R"(mesoscale_webhook_alert_messages_total{change="refreshed"} 1)"); }));
  EXPECT_EQ(l.instances("/demo/web"), 9);
}

TEST_F(live_restart, after_the_answer_the_change_is_watched_on) {
  loop l(web, "1s");
  start(l);
  fire(l);
  ASSERT_TRUE(l.comes("/demo/web", "outcome", "accepted")) << l.output();
  kill(l);
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  EXPECT_EQ(l.count_decisions("/demo/web", "verify", "watching"), 1U);
  expect_one_change(l);
}

}  // namespace
}  // namespace mesoscale::webhook
