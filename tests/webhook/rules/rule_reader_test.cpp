#include "webhook/rules/rule_reader.hpp"

#include "common/core/yaml.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace mesoscale::webhook {
namespace {

std::string folder(const std::string& name) { return std::string(FIXTURES_DIR) + "/rules/" + name; }

std::vector<std::filesystem::path> files_in(const std::string& name) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder(name))) {
    if (entry.path().extension() == ".yml") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

TEST(rule_reader, every_bad_file_gets_the_message_that_stands_beside_it) {
  const auto files = files_in("bad");
  ASSERT_GE(files.size(), 40u);
  for (const auto& path : files) {
    auto expected = path;
    const auto loaded = parse_rules(read_file(path).value(), path.filename());
    EXPECT_EQ(loaded.rules, nullptr) << path;
    EXPECT_EQ(joined(loaded.errors), read_file(expected.replace_extension(".expected")).value());
  }
}

TEST(rule_reader, every_file_with_a_warning_loads_and_gets_the_warning_that_stands_beside_it) {
  const auto files = files_in("warn");
  ASSERT_GE(files.size(), 3u);
  for (const auto& path : files) {
    auto expected = path;
    const auto loaded = parse_rules(read_file(path).value(), path.filename());
    EXPECT_EQ(joined(loaded.errors), "");
    EXPECT_NE(loaded.rules, nullptr) << path;
    EXPECT_EQ(joined(loaded.warnings), read_file(expected.replace_extension(".expected")).value());
  }
}

TEST(rule_reader, a_full_file_is_read_as_it_stands) {
  const auto loaded = load_rules(folder("good/full.yml"));
  ASSERT_EQ(joined(loaded.errors), "");
  EXPECT_EQ(joined(loaded.warnings), "");
  const rule_file& file = *loaded.rules;
  EXPECT_TRUE(file.global.dry_run);
  EXPECT_EQ(file.global.hard_max_instances, 40);
  EXPECT_EQ(file.global.settle, milliseconds(500));
  EXPECT_EQ(file.global.reopen_grace, milliseconds(90'000));
  EXPECT_EQ(file.global.effective_alert_ttl(), milliseconds(7'500'000));
  EXPECT_EQ(file.global.ignore_labels, (std::vector<std::string>{"replica"}));
  ASSERT_EQ(file.marathons.size(), 2u);
  EXPECT_EQ(file.marathons[0].urls[1].text(), "https://m2.example:8443/marathon");
  EXPECT_EQ(file.marathons[0].http.basic_username, "scaler");
  EXPECT_EQ(file.marathons[0].http.tls.ca_file, "/etc/ssl/ca.pem");
  ASSERT_EQ(file.rules.size(), 6u);
  const rule& busy = file.rules[0];
  EXPECT_EQ(busy.name, "WebBusy");
  EXPECT_EQ(busy.group, "web");
  EXPECT_EQ(busy.app_label, "marathon_app");
  EXPECT_EQ(busy.min_instances, 2);
  EXPECT_EQ(busy.max_instances, 20);
  EXPECT_EQ(busy.cooldown_up, milliseconds(120'000));
  EXPECT_EQ(busy.cooldown_down, milliseconds(600'000));
  EXPECT_EQ(busy.repeat_every, milliseconds(180'000));
  EXPECT_EQ(std::get<percent_policy>(busy.scale).percent, 25);
  EXPECT_EQ(std::get<percent_policy>(busy.scale).min_step, 2);
  const rule& idle = file.rules[1];
  EXPECT_EQ(direction_of(idle.scale), direction::down);
  EXPECT_EQ(idle.repeat_every, idle.cooldown_down);
  EXPECT_EQ(idle.per, activation_scope::app);
  const rule& queue = file.rules[2];
  EXPECT_EQ(queue.app_id, "/batch/worker");
  EXPECT_EQ(queue.app_label, "");
  EXPECT_EQ(queue.max_instances, 8);
  EXPECT_EQ(queue.force, force_policy::never);
  EXPECT_EQ(queue.manual_hold, std::chrono::minutes(20));
  EXPECT_EQ(queue.repeat_every, milliseconds(0));
  EXPECT_EQ(queue.per, activation_scope::alert);
}

TEST(rule_reader, targets_counts_holds_and_behavior_are_read_as_they_stand) {
  const auto loaded = load_rules(folder("good/full.yml"));
  ASSERT_EQ(joined(loaded.errors), "");
  const rule& length = *loaded.rules->find_rule("QueueLength");
  const auto& how = std::get<target_policy>(length.scale);
  EXPECT_EQ(how.what, target_policy::kind::average_value);
  EXPECT_EQ(how.target.text(), "61/2");
  EXPECT_EQ(how.tolerance_up.text(), "1/5");
  EXPECT_EQ(how.tolerance_down.text(), "3/10");  // behavior's stands over scale's
  EXPECT_EQ(how.on_missing, fallback::static_if_higher);
  EXPECT_EQ(how.fallback_instances, 4);
  EXPECT_EQ(length.value_annotation, "value");
  EXPECT_TRUE(length.activation);
  EXPECT_EQ(length.window_up, milliseconds(15'000));
  EXPECT_EQ(length.window_down, milliseconds(600'000));
  ASSERT_EQ(length.rate_up.policies.size(), 2u);
  EXPECT_EQ(length.rate_up.policies[0].what, rate_policy::kind::percent);
  EXPECT_EQ(length.rate_up.policies[0].value.text(), "25/2");
  EXPECT_EQ(length.rate_up.policies[1].value, 4);
  EXPECT_EQ(length.rate_up.policies[1].period, milliseconds(120'000));
  EXPECT_EQ(length.rate_up.select, select_policy::min);
  EXPECT_EQ(length.rate_down.select, select_policy::disabled);
  EXPECT_EQ(length.repeat_every, milliseconds(0));
  EXPECT_EQ(std::get<absolute_policy>(loaded.rules->find_rule("Flood")->scale).to, 20);
  EXPECT_TRUE(std::holds_alternative<hold_policy>(loaded.rules->find_rule("Incident")->scale));
}

TEST(rule_reader, defaults_are_what_the_reference_says) {
  const auto loaded = load_rules(folder("good/smallest.yml"));
  ASSERT_EQ(joined(loaded.errors), "");
  const rule_file& file = *loaded.rules;
  EXPECT_FALSE(file.global.dry_run);
  EXPECT_EQ(file.global.hard_max_instances, 200);
  EXPECT_EQ(file.global.settle, milliseconds(2'000));
  EXPECT_EQ(file.global.effective_alert_ttl(), std::chrono::hours(8) + std::chrono::minutes(5));
  EXPECT_EQ(file.rules[0].cooldown_up, std::chrono::minutes(5));
  EXPECT_EQ(file.rules[0].window_up, milliseconds(0));
  EXPECT_EQ(file.rules[0].force, force_policy::own);
  EXPECT_EQ(file.rules[0].manual_hold, std::chrono::minutes(10));
  EXPECT_EQ(file.rules[0].window_down, milliseconds(300'000));
  EXPECT_TRUE(file.rules[0].rate_up.policies.empty());
  EXPECT_EQ(file.rules[0].min_instances, 1);
  EXPECT_EQ(file.rules[0].unconfirmed_repeats, 3);
}

TEST(rule_reader, the_examples_of_the_documentation_load_without_a_warning) {
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SOURCE_DIR) + "/docs/examples")) {
    const bool is_ours = entry.path().filename().string().rfind("scaling", 0) == 0;
    if (!is_ours || entry.path().extension() != ".yml") continue;
    const auto loaded = load_rules(entry.path());
    EXPECT_EQ(joined(loaded.errors), "");
    EXPECT_EQ(joined(loaded.warnings), "");
  }
}

TEST(rule_reader, variables_of_the_environment_stand_in_marathons_alone) {
  constexpr const char* text = R"(version: 1
marathons:
- {name: prod, urls: ["http://${MESOSCALE_TEST_HOST}:8080"], allow_apps: ["/${MESOSCALE_TEST_TEAM}/.*$"], api: patch}
groups:
- name: g
  rules: [{rule: r, matchers: ['a="${MESOSCALE_TEST_HOST}"'], marathon: prod, app: /shop/web, max_instances: 3, scale: {to: 2}}]
)";
  ::setenv("MESOSCALE_TEST_HOST", "m7", 1);
  ::setenv("MESOSCALE_TEST_TEAM", "shop", 1);
  const auto loaded = parse_rules(text, "r.yml");
  ASSERT_EQ(joined(loaded.errors), "");
  const marathon_settings& prod = loaded.rules->marathons.front();
  EXPECT_EQ(prod.urls.front().authority(), "m7:8080");
  EXPECT_TRUE(prod.allows("/shop/web"));
  EXPECT_FALSE(prod.allows("/other/web"));
  EXPECT_EQ(prod.api, scaling_method::patch);
  EXPECT_EQ(loaded.rules->rules.front().matchers.front().value(), "${MESOSCALE_TEST_HOST}");
}

TEST(rule_reader, a_message_has_what_is_written_and_not_what_a_variable_stands_for) {
  ::setenv("MESOSCALE_TEST_SECRET", "hunter2", 1);
  const auto loaded = parse_rules(
      "version: 1\nmarathons: [{name: p, urls: [\"http://u:${MESOSCALE_TEST_SECRET}@m1\"], api: "
      "\"${MESOSCALE_TEST_SECRET}\", tls_config: {insecure_skip_verify: "
      "\"${MESOSCALE_TEST_SECRET}\"}}]\ngroups: []\n",
      "r.yml");
  EXPECT_EQ(loaded.errors.size(), 3U);
  EXPECT_EQ(joined(loaded.errors).find("hunter2"), std::string::npos) << joined(loaded.errors);
}

TEST(rule_reader, the_time_to_live_of_alerts_may_be_left_to_their_repeats) {
  constexpr const char* text = R"(version: 1
global: {alert_ttl: auto, assume_repeat_interval: 1h}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups: []
)";
  const auto loaded = parse_rules(text, "r.yml");
  ASSERT_EQ(joined(loaded.errors), "");
  EXPECT_EQ(loaded.rules->global.effective_alert_ttl(), std::chrono::minutes(125));
}

TEST(rule_reader, a_file_that_is_not_there_is_named) {
  const auto loaded = load_rules("/nonexistent/rules.yml");
  EXPECT_EQ(joined(loaded.errors), "/nonexistent/rules.yml: No such file or directory\n");
}

}  // namespace
}  // namespace mesoscale::webhook
