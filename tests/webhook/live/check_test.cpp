// check-config --live against the simulated Marathon.
#include "tests/webhook/live/loop.hpp"

#include "common/core/yaml.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace mesoscale::webhook {
namespace {

TEST(live_check, apps_that_are_not_there_are_mistakes_and_single_ones_warnings) {
  json single = {{"id", "/demo/web"}, {"cmd", "sleep 100"}, {"cpus", 0.1}, {"mem", 16}, {"instances", 1}};
  single["labels"] = {{"MARATHON_SINGLE_INSTANCE_APP", "true"}};
  loop l(json::array({single}));
  l.write_rules(R"(version: 1
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
  defaults: {marathon: main, max_instances: 10, scale: {direction: up, by: 1}}
  rules:
  - {rule: there, app: /demo/web, matchers: ['alertname="A"']}
  - {rule: gone, app: /demo/gone, matchers: ['alertname="B"']}
)");
  launch what;
  what.words = {std::string(BINARY_DIR) + "/webhook/mesoscale-webhook", "check-config", "--live",
                l.folder() + "/rules.yml"};
  what.output_file = l.folder() + "/check.log";
  child_process check(what);
  const auto ended = check.wait(std::chrono::seconds(20));
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(WEXITSTATUS(*ended), 1);
  const std::string file = l.folder() + "/rules.yml";
  EXPECT_EQ(
      read_file(l.folder() + "/check.log").value(),
      file + ":8:5: rule \"gone\": found no app /demo/gone in main, expected one\n" + file +
          ":7:5: rule \"there\": found MARATHON_SINGLE_INSTANCE_APP on /demo/web, expected max_instances: 1 "
          "(Marathon refuses more) (warning)\n");
}

}  // namespace
}  // namespace mesoscale::webhook
