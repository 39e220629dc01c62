// The real program while the clock of its machine is set, in a run and before a restart.
#include "tests/webhook/live/loop.hpp"

#include "webhook/alertmanager/instant.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

namespace mesoscale::webhook {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr const char* rules = R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 200ms, verify_poll: 50ms}
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  rules:
  - {rule: again, marathon: main, app: {label: marathon_app}, max_instances: 20, matchers: ['alertname="Again"'], scale: {direction: up, by: 1}, repeat_every: 2s, unconfirmed_repeats: 10, behavior: {scaleUp: {cooldown: 2s}}}
)";

class set_clock : public testing::Test {
 protected:
  void set_to(std::chrono::seconds ahead) {
    const std::int64_t value = ahead.count();
    std::fstream file(l.folder() + "/clock", std::ios::in | std::ios::out | std::ios::binary);
    file.write(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void start() {
    webhook_options options;
    const char* const sanitizer = std::getenv("ASAN_OPTIONS");
    options.environment = {
        {"LD_PRELOAD", std::string(BINARY_DIR) + "/tests/webhook/libshifted_clock.so"},
        {"MESOSCALE_SHIFTED_CLOCK", l.folder() + "/clock"},
        // AddressSanitizer wants to be the first to be loaded, and can do without.
        {"ASAN_OPTIONS", std::string(sanitizer ? sanitizer : "") + ":verify_asan_link_order=0"}};
    ASSERT_TRUE(l.start_and_wait(options)) << l.output();
  }
  void SetUp() override {
    std::ofstream(l.folder() + "/clock", std::ios::binary) << std::string(sizeof(std::int64_t), '\0');
    l.write_rules(rules);
    start();
    l.notify(notification_of({firing("Again", "/demo/web", "a")}));
    wait_for_puts(1);
  }
  void wait_for_puts(std::size_t count) {
    ASSERT_TRUE(comes_true([&] { return l.effective_puts().size() >= count; })) << l.output();
  }
  /// When Marathon, whose clock goes right, took it.
  instant time_of_put(std::size_t which) {
    return parse_time(l.effective_puts().at(which).at("time").get<std::string>()).value().value();
  }
  instant time_of_decision(std::size_t which) {
    const auto all = l.decisions_about("/demo/web");
    std::vector<json> steps;
    for (const json& d : all) {
      if (d.at("action") == "scale") steps.push_back(d);
    }
    return parse_time(steps.at(which).at("time").get<std::string>()).value().value();
  }
  loop l{json::array({small_app("/demo/web", 4)})};
};

TEST_F(set_clock, ahead_or_back_within_a_run_changes_no_time_between_two_steps) {
  set_to(hours(1));
  wait_for_puts(2);
  set_to(-hours(2));
  wait_for_puts(3);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_GE(time_of_put(i + 1) - time_of_put(i), seconds(2)) << i;
    EXPECT_LT(time_of_decision(i + 1) - time_of_decision(i), hours(1)) << i;
    EXPECT_GT(time_of_decision(i + 1), time_of_decision(i)) << i;
  }
}

TEST_F(set_clock, back_before_a_restart_makes_no_time_between_two_steps_longer) {
  ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
  l.webhook().signal(SIGKILL);
  ASSERT_TRUE(l.webhook().wait(seconds(10)).has_value());
  set_to(-hours(1));
  start();
  wait_for_puts(2);
  EXPECT_GE(time_of_put(1) - time_of_put(0), seconds(2));
  EXPECT_LT(time_of_decision(1), time_of_decision(0)) << "the clock was set back for this program, too";
}

}  // namespace
}  // namespace mesoscale::webhook
