// The list of masters for Prometheus' service discovery, from a real ZooKeeper to the answer of the exporter.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "common/net/http_client.hpp"
#include "exporter/program.hpp"
#include "tests/net/loopback.hpp"
#include "tests/zookeeper/zookeeper_server.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* master = R"({"address":{"hostname":"m1","ip":"127.0.0.1","port":1},"id":"id-1"})";
constexpr const char* listed =
    R"([{"targets":["127.0.0.1:1"],"labels":{"__meta_mesoscale_module":"mesos_master"}}])";

struct master_lists : ::testing::Test {
  zookeeper_server server;
  net::loopback net;
  std::unique_ptr<program> exporter;

  void start() {
    server.start();
    exporter_options options;
    options.discover_agents = false;
    options.listen_address = "127.0.0.1:0";
    options.master_clusters = {*parse_zookeeper_address("zk://" + server.host() + "/mesos")};
    exporter = std::make_unique<program>(net.io.get_executor(), std::move(options));
    ASSERT_TRUE(exporter->start().ok());
  }

  ~master_lists() override {
    if (exporter) net.run_void(exporter->stop());
  }

  net::http_response ask(const std::string& path) {
    auto got = net.get(parse_url("http://127.0.0.1:" + std::to_string(exporter->port()) + path).value());
    return got ? *std::move(got) : net::text_response(0, got.error().what);
  }

  net::http_response list() { return ask("/sd?module=mesos_master"); }

  /// What the page tells of the registrations: "" while nothing is told.
  std::string registered() {
    const std::string name = "\nmesoscale_exporter_discovery_masters{";
    const std::string page = ask("/metrics?module=mesos_master").body;
    const auto at = page.find(name);
    if (at == page.npos) return "";
    const auto value = page.find("} ", at) + 2;
    return page.substr(value, page.find('\n', value) - value);
  }

  bool comes_to(const std::string& count) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < patience) {
      if (registered() == count) return true;
    }
    return false;
  }
};

TEST_F(master_lists, are_503_until_a_master_was_seen_and_outlive_the_loss_of_all_sessions) {
  start();
  EXPECT_EQ(list().status, 503) << "the path does not exist";

  zookeeper_writer folder(server);
  folder.create("/mesos");
  EXPECT_EQ(list().status, 503) << "nobody is registered";

  {
    zookeeper_writer first(server);
    first.join("/mesos/json.info_", master);
    ASSERT_TRUE(comes_to("1"));
    EXPECT_EQ(list().status, 200);
    EXPECT_EQ(list().body, listed);
  }

  ASSERT_TRUE(comes_to("0"));
  EXPECT_EQ(list().status, 200);
  EXPECT_EQ(list().body, listed) << "its session is over, the master perhaps not";
}

}  // namespace
}  // namespace mesoscale::exporter
