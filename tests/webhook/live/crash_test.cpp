// Kills the program everywhere and judges by Marathon's log of PUTs: every cause has changed a count exactly once.
#include "tests/webhook/live/loop.hpp"
#include "webhook/store/failpoint.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <thread>

namespace mesoscale::webhook {
namespace {

json web(int instances) {
  return {{"id", "/demo/web"}, {"cmd", "sleep 100"}, {"cpus", 0.001}, {"mem", 1}, {"instances", instances}};
}

std::vector<json> accepted(const std::vector<json>& decisions) {
  std::vector<json> out;
  for (const json& d : decisions) {
    if (d.at("outcome") == "accepted") out.push_back(d);
  }
  return out;
}

/// Every accepted decision is one effective PUT, in order, and no cause stands in two of them.
void expect_one_change_per_cause(const loop& l, std::int64_t change_per_cause) {
  const auto puts = l.effective_puts();
  const auto decisions = accepted(l.decisions());
  ASSERT_EQ(puts.size(), decisions.size());
  std::set<std::string> seen;
  for (std::size_t i = 0; i < puts.size(); ++i) {
    EXPECT_EQ(puts[i].at("from"), decisions[i].at("from")) << decisions[i];
    EXPECT_EQ(puts[i].at("to"), decisions[i].at("to")) << decisions[i];
    const std::int64_t change = puts[i].at("to").get<std::int64_t>() - puts[i].at("from").get<std::int64_t>();
    EXPECT_EQ(change, change_per_cause * static_cast<std::int64_t>(decisions[i].at("causes").size()))
        << decisions[i];
    for (const json& cause : decisions[i].at("causes")) {
      EXPECT_TRUE(seen.insert(cause.get<std::string>()).second) << cause << " acted twice";
    }
  }
}

bool was_killed(loop& l) {
  const auto ended = l.webhook().wait(std::chrono::seconds(20));
  return ended && WIFSIGNALED(*ended) && WTERMSIG(*ended) == SIGKILL;
}

struct crash_case {
  std::string failpoint;
  std::string vfs;
};

/// The second one loses, when the program is killed, what was not synced.
std::vector<std::string> stores() {
#ifdef MESOSCALE_FAILPOINTS
  return {"", "drop_unsynced"};
#else
  return {""};
#endif
}

#ifdef MESOSCALE_FAILPOINTS
/// Polls, pauses and recommendations are not part of the run below; journal_crash_test.cpp kills at those.
bool is_passed_live(std::string_view name) {
  return !name.starts_with("poll_") && !name.starts_with("pause_") && !name.starts_with("recommendation_");
}
#endif

std::vector<crash_case> crash_cases() {
  std::vector<crash_case> all;
#ifdef MESOSCALE_FAILPOINTS
  for (const std::string& vfs : stores()) {
    for (const std::string_view name : failpoint_names) {
      if (is_passed_live(name)) all.push_back({std::string(name), vfs});
    }
  }
#endif
  return all;
}

class crash : public testing::TestWithParam<crash_case> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(crash);

// Two steps and then the maximum: from 4 to 6, repeated to 8, dropped at 8. So every kind of write is passed.
TEST_P(crash, killed_at_a_step_every_cause_acts_exactly_once) {
  loop l(json::array({web(4)}));
  l.write_rules(R"(version: 1
global: {settle: 20ms, deployment_poll: 20ms, retry_backoff: 20ms, tick: 200ms, verify_poll: 20ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, app: {label: marathon_app}, max_instances: 8, repeat_every: 100ms}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, behavior: {scaleUp: {cooldown: 100ms}}}
)");
  const std::string body = notification_of({firing("Hot", "/demo/web", "a")});
  const std::string vfs = GetParam().vfs;
  const std::string name = GetParam().failpoint;

  if (name.starts_with("recovery")) {  // A recovery needs something that was left open.
    ASSERT_TRUE(l.start_and_wait({"put_answered", vfs, {}})) << l.output();
    l.notify(body);
    ASSERT_TRUE(was_killed(l)) << l.output();
  }
  l.start_webhook({name, vfs, {}});
  // As Alertmanager: again until it is answered with 200, or nobody is there any more.
  comes_true([&] { return l.notify(body).status == 200 || !l.webhook().is_running(); });
  ASSERT_TRUE(was_killed(l)) << "never came to " << name << "\n" << l.output();

