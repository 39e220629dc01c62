// A simulated cluster for tests: three agents of 4 CPUs, and the app /demo/web of 0.5 CPUs and 64 MB per instance.
#pragma once

#include "simulator/cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

namespace mesoscale::simulator {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline const instant start{seconds(1'795'332'000)};

inline app_definition definition(const json& update, const app_definition* current = nullptr,
                                 const std::string& id = "/demo/web") {
  auto made = define_app(id, update, current);
  EXPECT_TRUE(std::holds_alternative<app_definition>(made));
  return std::get<app_definition>(made);
}

inline app_definition web(int instances) {
  return definition({{"cmd", "sleep 1000"}, {"cpus", 0.5}, {"mem", 64}, {"instances", instances}});
}

class cluster_test : public testing::Test {
 protected:
  /// Lets time pass.
  void wait(microseconds span) { model.step(model.now() + span); }

  change scale(int instances, bool force = false) {
    const app_definition& now = model.apps().at("/demo/web").definition;
    return model.update_app(definition({{"instances", instances}}, &now), force);
  }

  int count(task_state state) const {
    return static_cast<int>(std::count_if(model.tasks().begin(), model.tasks().end(),
                                          [&](const task& t) { return t.state == state; }));
  }

  cluster_options options;
  cluster model{options, start};
};

}  // namespace mesoscale::simulator
