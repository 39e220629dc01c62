#include "exporter/discovery/agent_registry.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mesoscale::exporter {
namespace {

using std::chrono::seconds;
using addresses = std::set<std::string>;

addresses addresses_of(const agent_registry& registry) {
  addresses all;
  for (const auto& [id, agent] : registry.agents()) all.insert(agent.address);
  return all;
}

TEST(agent_registry, follows_agents_as_they_come_and_go) {
  agent_registry registry;
  const agent_registry::time_point now{};
  registry.update({{"S0", "a:1"}, {"S1", "b:1"}}, now);
  EXPECT_EQ(addresses_of(registry), (addresses{"a:1", "b:1"}));

  registry.update({{"S1", "b:1"}, {"S2", "c:1"}}, now);

  EXPECT_EQ(addresses_of(registry), (addresses{"b:1", "c:1"}));
}

TEST(agent_registry, keeps_the_address_of_an_agent_that_the_new_leader_has_only_recovered) {
  agent_registry registry;
  const agent_registry::time_point now{};
  registry.update({{"S0", "a:1"}, {"S1", "b:1"}}, now);

  registry.update({{"S1", "b:1"}, {"S0", ""}, {"S9", ""}}, now);

  EXPECT_EQ(addresses_of(registry), (addresses{"a:1", "b:1"}));
}

TEST(agent_registry, finds_an_agent_by_its_address) {
  agent_registry registry, other;

  registry.update({{"S0", "A.example:1"}, {"S1", "a.example:1"}, {"S2", "[::1]:5051"}, {"S3", "no address"}},
                  {});
  other.update({{"T0", "b:1"}}, {});
  registry.add(other);

  EXPECT_EQ(registry.find("a.example:1")->id, "S0");
  EXPECT_EQ(registry.find("[::1]:5051")->id, "S2");
  EXPECT_EQ(registry.find("b:1")->id, "T0");
  EXPECT_EQ(registry.find("c:1"), nullptr);
  registry.update({{"S1", "b:1"}}, {});
  EXPECT_EQ(registry.find("a.example:1"), nullptr);
}

TEST(agent_registry, believes_an_empty_cluster_only_after_75_seconds) {
  agent_registry registry;
  const agent_registry::time_point start{};
  registry.update({{"S0", "a:1"}}, start);

  registry.update({}, start + seconds(10));
  registry.update({}, start + seconds(84));
  EXPECT_EQ(registry.size(), 1u);
  registry.update({}, start + seconds(85));

  EXPECT_EQ(registry.size(), 0u);
}

TEST(agent_registry, knows_nothing_from_a_first_answer_that_is_empty_until_75_seconds_later) {
  agent_registry registry;
  const agent_registry::time_point start{};

  registry.update({}, start + seconds(10));
  registry.update({}, start + seconds(84));
  EXPECT_FALSE(registry.is_known());
  registry.update({}, start + seconds(85));

  EXPECT_TRUE(registry.is_known());
  EXPECT_EQ(registry.size(), 0u);
}

TEST(agent_registry, knows_nothing_from_a_leader_that_has_only_recovered_its_agents) {
  agent_registry registry;
  const agent_registry::time_point now{};

  registry.update({{"S0", ""}, {"S1", ""}}, now);
  EXPECT_FALSE(registry.is_known());
  registry.update({{"S0", "a:1"}, {"S1", ""}}, now);

  EXPECT_TRUE(registry.is_known());
}

TEST(agent_registry, starts_the_75_seconds_anew_after_an_answer_with_agents) {
  agent_registry registry;
  const agent_registry::time_point start{};
  registry.update({{"S0", "a:1"}}, start);
  registry.update({}, start + seconds(10));
  registry.update({{"S0", "a:1"}}, start + seconds(20));

  registry.update({}, start + seconds(90));

  EXPECT_EQ(registry.size(), 1u);
}

}  // namespace
}  // namespace mesoscale::exporter
