// A scrape of ZooKeeper servers whose answers are scripted: which words are asked, what stands in for what, what is said about
// failures; and which servers the options accept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <map>

#include "common/core/exposition.hpp"
#include "common/net/gather.hpp"
#include "common/net/line_client.hpp"
#include "exporter/options/config_file.hpp"
#include "exporter/scrape/scraper.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using net::four_letter_word;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string fixture(const std::string& name) { return testing::read_fixture("zookeeper/" + name); }

/// Answers "host word" from a script and keeps what was asked.
class scripted_words final : public net::line_client {
 public:
  asio::awaitable<result<std::string>> ask(net::line_server to, four_letter_word word,
                                           net::deadline) override {
    const std::string question = to.host + " " + std::string(net::word_text(word));
    asked.push_back(question);
    const auto at = answers.find(question);
    if (at == answers.end()) co_return failure{errc::refused, "connection refused"};
    co_return at->second;
  }

  std::map<std::string, result<std::string>> answers;
  std::vector<std::string> asked;
};

class zookeeper_scrape : public ::testing::Test {
 protected:
  testing::page scrape(std::vector<std::string> hosts,
                       std::set<std::string, std::less<>> disabled = collectors_off_by_default()) {
    scrape_plan plan;
    for (const std::string& host : hosts) {
      auto at = parse_zookeeper_server(host + ":2181");
      EXPECT_TRUE(at.ok()) << host;
      plan.fixed.push_back({target_kind::zookeeper, std::move(at).value(), nullptr});
    }
    const ask_limits limits{1u << 20, 1'000, !disabled.contains("zookeeper_detail")};
    plan.disabled_collectors = std::move(disabled);
    auto asks = std::make_shared<asker>(
        io.get_executor(), nullptr, limits, [](target_kind) {}, words);
    const auto all = std::make_shared<scraper>(std::move(asks), nullptr, std::move(plan));
    std::shared_ptr<const scrape_report> report;
    auto run = [&]() -> asio::awaitable<void> {
      std::set<target_kind> kinds{target_kind::zookeeper};
      report = co_await all->scrape(std::move(kinds), net::after(std::chrono::seconds(20)));
    };
    asio::co_spawn(io, run(), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
    io.restart();
    while (!report && io.run_one() > 0) {
    }
    if (!report) return {};
    std::vector<const sample_set*> sets{&report->status};
    for (const auto& target : report->targets) {
      for (const auto& what : target.outcomes) sets.push_back(&what->data.samples);
    }
    return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
  }

  void script(const std::string& question, const std::string& file) {
    words->answers.insert_or_assign(question, fixture(file));
  }

  asio::io_context io;
  std::shared_ptr<scripted_words> words = std::make_shared<scripted_words>();
};

testing::labels_map failure_of(const std::string& collector, const std::string& reason) {
  return {{"instance", "zk1:2181"}, {"module", "zookeeper"}, {"collector", collector}, {"reason", reason}};
}

TEST_F(zookeeper_scrape, a_healthy_server_is_asked_two_words) {
  script("zk1 mntr", "zk-3.8.0-ensemble-leader-3-mntr.txt");
  script("zk1 srvr", "zk-3.8.0-ensemble-leader-3-srvr.txt");

  const auto page = scrape({"zk1"}).of_instance("zk1:2181");

  EXPECT_THAT(words->asked, ElementsAre("zk1 mntr", "zk1 srvr"));
  EXPECT_EQ(page.value("zookeeper_up"), 1);
  EXPECT_EQ(page.value("zookeeper_serving"), 1);
  EXPECT_EQ(page.value("zookeeper_learners"), 2);
  EXPECT_EQ(page.value("zookeeper_zxid_epoch"), 1);
  EXPECT_EQ(page.count("zookeeper_packets_sent_total"), 1u);
  EXPECT_FALSE(page.has("zookeeper_uptime_seconds"));
  EXPECT_FALSE(page.has("mesoscale_exporter_target_failure"));
  EXPECT_EQ(page.count("mesoscale_exporter_collector_success"), 2u);
  EXPECT_EQ(page.value("mesoscale_exporter_collector_response_bytes", {{"collector", "zookeeper_mntr"}}),
            17848);
}

TEST_F(zookeeper_scrape, detail_is_there_when_it_is_switched_on) {
  script("zk1 mntr", "zk-3.8.0-ensemble-leader-3-mntr.txt");

  const auto page = scrape({"zk1"}, {}).of_instance("zk1:2181");

  EXPECT_DOUBLE_EQ(page.value("zookeeper_uptime_seconds"), 9.312);
  EXPECT_EQ(page.value("zookeeper_learner_handler_queue_size_count", {{"learner_id", "2"}}), 22);
}

TEST_F(zookeeper_scrape, srvr_stands_in_where_the_whitelist_forbids_mntr_and_the_refusal_is_told) {
  script("zk1 mntr", "zk-3.8.0-default-whitelist-mntr.txt");
  script("zk1 srvr", "zk-3.8.0-default-whitelist-srvr.txt");

  const auto page = scrape({"zk1"}).of_instance("zk1:2181");

  EXPECT_THAT(words->asked, ElementsAre("zk1 mntr", "zk1 srvr"));
  EXPECT_EQ(page.value("zookeeper_up"), 1);
  EXPECT_EQ(page.value("zookeeper_serving"), 1);
  EXPECT_EQ(page.value("zookeeper_server_state", {{"state", "standalone"}}), 1);
  EXPECT_EQ(page.value("zookeeper_packets_received_total"), 6);
  EXPECT_EQ(page.value("mesoscale_exporter_target_failure"), 1);
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure",
                       {{"collector", "zookeeper_mntr"}, {"reason", "not_whitelisted"}}));
  EXPECT_EQ(page.value("mesoscale_exporter_collector_success", {{"collector", "zookeeper_srvr"}}), 1);
}

