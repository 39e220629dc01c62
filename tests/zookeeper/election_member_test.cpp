// Members of an election in a real ZooKeeper, seen by the watch.
#include "common/zookeeper/election_member.hpp"

#include "common/zookeeper/master_watch.hpp"
#include "tests/net/loopback.hpp"
#include "tests/zookeeper/zookeeper_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

std::string json_of(int n) {
  const auto number = std::to_string(n);
  return R"({"address":{"hostname":"m)" + number + R"(","ip":"10.0.0.)" + number +
         R"(","port":5050},"id":"id-)" + number + R"("})";
}

class elections : public testing::Test {
 protected:
  void SetUp() override {
    server.start();
    address = *parse_zookeeper_address("zk://" + server.host() + "/a/mesos");
    watch = watch_masters(net.io.get_executor(), address);
  }
  void TearDown() override {
    for (const auto& one : members) net.run_void(one->leave());
    net.run_void(watch->stop());
  }

  void join(int n) {
    members.push_back(join_election(net.io.get_executor(), address, json_of(n), milliseconds(1000)));
    net.run_until([this] { return watch->view().is_current && found().size() == members.size(); });
  }

  std::vector<std::string> found() const {
    std::vector<std::string> out;
    for (const auto& master : watch->view().masters) out.push_back(master.host);
    return out;
  }

  net::loopback net;
  zookeeper_server server;
  zookeeper_address address;
  std::shared_ptr<master_watch> watch;
  std::vector<std::shared_ptr<election_member>> members;
};

TEST_F(elections, are_led_by_who_came_first_until_he_leaves) {
  join(1);
  join(2);
  EXPECT_THAT(found(), ElementsAre("10.0.0.1", "10.0.0.2"));

  net.run_void(members.front()->leave());
  members.erase(members.begin());
  net.run_until([this] { return found().size() == 1; });

  EXPECT_THAT(found(), ElementsAre("10.0.0.2"));
}

TEST_F(elections, keep_who_was_killed_until_the_session_expires) {
  join(1);
  join(2);

  net.run_void(members.front()->vanish());
  members.erase(members.begin());
  const auto vanished = std::chrono::steady_clock::now();
  EXPECT_THAT(found(), ElementsAre("10.0.0.1", "10.0.0.2"));
  net.run_until([this] { return found().size() == 1; });

  // The session was of one second, and ZooKeeper counts from the last word of its client, at most a third of that before.
  EXPECT_GT(std::chrono::steady_clock::now() - vanished, milliseconds(300));
  EXPECT_THAT(found(), ElementsAre("10.0.0.2"));
}

}  // namespace
}  // namespace mesoscale
