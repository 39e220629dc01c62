#include "exporter/discovery/discovery.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"
#include "tests/exporter/scripted_client.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using addresses = std::set<std::string>;

addresses addresses_of(const agent_registry& registry) {
  addresses all;
  for (const auto& [id, agent] : registry.agents()) all.insert(agent.address);
  return all;
}

struct discovering : ::testing::Test {
  asio::io_context io;
  std::shared_ptr<testing::scripted_client> client = std::make_shared<testing::scripted_client>();
  std::shared_ptr<discovery> agents;

  void SetUp() override { make(std::chrono::minutes(1)); }

  void make(milliseconds fresh_for) {
    discovery::settings how{.masters = {}, .fresh_for = fresh_for};
    for (const char* url : {"http://m1:5050", "http://m2:5050", "http://m3:5050"}) {
      how.masters.push_back({target_kind::mesos_master, parse_url(url).value(), nullptr});
    }
    discover(std::move(how));
    for (const char* standby : {"m1", "m2", "m3"})
      client->say(std::string(standby) + ":5050/slaves", 307, "");
  }

  void lead(const std::string& master, const std::string& body) {
    client->say(master + ":5050/slaves", 200, body);
  }

  /// Answers are not shared, so that each question is seen.
  void discover(discovery::settings how) {
    list_.min_interval = milliseconds(0);
    how.list = &list_;
    auto ask = std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [](target_kind) {});
    agents = std::make_shared<discovery>(io.get_executor(), std::move(ask), std::move(how));
  }

  void lead_with_state(const std::string& master, const std::string& body) {
    client->say(master + ":5050/state.json", 200, body);
  }

  void refresh(milliseconds time = milliseconds(1000)) { testing::run(io, refreshed(agents, time)); }

  static asio::awaitable<bool> refreshed(std::shared_ptr<discovery> agents, milliseconds time) {
    co_await agents->refresh(net::after(time));
    co_return agents->is_up();
  }

  collector list_ = *find_collector("mesos_master_agents");
};

TEST_F(discovering, finds_the_agents_through_the_leader) {
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));

  refresh();

  EXPECT_TRUE(agents->is_up());
  EXPECT_EQ(addresses_of(agents->agents()), (addresses{"127.0.0.1:5151", "127.0.0.1:5152"}));
}

TEST_F(discovering, does_not_wait_for_a_standby_that_hangs) {
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  client->hang("m1:5050/slaves");

  refresh(std::chrono::minutes(10));

  EXPECT_TRUE(agents->is_up());
}

TEST_F(discovering, asks_nobody_again_while_the_list_is_fresh) {
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  refresh();
  const auto asked = client->asked.size();

  refresh();

  EXPECT_EQ(client->asked.size(), asked);
}

TEST_F(discovering, keeps_the_last_known_list_while_no_master_leads) {
  make(milliseconds(0));
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  refresh();
  client->say("m2:5050/slaves", 503, "No leader elected");

  refresh();

  EXPECT_FALSE(agents->is_up());
  EXPECT_EQ(agents->agents().size(), 2u);
}

TEST_F(discovering, keeps_the_last_known_list_while_the_leader_has_no_registry) {
  make(milliseconds(0));
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  refresh();
  lead("m2", testing::read_fixture("mesos/answers/slaves_without_quorum.body"));
  client->say("m2:5050/metrics/snapshot", 200,
              testing::read_fixture("mesos/answers/snapshot_without_quorum.body"));

  refresh();

  EXPECT_FALSE(agents->is_up());
  EXPECT_EQ(agents->agents().size(), 2u);
}

// As masters before 1.0 do.
TEST_F(discovering, does_not_believe_a_standby_that_answers_for_itself) {
  lead("m1", R"({"slaves":[]})");
  client->say("m1:5050/metrics/snapshot", 200, testing::read_fixture("mesos/standby/metrics_snapshot.body"));
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));

  refresh();

  EXPECT_TRUE(agents->is_up());
  EXPECT_EQ(agents->agents().size(), 2u);
}

TEST_F(discovering, finds_agents_of_versions_without_a_list_of_their_own) {
  client->say("m1:5050/slaves", 404, "");
  lead_with_state("m1", R"({"slaves":[{"id":"S5","pid":"slave(1)@10.0.0.5:5051"}],"frameworks":[]})");

  refresh();

  EXPECT_EQ(addresses_of(agents->agents()), (addresses{"10.0.0.5:5051"}));
}

