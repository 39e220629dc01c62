// What the tests of composing a decision share: rules of one app, a reading of it, activities with due steps.
#pragma once

#include "webhook/rules/rule_reader.hpp"
#include "webhook/scaler/compose.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {

using std::chrono::seconds;

inline const app_key web{"prod", "/web"};

inline instant t(int s) { return from_ms(1'800'000'000'000) + seconds(s); }

inline std::shared_ptr<const rule_file> rules() {
  const auto loaded = parse_rules(R"(version: 1
global: {hard_max_instances: 50}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults: {marathon: prod, app: {label: app}, min_instances: 2, max_instances: 20}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, behavior: {scaleUp: {cooldown: 100s}}}
  - {rule: hotter, matchers: ['alertname="Hotter"'], scale: {direction: up, by: 3}, max_instances: 12, behavior: {scaleUp: {cooldown: 60s}}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}, min_instances: 4, behavior: {scaleDown: {cooldown: 300s}}}
  - {rule: fixed, matchers: ['alertname="Fixed"'], app: /web, scale: {direction: up, by: 1}, max_instances: 15}
  - {rule: elsewhere, matchers: ['alertname="X"'], app: /other, scale: {direction: up, by: 1}, max_instances: 3}
)",
                                  "r.yml");
  EXPECT_TRUE(loaded.errors.empty()) << loaded.errors.front();
  return loaded.rules;
}

inline read_answer present(std::int64_t instances) {
  read_answer out;
  out.what = read_answer::kind::present;
  out.app.instances = instances;
  return out;
}

inline rule_activity due(const std::string& rule, int steps = 1) {
  rule_activity out{rule, signal_state::pulse, {}};
  for (int k = 0; k < steps; ++k) out.due.push_back({1, k, rule + ":" + std::to_string(k)});
  return out;
}

inline app_state changed_by(const std::string& who, int at) {
  app_state out;
  out.instances = 9;
  out.external = who;
  out.external_at = t(at);
  return out;
}

}  // namespace mesoscale::webhook
