// The exporter's own collectors against the simulated cluster of 2015: everything is found under the paths of that time.
#include <gtest/gtest.h>

#include "common/net/http_client.hpp"
#include "exporter/program.hpp"
#include "simulator/simulation.hpp"
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

class old_cluster : public ::testing::Test {
 protected:
  void SetUp() override {
    simulator::program_options simulated;
    simulated.shapes = simulator::era::of_2015;
    simulated.marathon.dialect = simulator::metrics_dialect::dropwizard;
    simulated.cluster.start_delay = simulator::microseconds(0);
    simulated.master_port = simulated.agent_port = simulated.marathon_port = simulated.control_port = 0;
    cluster_ = std::make_shared<simulator::simulation>(io_.get_executor(), std::move(simulated));
    ASSERT_TRUE(cluster_->start().ok());
    client_ = net::make_http_client(io_.get_executor());

    const auto at = cluster_->endpoints();
    exporter::exporter_options options;
    options.listen_address = "127.0.0.1:0";
    for (const auto& master : at.at("masters")) {
      options.masters.push_back(parse_url(master.get<std::string>()).value());
    }
    options.marathons.push_back(parse_url(at.at("marathon").at(0).get<std::string>()).value());
    exporter_ = std::make_unique<exporter::program>(io_.get_executor(), std::move(options));
    ASSERT_TRUE(exporter_->start().ok());
  }

  static asio::awaitable<std::optional<net::http_response>> sent(std::shared_ptr<net::http_client> client,
                                                                 net::client_request request) {
    auto got = co_await client->send(std::move(request), net::after(seconds(15)));
    if (!got.ok()) co_return std::nullopt;
    co_return std::move(got).value();
  }

  net::http_response ask(const std::string& method, const url& to, const std::string& body = {}) {
    net::client_request request;
    request.method = method;
    request.to = to;
    request.body = body;
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    auto got = exporter::testing::run(io_, sent(client_, std::move(request)));
    EXPECT_TRUE(got) << to.text();
    return got ? std::move(*got) : net::http_response();
  }

  std::string scrape() {
    const url page = parse_url("http://127.0.0.1:" + std::to_string(exporter_->port()) + "/metrics").value();
    return ask("GET", page).body;
  }

  static std::size_t count(const std::string& page, const std::string& part) {
    std::size_t found = 0;
    for (auto at = page.find(part); at != page.npos; at = page.find(part, at + 1)) ++found;
    return found;
  }

  asio::io_context io_;
  std::shared_ptr<simulator::simulation> cluster_;
  std::shared_ptr<net::http_client> client_;
  std::unique_ptr<exporter::program> exporter_;
};

// The agents are found through the state of the leader; the standby answers for itself, with none.
TEST_F(old_cluster, is_scraped_under_the_paths_of_its_time) {
  const url marathon = parse_url(cluster_->endpoints().at("marathon").at(0).get<std::string>()).value();
  const auto made = ask("POST", marathon.with_path("/v2/apps"),
                        R"({"id":"/demo/web","cmd":"sleep 1000","cpus":0.5,"mem":64,"instances":2})");
  ASSERT_EQ(made.status, 201);

  const std::string page = scrape();

  EXPECT_EQ(count(page, "mesoscale_exporter_target_failure{"), 0u) << page;
  EXPECT_EQ(count(page, "\nmesos_up{"), 5u);
  EXPECT_EQ(count(page, "\nmesos_agent_registered{"), 3u);
  EXPECT_EQ(count(page, "\nmesos_container_cpus_limit{"), 2u);
  EXPECT_EQ(count(page, "app=\"/demo/web\"} 0.6"), 2u);
  EXPECT_EQ(count(page, "\nmarathon_app_instances_running{"), 1u);
  EXPECT_EQ(count(page, "version=\"0.8.1\""), 1u);
  EXPECT_EQ(count(page, "_other{"), 0u);
}

}  // namespace
}  // namespace mesoscale
