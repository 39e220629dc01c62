// What the tests by a set clock share: the real actors with the product's own times (settle 2 s, polls of 5 and 10 s, tick 30 s)
// against the simulated Marathon, and rules for one app of 4 instances.
#pragma once

#include "tests/system/scaling/simulated_marathon.hpp"
#include "tests/webhook/scaler/sequence.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace mesoscale::webhook {

class in_time : public testing::Test {
 protected:
  /// group: further keys of the group, each line indented by two spaces; rules: further rules, each in a line of its own.
  static std::string file(const std::string& group = "", const std::string& rules = "") {
    return R"(version: 1
marathons: [{name: main, urls: ["MARATHON"]}]
groups:
- name: g
)" + group +
           R"(  defaults: {marathon: main, app: {label: marathon_app}, max_instances: 20, repeat_every: 0, behavior: {scaleUp: {cooldown: 0s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}}
  - {rule: more, matchers: ['alertname="More"'], scale: {direction: up, by: 3}}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)" + rules;
  }
  static json app_of(const std::string& id, int instances, double mem = 16) {
    return {{"id", id}, {"cmd", "sleep 100"}, {"cpus", 0.1}, {"mem", mem}, {"instances", instances}};
  }
  /// The app exists for a minute when the test begins at second 0.
  simulated_world& start(const std::string& group = "", const std::string& rules = "",
                         const json& app = app_of("/web", 4)) {
    w = std::make_unique<simulated_world>(file(group, rules), -60);
    w->marathon.add(app);
    w->until(0);
    return *w;
  }
  static json of_put(json one) {
    one["path"] = "/v2/apps/web";
    one["method"] = "PUT";
    return one;
  }
  void fire(int second, const std::string& name = "Hot", const std::string& fingerprint = "a") {
    ASSERT_TRUE(w->receive(second, of({F(fingerprint, second, name)})));
  }
  /// The alert of fire(), which ends now.
  void resolve(int second, int since, const std::string& name = "Hot", const std::string& fingerprint = "a") {
    alert_message end = message(false, fingerprint, since, name, "/web");
    end.ends_at = world::at(second);
    ASSERT_TRUE(w->receive(second, of({end})));
  }
  /// "4.0>6" for each change of the count that Marathon took from anybody: second and count.
  std::vector<std::pair<int, std::int64_t>> changes() {
    std::vector<std::pair<int, std::int64_t>> out;
    for (const seen_put& put : w->marathon.puts()) {
      if (put.is_effective) out.emplace_back(static_cast<int>(put.second), put.to);
    }
    return out;
  }
  std::size_t puts() { return w->marathon.puts().size(); }
  bool has_decision(const std::string& reason) {
    for (const decision_record& d : w->decisions()) {
      if (d.reason == reason) return true;
    }
    return false;
  }
  decision_record newest() { return w->decisions().empty() ? decision_record() : w->decisions().front(); }

  std::unique_ptr<simulated_world> w;
};

using changes_made = std::vector<std::pair<int, std::int64_t>>;

}  // namespace mesoscale::webhook
