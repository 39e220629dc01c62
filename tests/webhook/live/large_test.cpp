// The largest notification that the sequences name (S30), to the real program.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>

#include <map>

namespace mesoscale::webhook {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr std::chrono::seconds budget{10};  // Several times slower.
#else
constexpr std::chrono::seconds budget{2};
#endif

constexpr int apps = 500;

std::string id_of(int number) { return "/demo/app-" + std::to_string(number); }

TEST(large_notification_live, s30_ten_thousand_alerts_of_500_apps_are_taken_in_2_s_and_change_each_app_once) {
  loop l(json::array(), "0ms");
  for (int i = 0; i < apps; ++i)
    ASSERT_EQ(ask("POST", l.marathon_url() + "/v2/apps", small_app(id_of(i), 0).dump()).status, 201);
  l.write_rules(R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, verify_poll: 1s}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  rules:
  - {rule: hot, marathon: main, app: {label: marathon_app}, min_instances: 0, max_instances: 3, matchers: ['alertname="Hot"'], scale: {direction: up, by: 1}, repeat_every: 0}
)");
  ASSERT_TRUE(l.start_and_wait()) << l.output();
  std::vector<json> alerts;
  for (int i = 0; i < 10'000; ++i) alerts.push_back(firing("Hot", id_of(i % apps), "f" + std::to_string(i)));
  const std::string body = notification_of(alerts);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(l.notify(body).status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, budget);
  const auto all_reached = [&] {
    return l.page_has(R"(mesoscale_webhook_changes_total{verdict="reached"} 500)");
  };
  // Marathon takes a hundred deployments at once, and asks for patience beyond that.
  ASSERT_TRUE(comes_true(all_reached) || comes_true(all_reached) || comes_true(all_reached));
  std::map<std::string, int> counts;
  for (const json& put : l.effective_puts()) ++counts[put.at("app")];
  EXPECT_EQ(counts.size(), apps);
  for (const auto& [app, count] : counts) EXPECT_EQ(count, 1) << app;
}

}  // namespace
}  // namespace mesoscale::webhook
