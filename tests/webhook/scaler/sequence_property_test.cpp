// What must hold for every sequence of messages: the same log gives the same changes, in whatever order and however often the
// messages of an instant come, and wherever the program is restarted; the count stays within its bounds; a large notification
// makes one change for each app.
#include "tests/webhook/scaler/sequence.hpp"

#include <algorithm>
#include <random>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules = R"(version: 1
global: {settle: 0s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults:
    marathon: prod
    app: {label: marathon_app}
    min_instances: 2
    max_instances: 12
    behavior: {scaleUp: {cooldown: 60s}, scaleDown: {cooldown: 60s, stabilizationWindowSeconds: 30}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, on_resolved: step_back}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
  - {rule: flood, matchers: ['alertname="Flood"'], scale: {to: 9}}
)";

struct arrival {
  int second;
  std::vector<alert_message> alerts;
};

/// Messages about up to three alerts of two apps over ten minutes.
std::vector<arrival> some_log(std::minstd_rand& random) {
  const auto below = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  std::vector<arrival> out;
  int second = 0;
  for (int i = 0; i < 12; ++i) {
    second += 1 + below(60);
    arrival one{second, {}};
    for (int k = below(3); k >= 0; --k) {
      const char* const name = std::array{"Hot", "Cold", "Flood"}[static_cast<std::size_t>(below(3))];
      const char* const app = below(2) == 0 ? "/web" : "/api";
      alert_message m = message(below(3) != 0, std::string(name) + app, second - 1, name, app);
      if (!m.firing) m.ends_at = world::at(second);
      const bool is_there =
          std::any_of(one.alerts.begin(), one.alerts.end(),
                      [&m](const alert_message& other) { return other.fingerprint == m.fingerprint; });
      if (!is_there) one.alerts.push_back(std::move(m));
    }
    out.push_back(std::move(one));
  }
  return out;
}

/// How a log is played; each way must come to the same.
struct manner {
  bool shuffles = false;  ///< the alerts of a message in another order
  bool repeats = false;   ///< each message twice, as from a pair of Alertmanagers
  int restart_at = -1;
};

effects play(const std::vector<arrival>& log, manner how, std::minstd_rand& random) {
  world w(rules);
  w.marathon.apps["/web"].instances = 4;
  w.marathon.apps["/api"].instances = 5;
  for (const arrival& one : log) {
    if (how.restart_at >= 0 && how.restart_at < one.second) {
      w.until(how.restart_at);
      w.restart();
      how.restart_at = -1;
    }
    std::vector<alert_message> alerts = one.alerts;
    if (how.shuffles) std::shuffle(alerts.begin(), alerts.end(), random);
    w.receive(one.second, of(alerts));
    if (how.repeats) w.receive(one.second, of(alerts));
    for (const auto& [id, app] : w.marathon.apps) {
      EXPECT_GE(app.instances, 2) << id;
      EXPECT_LE(app.instances, 12) << id;
    }
  }
  w.until(1500);
  std::stable_sort(w.effects.begin(), w.effects.end(), [](const effect& a, const effect& b) {
    return std::pair(a.second, a.app) < std::pair(b.second, b.app);
  });
  return w.effects;
}

class sequences : public testing::TestWithParam<unsigned> {};

TEST_P(sequences, the_same_log_gives_the_same_changes) {
  std::minstd_rand random(GetParam());
  const auto log = some_log(random);
  const effects first = play(log, {}, random);
  EXPECT_EQ(play(log, {}, random), first);
}

TEST_P(sequences, order_and_copies_of_messages_change_nothing) {
  std::minstd_rand random(GetParam());
  const auto log = some_log(random);
  const effects first = play(log, {}, random);
  manner how;
  how.shuffles = true;
  how.repeats = true;
  EXPECT_EQ(play(log, how, random), first);
}

/// When the decisions are made may differ by the ticks, what they come to may not.
TEST_P(sequences, a_restart_makes_nothing_twice_and_loses_nothing) {
  std::minstd_rand random(GetParam());
  const auto log = some_log(random);
  const effects first = play(log, {}, random);
  manner how;
  how.restart_at = log[log.size() / 2].second;
  const effects restarted = play(log, how, random);
  const auto last = [](const effects& all, const std::string& app) {
    std::int64_t count = -1;
    for (const effect& e : all) count = e.app == app ? e.to : count;
    return count;
  };
  EXPECT_EQ(last(restarted, "/web"), last(first, "/web"));
  EXPECT_EQ(last(restarted, "/api"), last(first, "/api"));
}

INSTANTIATE_TEST_SUITE_P(seeds, sequences, testing::Range(1U, 9U));

TEST(large_notification, s30_ten_thousand_alerts_of_five_hundred_apps_change_each_app_once) {
  world w(rules);
  notification all = of({});
  for (int i = 0; i < 10'000; ++i) {
    const std::string app = "/app-" + std::to_string(i % 500);
    w.marathon.apps[app].instances = 4;
    all.alerts.push_back(F("f" + std::to_string(i), 0, "Hot", app));
  }
  ASSERT_TRUE(w.receive(0, all));
  w.until(50);
  EXPECT_EQ(w.effects.size(), 500U);
  for (const auto& [id, app] : w.marathon.apps) EXPECT_EQ(app.instances, 6) << id;
}

}  // namespace
}  // namespace mesoscale::webhook