TEST_F(zookeeper_scrape, a_server_without_quorum_is_up_and_not_serving) {
  script("zk1 mntr", "no-quorum-server2.mntr.txt");
  script("zk1 srvr", "no-quorum-server2.srvr.txt");

  const auto page = scrape({"zk1"});

  EXPECT_EQ(page.value("zookeeper_up"), 1);
  EXPECT_EQ(page.value("zookeeper_serving"), 0);
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", failure_of("zookeeper_mntr", "not_serving")));
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", failure_of("zookeeper_srvr", "not_serving")));
  EXPECT_FALSE(page.has("zookeeper_info"));
  EXPECT_FALSE(page.has("zookeeper_znodes"));
}

TEST_F(zookeeper_scrape, a_server_that_is_away_is_asked_once_and_tells_nothing_of_serving) {
  script("zk2 mntr", "zk-3.8.0-standalone-mntr.txt");
  script("zk2 srvr", "zk-3.8.0-standalone-srvr.txt");

  const auto page = scrape({"zk1", "zk2"});

  EXPECT_EQ(std::ranges::count(words->asked, "zk1 mntr"), 1);
  EXPECT_EQ(std::ranges::count(words->asked, "zk1 srvr"), 0);
  EXPECT_EQ(page.of_instance("zk1:2181").value("zookeeper_up"), 0);
  EXPECT_FALSE(page.of_instance("zk1:2181").has("zookeeper_serving"));
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", failure_of("zookeeper_mntr", "refused")));
  EXPECT_EQ(page.of_instance("zk2:2181").value("zookeeper_up"), 1);
  EXPECT_EQ(page.of_instance("zk2:2181").value("zookeeper_znodes"), 5);
}

TEST_F(zookeeper_scrape, what_is_no_zookeeper_is_not_up) {
  words->answers.insert_or_assign("zk1 mntr", std::string("HTTP/1.1 400 Bad Request\r\n\r\n"));
  words->answers.insert_or_assign("zk1 srvr", std::string("HTTP/1.1 400 Bad Request\r\n\r\n"));

  const auto page = scrape({"zk1"});

  EXPECT_EQ(page.value("zookeeper_up"), 0);
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", failure_of("zookeeper_mntr", "wrong_shape")));
}

TEST_F(zookeeper_scrape, without_mntr_only_srvr_is_asked) {
  script("zk1 srvr", "ensemble-server4-observer.srvr.txt");
  auto disabled = collectors_off_by_default();
  disabled.insert("zookeeper_mntr");

  const auto page = scrape({"zk1"}, disabled);

  EXPECT_THAT(words->asked, ElementsAre("zk1 srvr"));
  EXPECT_EQ(page.value("zookeeper_up"), 1);
  EXPECT_EQ(page.value("zookeeper_server_state", {{"state", "observer"}}), 1);
  EXPECT_EQ(page.count("mesoscale_exporter_collector_success"), 1u);
}

TEST(zookeeper_options, a_server_is_host_and_port_or_the_url_of_its_admin_server) {
  EXPECT_EQ(parse_zookeeper_server("zk1:2182")->authority(), "zk1:2182");
  EXPECT_EQ(parse_zookeeper_server("zk1")->authority(), "zk1:2181");
  EXPECT_EQ(parse_zookeeper_server("zk1:80")->authority(), "zk1:80");
  EXPECT_EQ(parse_zookeeper_server("[::1]")->authority(), "[::1]:2181");
  EXPECT_EQ(parse_zookeeper_server("[::1]:99")->authority(), "[::1]:99");
  EXPECT_EQ(parse_zookeeper_server("10.0.0.1")->scheme, "tcp");
  EXPECT_EQ(parse_zookeeper_server("http://zk1:8080")->text(), "http://zk1:8080/");
  for (const char* wrong : {"", "zk1:", "zk1:0", "zk1:70000", "zk1:2181/mesos", "zk1:2181,zk2:2181", "a b",
                            "u:p@zk1:2181", "zk://zk1:2181", "http://zk1:8080?x=1"}) {
    EXPECT_FALSE(parse_zookeeper_server(wrong).ok()) << wrong;
  }
}

TEST(zookeeper_options, the_configuration_file_names_servers_and_switches_detail_on) {
  exporter_options options;
  EXPECT_TRUE(options.disabled_collectors.contains("zookeeper_detail"));

  const auto mistakes = read_config(
      "zookeeper: { servers: [zk1, \"http://zk2:8080\"] }\ncollectors: { zookeeper_detail: true }\n",
      "exporter.yml", options);

  EXPECT_THAT(mistakes, ElementsAre());
  ASSERT_EQ(options.zookeepers.size(), 2u);
  EXPECT_EQ(options.zookeepers[0].authority(), "zk1:2181");
  EXPECT_FALSE(options.disabled_collectors.contains("zookeeper_detail"));
}

TEST(zookeeper_options, a_wrong_server_is_reported_with_its_line) {
  exporter_options options;

  const auto mistakes = read_config("zookeeper:\n  servers: [\"zk://zk1:2181\"]\n", "exporter.yml", options);

  ASSERT_EQ(mistakes.size(), 1u);
  EXPECT_THAT(mistakes[0], HasSubstr("exporter.yml:2"));
  EXPECT_THAT(mistakes[0], HasSubstr("zk1:2181"));
}

}  // namespace
}  // namespace mesoscale::exporter
