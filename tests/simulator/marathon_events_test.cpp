#include "simulator/marathon_events.hpp"

#include "tests/simulator/cluster_fixture.hpp"

namespace mesoscale::simulator {
namespace {

class marathon_events : public cluster_test {
 protected:
  void SetUp() override {
    model.create_app(web(2), false);
    wait(seconds(10));
  }
  static bool tells(const std::string& text, const std::string& event) {
    return text.find("event: " + event + "\r\ndata: {") != std::string::npos;
  }
};

TEST_F(marathon_events, nothing_is_told_while_nothing_happens) {
  const event_position before = position_of(model);
  wait(seconds(60));
  EXPECT_EQ(events_since(before, model), "");
}

TEST_F(marathon_events, a_deployment_is_told_when_it_begins_and_when_it_is_over) {
  const event_position idle = position_of(model);
  scale(4);
  const std::string begun = events_since(idle, model);
  EXPECT_TRUE(tells(begun, "deployment_info")) << begun;
  const event_position deploying = position_of(model);
  wait(seconds(10));
  const std::string over = events_since(deploying, model);
  EXPECT_TRUE(tells(over, "deployment_success")) << over;
  EXPECT_EQ(over.substr(over.size() - 4), "\r\n\r\n");
}

TEST_F(marathon_events, a_task_that_ends_is_told) {
  const event_position before = position_of(model);
  scale(1);
  wait(seconds(10));
  EXPECT_TRUE(tells(events_since(before, model), "status_update_event"));
}

TEST_F(marathon_events, a_forgotten_change_leaves_the_app_as_it_was) {
  const std::string version = model.apps().at("/demo/web").version;
  scale(4);
  ASSERT_TRUE(model.forget_change("/demo/web"));
  EXPECT_EQ(model.apps().at("/demo/web").definition.instances, 2);
  EXPECT_EQ(model.apps().at("/demo/web").version, version);
  EXPECT_TRUE(model.deployments().empty());
  wait(seconds(10));
  EXPECT_EQ(count(task_state::running), 2);
}

TEST_F(marathon_events, a_change_can_be_forgotten_only_when_there_was_one) {
  EXPECT_FALSE(model.forget_change("/demo/web"));
  EXPECT_FALSE(model.forget_change("/demo/other"));
}

}  // namespace
}  // namespace mesoscale::simulator
