// Who speaks for an app, and for how long a value does.
#include "tests/webhook/scaler/composing.hpp"

namespace mesoscale::webhook {
namespace {

constexpr const char* two_groups = R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: a
  defaults: {marathon: prod, app: {label: app}, min_instances: 2, max_instances: 20}
  manual_hold: 0s
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}, behavior: {scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}}
- name: b
  force: never
  pauses: [{app: /web}]
  defaults: {marathon: prod, app: {label: app}, min_instances: 6, max_instances: 9}
  rules:
  - {rule: other, matchers: ['alertname="Other"'], scale: {direction: up, by: 5}}
  - {rule: incident, matchers: ['alertname="X"'], hold: scale_down}
)";

TEST(compose, rules_of_groups_that_the_app_has_not_named_say_nothing_at_all) {
  const auto loaded = parse_rules(two_groups, "r.yml");
  app_view view;
  view.known_rules = {"hot", "cold", "other", "incident"};
  view.active = {due("cold"), due("incident"), due("other")};
  view.resolutions = {{pending_resolution::kind::hold, {1}, "incident", 0, t(1000)}};
  view.state = changed_by("manual", 0);
  read_answer reading = present(12);
  EXPECT_EQ(decide(compose(web, view, *loaded.rules, reading, t(1))).reason, "paused");
  reading.app.labels = {{"autoscale.group", "a"}};
  const auto inputs = compose(web, view, *loaded.rules, reading, t(1));
  EXPECT_EQ(inputs.min, 2);
  EXPECT_EQ(inputs.max, 20);
  EXPECT_FALSE(inputs.hold_alert);
  EXPECT_EQ(inputs.force, force_policy::own);
  EXPECT_EQ(decide(inputs).to, 11);
}

TEST(compose, an_app_that_names_a_group_that_is_not_there_is_left_alone) {
  app_view view;
  view.active = {due("hot")};
  read_answer reading = present(5);
  reading.app.labels = {{"autoscale.group", "wbe"}};
  EXPECT_EQ(decide(compose(web, view, *rules(), reading, t(0))).reason, "paused");
}

TEST(compose, a_label_that_was_to_hold_scaling_back_does_so_when_it_cannot_be_read) {
  app_view view;
  view.active = {due("hot")};
  for (const auto& [name, value] : {std::pair("autoscale.enabled", "no"),
                                    {"autoscale.dry_run", "yes"},
                                    {"autoscale.paused_until", "tomorrow"}}) {
    read_answer reading = present(5);
    reading.app.labels = {{name, value}};
    EXPECT_EQ(decide(compose(web, view, *rules(), reading, t(0))).reason, "paused") << name;
  }
  read_answer reading = present(5);
  reading.app.labels = {{"autoscale.cooldown.up", "soon"}};
  EXPECT_EQ(decide(compose(web, view, *rules(), reading, t(0))).to, 7);
}

constexpr const char* values = R"(version: 1
prometheus: {url: "http://p:9090"}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults: {marathon: prod, app: {label: app}, max_instances: 50}
  rules:
  - {rule: asked, matchers: ['alertname="A"'], scale: {target: 10, value_from: {query: x}}}
  - {rule: brought, matchers: ['alertname="B"'], scale: {target: 10, value_from: {annotation: v}, fallback: static, fallback_instances: 3}}
  - {rule: queue, matchers: ['alertname="Q"'], scale: {average_value: 10, value_from: {annotation: v}}}
)";

/// What is decided for 8 instances of which `ready` run, when a rule's value of that time says "twice the target".
decision for_ratio(const std::string& rule, std::int64_t ready, app_view view, int value_at = 0,
                   int now = 100) {
  const auto loaded = parse_rules(values, "r.yml");
  view.active = {due(rule)};
  view.active.front().value = exact_number(rule == "queue" ? 160 : 20);
  view.active.front().value_at = t(value_at);
  read_answer reading = present(8);
  reading.app.tasks_running = ready;
  return decide(compose(web, view, *loaded.rules, reading, t(now)));
}

TEST(compose, a_ratio_is_multiplied_with_the_instances_that_are_ready) {
  EXPECT_EQ(for_ratio("asked", 8, {}).to, 16);
  EXPECT_EQ(for_ratio("asked", 4, {}).to, 8);
  EXPECT_EQ(for_ratio("asked", 6, {}).to, 12);
  EXPECT_EQ(for_ratio("asked", 12, {}).to, 16) << "more than there shall be are not counted";
  EXPECT_EQ(for_ratio("asked", 0, {}).what, action::none) << "an average over nothing is none";
}

TEST(compose, only_healthy_instances_are_ready_where_there_are_health_checks) {
  const auto loaded = parse_rules(values, "r.yml");
  app_view view;
  view.active = {due("asked")};
  view.active.front().value = exact_number(20);
  read_answer reading = present(8);
  reading.app.tasks_running = 8;
  reading.app.has_health_checks = true;
  reading.app.tasks_healthy = 5;
  EXPECT_EQ(decide(compose(web, view, *loaded.rules, reading, t(0))).to, 10);
}

TEST(compose, a_ratio_that_an_alert_brought_is_spent_with_the_next_change_of_the_count) {
  app_view view;
  EXPECT_EQ(for_ratio("brought", 8, view, 50).to, 16);
  view.last_any = past_scaling{t(50), 4};
  EXPECT_EQ(for_ratio("brought", 8, view, 50).to, 8);
  EXPECT_EQ(for_ratio("brought", 8, view, 51).to, 16);
  view.verified = t(60);
  EXPECT_EQ(for_ratio("brought", 8, view, 51).to, 8);
  view.changes = {{t(70), 2}};
  EXPECT_EQ(for_ratio("brought", 8, view, 61).to, 8) << "a change by others is one too";
  EXPECT_EQ(for_ratio("brought", 8, view, 71).to, 16);
  view.watched = watched_change{};
  view.watched->accepted = t(70);
  EXPECT_EQ(for_ratio("brought", 8, view, 71).to, 8) << "the ready ones change now";
  EXPECT_EQ(for_ratio("asked", 8, view, 0).to, 16);
  EXPECT_EQ(for_ratio("queue", 8, view, 0).to, 16);
}

TEST(compose, a_ratio_speaks_again_when_what_is_watched_may_never_be_reached) {
  app_view view;
  view.last_any = past_scaling{t(0), 4};
  view.watched = watched_change{};
  view.watched->accepted = t(0);
  EXPECT_EQ(for_ratio("brought", 7, view, 299, 299).to, 8);
  EXPECT_EQ(for_ratio("brought", 7, view, 300, 400).to, 8) << "told while its instances came up";
  EXPECT_EQ(for_ratio("brought", 7, view, 301, 400).to, 14) << "one of them never gets healthy";
  view.watched->is_stuck = true;
  view.verified = t(320);
  EXPECT_EQ(for_ratio("brought", 7, view, 320, 400).to, 8);
  EXPECT_EQ(for_ratio("brought", 7, view, 321, 400).to, 14);
}

TEST(compose, a_value_that_an_alert_brought_is_missing_once_it_is_as_old_as_an_alert_may_get) {
  const int ttl = (2 * 4 * 60 + 5) * 60;
  EXPECT_EQ(for_ratio("queue", 8, {}, 0, ttl - 1).to, 16);
  EXPECT_EQ(for_ratio("queue", 8, {}, 0, ttl).to, 8);
  EXPECT_EQ(for_ratio("brought", 8, {}, 0, ttl).to, 3) << "its fallback";
}

}  // namespace
}  // namespace mesoscale::webhook
