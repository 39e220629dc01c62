#include "webhook/ui/pause_request.hpp"

#include "webhook/rules/rule_reader.hpp"
#include "webhook/ui/report.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

const instant now = from_ms(1'800'000'000'000);  // 2027-01-15T08:00:00Z

rule_file with_hot() {
  rule_file out;
  out.rules.emplace_back().name = "hot";
  return out;
}

TEST(pause_request, what_it_says_is_read) {
  const auto read = parse_pause_request(
      R"({"app":"web/shop","rule":"hot","direction":"down","until":"2027-01-15T09:00:00Z","reason":"migration"})",
      with_hot(), now);
  ASSERT_TRUE(read.ok()) << read.error().what;
  EXPECT_EQ(read->app, "/web/shop");
  EXPECT_EQ(read->rule, "hot");
  EXPECT_EQ(read->toward, direction::down);
  EXPECT_EQ(read->until, now + std::chrono::hours(1));
  EXPECT_EQ(read->reason, "migration");
  EXPECT_EQ(parse_pause_request(R"({"for":"2h"})", with_hot(), now)->until, now + std::chrono::hours(2));
}

TEST(pause_request, it_must_say_when_it_ends_and_nothing_that_nobody_knows) {
  for (const auto& [body, expected] :
       {std::pair(R"({})", "until: found neither until nor for, expected one of them"),
        {R"({"for":"1h","until":"2027-01-15T09:00:00Z"})",
         "until: found until beside for, expected one of them"},
        {R"({"for":"0s"})", "for: found \"0s\", expected a duration above 0, e.g. 2h"},
        {R"({"until":"2027-01-15T07:00:00Z"})",
         "until: found \"2027-01-15T07:00:00Z\", expected a time to come as 2026-11-22T06:44:08Z"},
        {R"({"for":"1h","app":"/a/.."})", "app: found \"/a/..\", expected an app id as /group/app"},
        {R"({"for":"1h","direction":"left"})", "direction: found \"left\", expected up, down or both"},
        {R"({"for":"1h","rule":"hto"})", "rule: found \"hto\", expected the name of a rule"},
        {R"({"for":3600})", "for: found 3600, expected text"},
        {R"({"for":"1h","group":"g"})",
         "group: found an unknown key, expected one of app, direction, for, reason, rule and until"},
        {"no json", "found no object, expected one of app, direction, for, reason, rule and until"}}) {
    const auto read = parse_pause_request(body, with_hot(), now);
    ASSERT_FALSE(read.ok()) << body;
    EXPECT_EQ(read.error().what, expected);
  }
}

TEST(pause_request, rules_and_pauses_are_shown_as_they_are_in_force) {
  const auto loaded = parse_rules(R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  pauses: [{app: /web, until: "2027-01-15T09:00:00Z"}, {until: "2027-01-15T07:00:00Z"}]
  rules: [{rule: r, matchers: ['a=~"b|c"'], marathon: prod, app: {label: app}, max_instances: 3, scale: {direction: up, by: 2}}]
)",
                                  "r.yml");
  ASSERT_NE(loaded.rules, nullptr);
  EXPECT_EQ(
      rules_json(*loaded.rules),
      R"({"status":"success","data":{"rules":[{"rule":"r","group":"g","marathon":"prod","app":"label app",)"
      R"("matchers":["a=~\"b|c\""],"min_instances":1,"max_instances":3,"scale":{"direction":"up","by":2}}]}})");
  pause stored;
  stored.until = now + std::chrono::hours(2);
  stored.toward = direction::up;
  EXPECT_EQ(
      pauses_json({{7, stored, now}}, *loaded.rules, now),
      R"({"status":"success","data":{"pauses":[{"source":"api","app":"","rule":"","direction":"up",)"
      R"("until":"2027-01-15T10:00:00.000Z","reason":"","id":7,"created":"2027-01-15T08:00:00.000Z"},)"
      R"({"source":"file","app":"/web","rule":"","direction":"both","until":"2027-01-15T09:00:00.000Z","reason":"","group":"g"}]}})");
}

}  // namespace
}  // namespace mesoscale::webhook
