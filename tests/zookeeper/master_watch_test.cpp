// The watch against a real ZooKeeper.
#include "common/zookeeper/master_watch.hpp"

#include "common/core/yaml.hpp"
#include "tests/net/loopback.hpp"
#include "tests/zookeeper/zookeeper_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace mesoscale {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string json_of(int n) {
  const auto number = std::to_string(n);
  return R"({"address":{"hostname":"m)" + number + R"(","ip":"10.0.0.)" + number +
         R"(","port":5050},"id":"id-)" + number + R"("})";
}

class master_watches : public testing::Test {
 protected:
  ~master_watches() override {
    if (watch) net.run_void(watch->stop());
  }

  void begin(const std::string& hosts, milliseconds session_timeout = milliseconds(4000)) {
    master_watch_options options;
    options.session_timeout = session_timeout;
    options.on_change = [this](const master_view& view) { views.push_back(view); };
    watch =
        watch_masters(net.io.get_executor(), *parse_zookeeper_address("zk://" + hosts + "/mesos"), options);
  }

  const master_view& view() const { return watch->view(); }

  std::vector<std::string> found() const {
    std::vector<std::string> out;
    for (const auto& master : view().masters) out.push_back(master.authority());
    return out;
  }

  std::string leader() const { return view().leader() ? view().leader()->authority() : ""; }

  void until(const std::function<bool()>& holds) { net.run_until(holds); }

  net::loopback net;
  std::shared_ptr<master_watch> watch;
  std::vector<master_view> views;
  zookeeper_server server;
};

TEST_F(master_watches, find_the_masters_and_follow_them) {
  server.start();
  zookeeper_writer first(server);
  zookeeper_writer second(server);
  first.create("/mesos");
  first.create("/mesos/log_replicas");
  first.join("/mesos/json.info_", json_of(1));
  second.join("/mesos/info_", *read_file(std::string(FIXTURES_DIR) + "/zookeeper/info_0000000003"));
  begin(server.host());
  until([&] { return view().is_current; });
  EXPECT_TRUE(view().is_known);
  EXPECT_THAT(found(), ElementsAre("10.0.0.1:5050", "10.0.0.3:5050"));
  EXPECT_EQ(leader(), "10.0.0.1:5050");
  EXPECT_EQ(view().age(master_view::time_point::max()), milliseconds(0));

  zookeeper_writer third(server);
  third.join("/mesos/json.info_", json_of(2));
  until([&] { return view().masters.size() == 3; });
  EXPECT_EQ(leader(), "10.0.0.1:5050");

  first.leave();
  until([&] { return view().masters.size() == 2; });
  EXPECT_THAT(found(), ElementsAre("10.0.0.3:5050", "10.0.0.2:5050"));
  EXPECT_EQ(leader(), "10.0.0.3:5050") << "the lowest sequence leads, not the lowest address";

  second.leave();
  third.leave();
  until([&] { return view().masters.empty(); });
  EXPECT_TRUE(view().is_current) << "nobody is registered, and that is known";
  EXPECT_EQ(leader(), "");
}

TEST_F(master_watches, a_path_that_appears_later_is_found) {
  server.start();
  begin(server.host());
  until([&] { return view().is_current; });
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THAT(view().trouble, HasSubstr("/mesos does not exist"));
  zookeeper_writer writer(server);
  writer.create("/mesos");
  writer.join("/mesos/json.info_", json_of(1));
  until([&] { return leader() == "10.0.0.1:5050"; });
  EXPECT_EQ(view().trouble, "");
}

TEST_F(master_watches, what_cannot_be_read_is_left_out_and_leads_nothing) {
  server.start();
  zookeeper_writer writer(server);
  writer.create("/mesos");
  const auto broken = writer.join("/mesos/json.info_", "not JSON");
  writer.join("/mesos/json.info_", json_of(2));
  begin(server.host());
  until([&] { return view().is_current; });
  EXPECT_THAT(found(), ElementsAre("10.0.0.2:5050"));
  EXPECT_EQ(view().leading_node, broken);
  EXPECT_EQ(view().leader(), nullptr) << "the second is not the leader because the first is not understood";
  EXPECT_THAT(view().trouble, HasSubstr(broken));
}

