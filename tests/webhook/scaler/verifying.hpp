// What the tests of acting and watching share: rules for up and down, one app with 4 instances, what was told of its changes.
#pragma once

#include "tests/webhook/scaler/sequence.hpp"

namespace mesoscale::webhook {

using verdicts = std::vector<verdict>;

class verifying : public testing::Test {
 protected:
  /// more: further keys of the group, each line indented by two spaces.
  world& with(const std::string& more = "", const std::string& settle = "0s") {
    w = std::make_unique<world>(R"(version: 1
global: {settle: )" + settle + R"(}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
)" + more + R"(  defaults:
    marathon: prod
    app: {label: marathon_app}
    min_instances: 2
    max_instances: 20
    behavior: {scaleUp: {cooldown: 100s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)");
    w->marathon.apps["/web"].instances = 4;
    return *w;
  }
  fake_marathon::app& web() { return w->marathon.apps["/web"]; }
  decision_record newest() { return w->decisions().front(); }
  verdicts found() {
    verdicts out;
    for (const change_report& c : w->changes) out.push_back(c.what);
    return out;
  }
  std::unique_ptr<world> w;
};

}  // namespace mesoscale::webhook
