#include "simulator/cluster.hpp"

#include "tests/simulator/cluster_fixture.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

TEST_F(cluster_test, the_load_is_shared_by_the_running_instances) {
  model.create_app(web(2), false);
  wait(seconds(2));
  model.set_load("/demo/web", 1.0);
  wait(seconds(10));

  for (const task& t : model.tasks()) {
    EXPECT_NEAR(t.cpu_user_secs + t.cpu_system_secs, 5.0, 1e-9);
    EXPECT_GT(t.cpu_user_secs, t.cpu_system_secs);
  }
  scale(4);
  wait(seconds(1));  // two are staging: the two that run carry it all
  EXPECT_NEAR(model.tasks().front().cpu_rate, 0.5, 1e-9);
  wait(seconds(11));
  EXPECT_NEAR(model.tasks().front().cpu_rate, 0.25, 1e-9);
  EXPECT_NEAR(model.tasks().front().cpu_user_secs + model.tasks().front().cpu_system_secs, 5.0 + 1.0 + 2.5,
              1e-9);
}

TEST_F(cluster_test, a_long_step_counts_like_many_short_ones) {
  cluster other(options, start);
  for (cluster* each : {&model, &other}) {
    each->create_app(web(2), false);
    each->set_load("/demo/web", 0.7);
  }

  model.step(start + seconds(30));
  for (int i = 1; i <= 300; ++i) other.step(start + milliseconds(100) * i);

  ASSERT_EQ(model.tasks().size(), other.tasks().size());
  EXPECT_NEAR(model.tasks()[0].cpu_user_secs, other.tasks()[0].cpu_user_secs, 1e-9);
}

TEST_F(cluster_test, a_task_uses_at_most_the_burst_factor_times_its_cpus) {
  model.create_app(web(1), false);
  wait(seconds(2));

  model.set_load("/demo/web", 100);

  EXPECT_NEAR(model.tasks().front().cpu_rate, 0.5 * options.burst_factor, 1e-9);
}

TEST_F(cluster_test, the_tasks_of_an_agent_use_no_more_cpus_than_it_has) {
  options.agents = 1;
  cluster small(options, start);
  small.create_app(web(4), false);
  small.step(start + seconds(2));

  small.set_load("/demo/web", 100);

  double used = 0;
  for (const task& t : small.tasks()) used += t.cpu_rate;
  EXPECT_NEAR(used, options.agent_cpus, 1e-9);
}

TEST_F(cluster_test, a_new_leader_counts_from_zero) {
  model.create_app(web(2), false);
  wait(seconds(3));
  ASSERT_EQ(model.counters().tasks_launched, 2);

  model.elect(1);

  EXPECT_EQ(model.leader(), 1);
  EXPECT_EQ(model.counters().tasks_launched, 0);
  EXPECT_EQ(model.elected_at(), model.now());
}

TEST_F(cluster_test, a_task_is_named_after_the_path_of_its_app) {
  model.create_app(web(1), false);

  const std::string& id = model.tasks().front().id;
  EXPECT_EQ(id.substr(0, 9), "demo_web.");
  EXPECT_EQ(id.size(), 9u + 36u);
}

}  // namespace
}  // namespace mesoscale::simulator