TEST_F(discovering, follows_a_change_of_the_leader) {
  make(milliseconds(0));
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  refresh();
  client->fail("m2:5050/slaves", errc::refused);
  lead("m3", R"({"slaves":[{"id":"S5","pid":"slave(1)@10.0.0.5:5051"}]})");

  refresh();

  EXPECT_TRUE(agents->is_up());
  EXPECT_EQ(addresses_of(agents->agents()), (addresses{"10.0.0.5:5051"}));
}

TEST_F(discovering, asks_only_the_leader_once_it_is_known) {
  make(milliseconds(0));
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  refresh();
  client->asked.clear();

  refresh();

  EXPECT_EQ(client->asked, (std::vector<std::string>{"m2:5050/slaves"}));
}

TEST_F(discovering, turns_to_the_others_when_the_leader_hangs) {
  make(milliseconds(0));
  lead("m2", testing::read_fixture("mesos/leader/slaves.body"));
  refresh();
  client->hang("m2:5050/slaves");
  lead("m1", testing::read_fixture("mesos/leader/slaves.body"));

  refresh(milliseconds(200));

  EXPECT_TRUE(agents->is_up());
}

TEST_F(discovering, is_down_without_a_leader) {
  client->say("m1:5050/slaves", 503, "No leader elected");
  client->fail("m3:5050/slaves", errc::refused);

  refresh();

  EXPECT_FALSE(agents->is_up());
  EXPECT_EQ(agents->agents().size(), 0u);
}

TEST_F(discovering, puts_the_agents_of_several_clusters_together) {
  discovery::settings how{
      .masters = {{target_kind::mesos_master, parse_url("http://m1:5050").value(), nullptr}}};
  how.clusters.push_back([] {
    return std::vector<target>{{target_kind::mesos_master, parse_url("http://m2:5050").value(), nullptr}};
  });
  discover(std::move(how));
  lead("m1", R"({"slaves":[{"id":"A","pid":"slave(1)@10.0.0.1:5051"}]})");
  lead("m2", R"({"slaves":[{"id":"B","pid":"slave(1)@10.0.0.2:5051"}]})");

  refresh();

  EXPECT_TRUE(agents->is_up());
  EXPECT_EQ(addresses_of(agents->agents()), (addresses{"10.0.0.1:5051", "10.0.0.2:5051"}));
}

TEST_F(discovering, is_down_while_one_of_several_clusters_has_no_leader) {
  discovery::settings how{
      .masters = {{target_kind::mesos_master, parse_url("http://m1:5050").value(), nullptr}}};
  how.clusters.push_back([] { return std::vector<target>(); });
  discover(std::move(how));
  lead("m1", R"({"slaves":[{"id":"A","pid":"slave(1)@10.0.0.1:5051"}]})");

  refresh();

  EXPECT_FALSE(agents->is_up());
  EXPECT_FALSE(agents->agents().is_known());
  EXPECT_EQ(addresses_of(agents->agents()), (addresses{"10.0.0.1:5051"}));
}

TEST_F(discovering, turns_to_the_masters_that_are_there_now) {
  auto known = std::make_shared<std::vector<target>>();
  known->push_back({target_kind::mesos_master, parse_url("http://m1:5050").value(), nullptr});
  discovery::settings how{.masters = {}, .fresh_for = milliseconds(0)};
  how.clusters.push_back([known] { return *known; });
  discover(std::move(how));
  lead("m1", R"({"slaves":[{"id":"A","pid":"slave(1)@10.0.0.1:5051"}]})");
  refresh();
  client->asked.clear();

  *known = {{target_kind::mesos_master, parse_url("http://m2:5050").value(), nullptr}};
  lead("m2", R"({"slaves":[{"id":"A","pid":"slave(1)@10.0.0.1:5051"}]})");
  refresh();

  EXPECT_TRUE(agents->is_up());
  EXPECT_EQ(client->asked, (std::vector<std::string>{"m2:5050/slaves"}));
}

TEST_F(discovering, is_down_when_the_leader_speaks_no_json) {
  lead("m1", "<html></html>");

  refresh();

  EXPECT_FALSE(agents->is_up());
}

}  // namespace
}  // namespace mesoscale::exporter
