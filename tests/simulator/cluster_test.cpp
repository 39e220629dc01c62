#include "simulator/cluster.hpp"

#include "tests/simulator/cluster_fixture.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

TEST_F(cluster_test, a_task_stages_for_the_start_delay_and_then_runs) {
  model.create_app(web(2), false);

  EXPECT_EQ(count(task_state::staging), 2);
  wait(milliseconds(1999));
  EXPECT_EQ(count(task_state::running), 0);
  wait(milliseconds(1));
  EXPECT_EQ(count(task_state::running), 2);
  EXPECT_EQ(model.tasks().front().started_at, start + seconds(2));
}

TEST_F(cluster_test, a_deployment_lasts_until_all_instances_run) {
  model.create_app(web(2), false);

  EXPECT_EQ(model.deployments().size(), 1u);
  wait(milliseconds(1999));
  EXPECT_EQ(model.deployments().size(), 1u);
  wait(milliseconds(1));
  EXPECT_TRUE(model.deployments().empty());
}

TEST_F(cluster_test, scaling_down_kills_staging_tasks_first) {
  model.create_app(web(2), false);
  wait(seconds(3));
  scale(3);
  wait(seconds(1));

  scale(2, true);
  wait(seconds(1));

  EXPECT_EQ(count(task_state::running), 2);
  ASSERT_EQ(model.completed_tasks().size(), 1u);
  EXPECT_EQ(model.completed_tasks().front().started_at, instant{});
}

TEST_F(cluster_test, scaling_down_kills_the_youngest) {
  model.create_app(web(2), false);
  wait(seconds(3));
  const std::string oldest = model.tasks().front().id;
  scale(4);
  wait(seconds(3));

  scale(1);
  wait(seconds(1));

  ASSERT_EQ(model.tasks().size(), 1u);
  EXPECT_EQ(model.tasks().front().id, oldest);
}

TEST_F(cluster_test, oldest_first_kills_the_oldest) {
  model.create_app(
      definition(
          {{"cmd", "x"}, {"cpus", 0.1}, {"mem", 1}, {"instances", 1}, {"killSelection", "OLDEST_FIRST"}}),
      false);
  wait(seconds(3));
  const std::string oldest = model.tasks().front().id;
  scale(2);
  wait(seconds(3));

  scale(1);
  wait(seconds(1));

  ASSERT_EQ(model.tasks().size(), 1u);
  EXPECT_NE(model.tasks().front().id, oldest);
}

TEST_F(cluster_test, a_running_deployment_locks_the_app) {
  const change created = model.create_app(web(1), false);

  const change refused = scale(2);

  EXPECT_EQ(refused.what, change::outcome::locked);
  EXPECT_EQ(refused.conflicts, std::vector<std::string>{created.deployment_id});
  EXPECT_EQ(model.apps().at("/demo/web").definition.instances, 1);
}

TEST_F(cluster_test, force_cancels_the_conflicting_deployment_and_replaces_it) {
  const change created = model.create_app(web(1), false);

  const change forced = scale(3, true);

  EXPECT_EQ(forced.what, change::outcome::accepted);
  ASSERT_EQ(model.deployments().size(), 1u);
  EXPECT_EQ(model.deployments().front().id, forced.deployment_id);
  EXPECT_NE(forced.deployment_id, created.deployment_id);
  wait(seconds(2));
  EXPECT_EQ(count(task_state::running), 3);
}

TEST_F(cluster_test, a_lock_ends_by_itself) {
  model.create_app(web(1), false);
  wait(seconds(3));
  model.lock_app("/demo/web", seconds(5));

  wait(milliseconds(4999));
  EXPECT_EQ(scale(2).what, change::outcome::locked);
  wait(milliseconds(1));
  EXPECT_EQ(scale(2).what, change::outcome::accepted);
}

TEST_F(cluster_test, the_same_count_again_is_accepted_without_a_deployment_even_while_locked) {
  model.create_app(web(2), false);

  const change same = scale(2);

  EXPECT_EQ(same.what, change::outcome::accepted);
  EXPECT_EQ(model.deployments().size(), 1u) << "only that of the creation";
  EXPECT_EQ(model.apps().at("/demo/web").versions.size(), 1u);
}

