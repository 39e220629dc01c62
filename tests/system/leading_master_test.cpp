// What looks like an empty cluster and is none, from the simulated masters to the exporter's page.
#include <gtest/gtest.h>

#include "common/net/http_client.hpp"
#include "exporter/program.hpp"
#include "simulator/simulation.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace mesoscale {
namespace {

namespace asio = boost::asio;
using std::chrono::seconds;
using page = exporter::testing::page;

class leading_master : public ::testing::Test {
 protected:
  void SetUp() override {
    simulator::program_options simulated;
    simulated.master_port = simulated.agent_port = simulated.marathon_port = simulated.control_port = 0;
    cluster_ = std::make_shared<simulator::simulation>(io_.get_executor(), std::move(simulated));
    ASSERT_TRUE(cluster_->start().ok());
    client_ = net::make_http_client(io_.get_executor());
    exporter::exporter_options options;
    options.listen_address = "127.0.0.1:0";
    options.agent_attributes = {"rack"};
    const auto at = cluster_->endpoints();
    for (const auto& master : at.at("masters"))
      options.masters.push_back(parse_url(master.get<std::string>()).value());
    first_ = options.masters.at(0).authority();
    second_ = options.masters.at(1).authority();
    exporter_ = std::make_unique<exporter::program>(io_.get_executor(), std::move(options));
    ASSERT_TRUE(exporter_->start().ok());
  }

  static asio::awaitable<std::optional<net::http_response>> sent(std::shared_ptr<net::http_client> client,
                                                                 net::client_request request) {
    auto got = co_await client->send(std::move(request), net::after(seconds(15)));
    if (!got.ok()) co_return std::nullopt;
    co_return std::move(got).value();
  }

  std::string ask(net::client_request request) {
    auto got = exporter::testing::run(io_, sent(client_, std::move(request)));
    EXPECT_TRUE(got && got->status == 200);
    return got ? got->body : std::string();
  }

  void control(const std::string& path, const std::string& body) {
    net::client_request request;
    request.method = "POST";
    request.to = parse_url(cluster_->endpoints().at("control").get<std::string>() + path).value();
    request.body = body;
    ask(std::move(request));
  }

  page scrape() {
    net::client_request request;
    request.to = parse_url("http://127.0.0.1:" + std::to_string(exporter_->port()) + "/metrics").value();
    return exporter::testing::read_page(ask(std::move(request)));
  }

  static bool fails(const page& on, const std::string& master, const std::string& reason) {
    return on.has("mesoscale_exporter_target_failure",
                  {{"instance", master}, {"collector", "mesos_master_agents"}, {"reason", reason}});
  }

  asio::io_context io_;
  std::shared_ptr<simulator::simulation> cluster_;
  std::shared_ptr<net::http_client> client_;
  std::unique_ptr<exporter::program> exporter_;
  std::string first_;
  std::string second_;
};

TEST_F(leading_master, lists_its_agents_once) {
  const page on = scrape();

  EXPECT_EQ(on.count("mesos_agent_info"), 3u);
  EXPECT_EQ(on.count("mesos_master_agent_cpus"), 3u);
  EXPECT_TRUE(on.has("mesos_agent_info", {{"instance", first_}, {"rack", "r1"}}));
  EXPECT_EQ(on.value("mesos_master_recovered_agents"), 0);
  EXPECT_EQ(on.value("mesos_master_registry_recovered", {{"instance", first_}}), 1);
  EXPECT_EQ(on.count("mesoscale_exporter_target_failure"), 0u);
}

TEST_F(leading_master, without_a_quorum_shows_no_lists) {
  control("/control/registrar", R"({"quorum":false})");

  const page on = scrape();

  EXPECT_EQ(on.value("mesos_up", {{"instance", first_}}), 1);
  EXPECT_EQ(on.value("mesos_master_elected", {{"instance", first_}}), 1);
  EXPECT_EQ(on.value("mesos_master_registry_recovered"), 0);
  EXPECT_TRUE(fails(on, first_, "not_serving"));
  EXPECT_FALSE(on.has("mesos_master_recovered_agents"));
  EXPECT_EQ(on.value("mesoscale_exporter_discovery_success"), 0);
}

TEST_F(leading_master, that_was_just_elected_tells_how_many_agents_it_waits_for) {
  control("/control/leader", R"({"master":2})");

  const page on = scrape();

  EXPECT_EQ(on.value("mesos_master_recovered_agents", {{"instance", second_}}), 3);
  EXPECT_EQ(on.value("mesos_master_registry_recovered", {{"instance", second_}}), 1);
  EXPECT_EQ(on.count("mesos_agent_info"), 0u);
  EXPECT_EQ(on.count("mesoscale_exporter_target_failure"), 0u);
}

TEST_F(leading_master, is_missed_on_every_standby) {
  control("/control/leader", R"({"master":0})");

  const page on = scrape();

  EXPECT_TRUE(fails(on, first_, "no_leader"));
  EXPECT_TRUE(fails(on, second_, "no_leader"));
  EXPECT_EQ(on.value("mesoscale_exporter_discovery_success"), 0);
}

}  // namespace
}  // namespace mesoscale