TEST_F(master_watches, while_zookeeper_is_dead_what_is_known_stays_and_grows_old) {
  server.start();
  zookeeper_writer writer(server);
  writer.create("/mesos");
  const auto node = writer.join("/mesos/json.info_", json_of(1));
  begin(server.host());
  until([&] { return view().is_current; });

  server.kill();
  until([&] { return !view().is_current; });
  EXPECT_THAT(found(), ElementsAre("10.0.0.1:5050"));
  EXPECT_TRUE(view().is_known);
  EXPECT_THAT(view().trouble, HasSubstr("no ZooKeeper server can be reached"));
  EXPECT_EQ(view().age(view().confirmed + milliseconds(1500)), milliseconds(1500));

  server.start();
  until([&] { return view().is_current; });
  EXPECT_THAT(found(), ElementsAre("10.0.0.1:5050"));
  writer.join("/mesos/json.info_", json_of(2));
  until([&] { return view().masters.size() == 2; });
  writer.remove("/mesos/" + node);
  until([&] { return leader() == "10.0.0.2:5050"; });
  for (const auto& seen : views)
    EXPECT_TRUE(!seen.is_known || !seen.masters.empty()) << "the masters never vanish meanwhile";
}

TEST_F(master_watches, a_server_that_hangs_is_noticed) {
  server.start();
  zookeeper_writer writer(server);
  writer.create("/mesos");
  writer.join("/mesos/json.info_", json_of(1));
  begin(server.host(), milliseconds(1000));
  until([&] { return view().is_current; });
  server.pause();
  until([&] { return !view().is_current; });
  EXPECT_THAT(found(), ElementsAre("10.0.0.1:5050"));
  server.go_on();
  until([&] { return view().is_current; });
  writer.join("/mesos/json.info_", json_of(2));
  until([&] { return view().masters.size() == 2; });
}

/// A cluster whose ZooKeeper was set up anew.
class forgetful_servers : public master_watches {
 protected:
  void forget_after_one_master(milliseconds session_timeout) {
    server.start();
    zookeeper_writer writer(server);
    writer.create("/mesos");
    writer.join("/mesos/json.info_", json_of(1));
    begin(server.host(), session_timeout);
    until([&] { return view().is_current; });
    server.kill();
    server.forget();
    server.start();
  }

  bool has_met(const std::string& trouble) const {
    return std::any_of(views.begin(), views.end(), [&](const master_view& seen) {
      return seen.trouble.find(trouble) != std::string::npos;
    });
  }
};

TEST_F(forgetful_servers, tell_that_the_session_has_expired_and_it_begins_another) {
  forget_after_one_master(milliseconds(4000));
  zookeeper_writer writer(server);
  writer.create("/mesos");
  writer.join("/mesos/json.info_", json_of(2));
  // A server that has seen fewer changes than the session would refuse it without a word.
  for (int i = 0; i < 30; ++i) writer.create("/change" + std::to_string(i));
  until([&] { return leader() == "10.0.0.2:5050"; });
  EXPECT_TRUE(has_met("has expired"));
}

TEST_F(forgetful_servers, may_refuse_the_session_without_a_word_and_then_it_begins_another) {
  forget_after_one_master(milliseconds(1000));
  until([&] { return has_met("/mesos does not exist"); });
  EXPECT_TRUE(view().is_current);
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_FALSE(has_met("has expired"));
}

TEST_F(master_watches, zookeeper_may_come_later_than_we) {
  begin(server.host(), milliseconds(1000));
  until([&] { return !view().trouble.empty(); });
  EXPECT_THAT(view().trouble, HasSubstr("no ZooKeeper server can be reached"));
  EXPECT_FALSE(view().is_known);
  server.start();
  zookeeper_writer writer(server);
  writer.create("/mesos");
  writer.join("/mesos/json.info_", json_of(1));
  until([&] { return leader() == "10.0.0.1:5050"; });
}

TEST_F(master_watches, a_name_that_cannot_be_looked_up_is_trouble_and_no_end) {
  begin("no-such-host.invalid:2181");
  until([&] { return !view().trouble.empty(); });
  EXPECT_THAT(view().trouble, HasSubstr("no-such-host.invalid"));
  EXPECT_FALSE(view().is_known);
}

TEST_F(master_watches, stopping_at_once_is_fine) { begin(server.host()); }

}  // namespace
}  // namespace mesoscale