TEST_F(cluster_test, instances_without_room_wait_and_the_deployment_stays) {
  model.create_app(web(25), false);  // 3 agents of 4 CPUs hold 24 of 0.5 CPUs
  wait(seconds(60));

  const app& of = model.apps().at("/demo/web");
  EXPECT_EQ(count(task_state::running), 24);
  EXPECT_EQ(model.waiting_instances(of), 1);
  EXPECT_EQ(of.waiting_since, start);
  EXPECT_EQ(model.deployments().size(), 1u);
}

TEST_F(cluster_test, a_new_agent_takes_the_instances_that_wait) {
  model.create_app(web(25), false);
  wait(seconds(10));

  model.add_agent();
  wait(seconds(2));

  EXPECT_EQ(count(task_state::running), 25);
  EXPECT_TRUE(model.deployments().empty());
}

TEST_F(cluster_test, memory_limits_placement_like_cpus) {
  model.create_app(definition({{"cmd", "x"}, {"cpus", 0.1}, {"mem", 8000}, {"instances", 4}}), false);
  wait(seconds(3));

  EXPECT_EQ(count(task_state::running), 3);
}

TEST_F(cluster_test, tasks_of_a_removed_agent_are_started_elsewhere) {
  model.create_app(web(3), false);
  wait(seconds(3));

  EXPECT_TRUE(model.remove_agent("127.0.11.2"));

  EXPECT_EQ(model.agents_unreachable(), 1);
  EXPECT_EQ(model.counters().tasks_lost, 1);
  EXPECT_EQ(count(task_state::staging), 1);
  wait(seconds(2));
  EXPECT_EQ(count(task_state::running), 3);
}

TEST_F(cluster_test, a_changed_definition_replaces_every_task_and_keeps_the_capacity) {
  model.create_app(web(2), false);
  wait(seconds(3));
  const app_definition before = model.apps().at("/demo/web").definition;

  model.update_app(definition({{"cmd", "sleep 2000"}}, &before), false);

  EXPECT_EQ(count(task_state::running), 2);
  EXPECT_EQ(count(task_state::staging), 2);
  wait(seconds(2));
  EXPECT_EQ(count(task_state::killing), 2);
  wait(seconds(1));
  ASSERT_EQ(model.tasks().size(), 2u);
  EXPECT_TRUE(model.deployments().empty());
  for (const task& t : model.tasks())
    EXPECT_EQ(t.config_version, model.apps().at("/demo/web").last_config_change_at);
}

TEST_F(cluster_test, scaling_changes_the_scaling_time_and_nothing_else) {
  model.create_app(web(2), false);
  wait(seconds(3));
  const app before = model.apps().at("/demo/web");

  const change scaled = scale(3);

  const app& after = model.apps().at("/demo/web");
  EXPECT_EQ(after.version, scaled.version);
  EXPECT_EQ(after.last_scaling_at, scaled.version);
  EXPECT_EQ(after.last_config_change_at, before.last_config_change_at);
  EXPECT_EQ(after.versions.size(), 2u);
}

TEST_F(cluster_test, two_changes_at_one_instant_have_different_versions) {
  const change first = model.create_app(web(1), false);
  const change second = scale(2, true);

  EXPECT_LT(first.version, second.version);
}

TEST_F(cluster_test, a_deleted_app_is_gone_at_once_and_its_tasks_a_moment_later) {
  model.create_app(web(2), false);
  wait(seconds(3));

  model.delete_app("/demo/web", true);

  EXPECT_TRUE(model.apps().empty());
  EXPECT_EQ(count(task_state::killing), 2);
  EXPECT_EQ(model.create_app(web(1), false).what, change::outcome::locked);
  wait(seconds(1));
  EXPECT_TRUE(model.tasks().empty());
  EXPECT_TRUE(model.deployments().empty());
}

TEST_F(cluster_test, rolling_back_restores_the_count_before) {
  model.create_app(web(2), false);
  wait(seconds(3));
  const change scaled = scale(5);

  const change undone = model.roll_back(scaled.deployment_id);

  EXPECT_EQ(undone.what, change::outcome::accepted);
  EXPECT_EQ(model.apps().at("/demo/web").definition.instances, 2);
  wait(seconds(3));
  EXPECT_EQ(count(task_state::running), 2);
}

TEST_F(cluster_test, a_cancelled_deployment_leaves_the_target) {
  model.create_app(web(25), false);
  wait(seconds(3));

  EXPECT_TRUE(model.cancel_deployment(model.deployments().front().id));

  EXPECT_TRUE(model.deployments().empty());
  EXPECT_EQ(model.apps().at("/demo/web").definition.instances, 25);
}

}  // namespace
}  // namespace mesoscale::simulator
