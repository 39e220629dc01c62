// What the sequence tests share: the rule `hot` (up 2, cooldown and repeat 300 s, max 10), one app with 4 instances, and short
// words for messages: F fires, R resolves.
#pragma once

#include "tests/webhook/scaler/world.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {

using fault = fake_marathon::fault;
using effects = std::vector<effect>;

inline std::string rules_with(const std::string& more) {
  return R"(version: 1
global: {settle: 0s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults:
    marathon: prod
    app: {label: marathon_app}
    max_instances: 10
    behavior: {scaleUp: {cooldown: 300s}, scaleDown: {cooldown: 300s, stabilizationWindowSeconds: 0}}
  rules:
  - {rule: hot, matchers: ['alertname=~"Hot|AppCpuHigh"'], repeat_every: 300s, scale: {direction: up, by: 2})" +
         more + R"(}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)";
}

inline alert_message message(bool is_firing, const std::string& fingerprint, int starts,
                             const std::string& name, const std::string& app) {
  alert_message m;
  m.firing = is_firing;
  m.labels = {{"alertname", name}, {"marathon_app", app}};
  m.starts_at = world::at(starts);
  m.fingerprint = fingerprint;
  return m;
}

inline notification of(std::vector<alert_message> alerts) {
  notification n;
  n.version = "4";
  n.group_key = "g";
  n.alerts = std::move(alerts);
  return n;
}

inline alert_message F(const std::string& fingerprint, int starts, const std::string& name = "Hot",
                       const std::string& app = "/web") {
  return message(true, fingerprint, starts, name, app);
}

inline alert_message R(const std::string& fingerprint, int starts, int ends) {
  alert_message m = message(false, fingerprint, starts, "Hot", "/web");
  m.ends_at = world::at(ends);
  return m;
}

class sequence : public testing::Test {
 protected:
  explicit sequence(const std::string& more = "") : w(rules_with(more)) {
    w.marathon.apps["/web"].instances = 4;
  }
  std::string last_reason() { return w.decisions().empty() ? "" : w.decisions().front().reason; }
  world w;
};

}  // namespace mesoscale::webhook