  ASSERT_TRUE(l.start_and_wait({"", vfs, {}})) << l.output();
  ASSERT_EQ(l.notify(body).status, 200);
  ASSERT_TRUE(comes_true([&] {
    const auto decisions = l.decisions();
    return !decisions.empty() && decisions.back().at("reason") == "at_max";
  })) << l.output();
  expect_one_change_per_cause(l, 2);
  EXPECT_EQ(l.effective_puts().size(), 2u);
  EXPECT_EQ(l.instances("/demo/web"), 8);
}

INSTANTIATE_TEST_SUITE_P(every_step, crash, testing::ValuesIn(crash_cases()), [](const auto& test) {
  return test.param.failpoint + (test.param.vfs.empty() ? "" : "_" + test.param.vfs);
});

/// Sends alerts, each until it is taken, while the program is killed and started again.
class storm {
 public:
  storm(loop& where, std::string vfs, unsigned seed) : l_(where), vfs_(std::move(vfs)), random_(seed) {}

  void kill_and_restart(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(l_.start_and_wait({"", vfs_, {}})) << l_.output();
      const auto span = std::chrono::microseconds(std::uniform_int_distribution<int>(0, 150'000)(random_));
      std::thread killer([this, span] {
        std::this_thread::sleep_for(span);
        l_.webhook().signal(SIGKILL);
      });
      while (post()) std::this_thread::sleep_for(std::chrono::milliseconds(3));
      killer.join();
      ASSERT_TRUE(was_killed(l_));
    }
  }
  /// Sends what was not answered. The number of all alerts.
  int finish() {
    EXPECT_TRUE(l_.start_and_wait({"", vfs_, {}})) << l_.output();
    EXPECT_TRUE(post()) << l_.output();
    return sent_;
  }

 private:
  /// One notification with the next alert, beside it sometimes an old one again; false when nobody answers.
  bool post() {
    std::vector<json> alerts = {firing("Hot", "/demo/web", "n" + std::to_string(sent_))};
    if (sent_ > 0 && random_() % 4 == 0) {
      alerts.push_back(
          firing("Hot", "/demo/web", "n" + std::to_string(random_() % static_cast<unsigned>(sent_))));
    }
    if (l_.notify(notification_of(alerts)).status != 200) return false;
    ++sent_;
    return true;
  }

  loop& l_;
  std::string vfs_;
  std::mt19937 random_;
  int sent_ = 0;
};

class random_kills : public testing::TestWithParam<std::string> {};

TEST_P(random_kills, fifty_in_a_storm_of_notifications_lose_nothing_and_double_nothing) {
  const char* const given = std::getenv("MESOSCALE_SEED");
  const unsigned seed =
      given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device()();
  std::cout << "seed " << seed << " (MESOSCALE_SEED repeats it)\n";
  RecordProperty("seed", std::to_string(seed));
  loop l(json::array({web(1)}), "5ms");
  l.write_rules(R"(version: 1
global: {settle: 5ms, deployment_poll: 10ms, retry_backoff: 10ms, tick: 200ms, verify_poll: 10ms, hard_max_instances: 100000}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  rules:
  - rule: hot
    matchers: ['alertname="Hot"']
    marathon: main
    app: {label: marathon_app}
    max_instances: 100000
    scale: {direction: up, by: 1}
    behavior: {scaleUp: {cooldown: 0s}}
    repeat_every: 0
    per: alert
)");
  storm s(l, GetParam(), seed);
  s.kill_and_restart(50);
  if (HasFatalFailure()) return;
  const int sent = s.finish();
  EXPECT_TRUE(comes_true([&] { return l.instances("/demo/web") >= 1 + sent; })) << l.output().substr(0, 4000);
  EXPECT_TRUE(comes_true([&] {
    const auto decisions = l.decisions();
    return !decisions.empty() && decisions.back().at("outcome") == "accepted";
  }));
  EXPECT_EQ(l.instances("/demo/web"), 1 + sent);
  expect_one_change_per_cause(l, 1);
  std::cout << sent << " alerts, " << l.effective_puts().size() << " changes\n";
}

INSTANTIATE_TEST_SUITE_P(stores, random_kills, testing::ValuesIn(stores()), [](const auto& test) {
  return test.param.empty() ? std::string("plain") : test.param;
});

}  // namespace
}  // namespace mesoscale::webhook
