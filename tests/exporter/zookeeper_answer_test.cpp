// The answers of ZooKeeper as keys and values: real ones whole, refusals told apart, cut and foreign ones refused.
#include "exporter/collectors/zookeeper_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

std::string fixture(const std::string& name) { return testing::read_fixture("zookeeper/" + name); }

using parser = result<zookeeper_values> (*)(std::string_view);

errc code_of(const result<zookeeper_values>& parsed) {
  return parsed.ok() ? errc::storage : parsed.error().code;
}

TEST(zookeeper_answer, mntr_gives_every_line_of_a_real_leader) {
  const auto parsed = parse_mntr(fixture("zk-3.8.0-ensemble-leader-3-mntr.txt"));

  ASSERT_TRUE(parsed.ok()) << parsed.error().what;
  EXPECT_EQ(parsed.value().size(), 529u);
  EXPECT_THAT(parsed.value(), Contains(zookeeper_value{
                                  "version", "3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC"}));
  EXPECT_THAT(parsed.value(), Contains(zookeeper_value{"avg_1_learner_handler_qp_size", "0.1364"}));
}

TEST(zookeeper_answer, srvr_gives_the_same_keys_as_mntr) {
  const auto parsed = parse_srvr(fixture("zk-3.8.0-ensemble-leader-3-srvr.txt"));

  ASSERT_TRUE(parsed.ok()) << parsed.error().what;
  EXPECT_THAT(
      parsed.value(),
      ElementsAre(zookeeper_value{"version", "3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC"},
                  zookeeper_value{"min_latency", "0"}, zookeeper_value{"avg_latency", "0.0"},
                  zookeeper_value{"max_latency", "0"}, zookeeper_value{"packets_received", "3"},
                  zookeeper_value{"packets_sent", "6"}, zookeeper_value{"num_alive_connections", "1"},
                  zookeeper_value{"outstanding_requests", "0"}, zookeeper_value{"zxid", "0x100000000"},
                  zookeeper_value{"server_state", "leader"}, zookeeper_value{"znode_count", "5"},
                  zookeeper_value{"last_proposal_size", "-1"}, zookeeper_value{"min_proposal_size", "-1"},
                  zookeeper_value{"max_proposal_size", "-1"}));
}

TEST(zookeeper_answer, a_line_of_srvr_that_nobody_knows_is_kept) {
  const auto parsed = parse_srvr(fixture("zk-3.8.0-standalone-srvr.txt") + "Moons: 2\n");

  ASSERT_TRUE(parsed.ok()) << parsed.error().what;
  EXPECT_THAT(parsed.value(), Contains(zookeeper_value{"srvr: Moons", "2"}));
}

TEST(zookeeper_answer, the_admin_server_says_what_mntr_says) {
  for (const std::string name :
       {"ensemble-server1-follower", "ensemble-server2-follower", "ensemble-server4-observer"}) {
    const auto words = parse_mntr(fixture(name + ".mntr.txt"));
    const auto json = parse_monitor(fixture(name + ".admin-monitor.json"));

    ASSERT_TRUE(words.ok() && json.ok()) << name;
    std::map<std::string, std::string> value_of;
    for (const auto& one : json.value()) value_of[one.key] = one.value;
    EXPECT_EQ(value_of.size(), json.value().size()) << name;
    EXPECT_EQ(value_of.size(), words.value().size()) << name;
    for (const auto& one : words.value()) EXPECT_TRUE(value_of.contains(one.key)) << name << " " << one.key;
    EXPECT_EQ(value_of["quorum_size"], "3");
    EXPECT_EQ(value_of["version"], "3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC");
  }
}

TEST(zookeeper_answer, server_stats_of_the_admin_server_have_what_its_monitor_lacks) {
  const auto parsed = parse_server_stats(fixture("zk-3.8.0-standalone.admin-server-stats.json"));
  const auto later =
      parse_server_stats(R"({"server_stats":{"last_processed_zxid":4294967920},"error":null})");

  ASSERT_TRUE(parsed.ok()) << parsed.error().what;
  EXPECT_THAT(parsed.value(), ::testing::UnorderedElementsAre(
                                  zookeeper_value{"fsync_threshold_exceed_count", "0"},
                                  zookeeper_value{"data_dir_size", "457"},
                                  zookeeper_value{"log_dir_size", "457"}, zookeeper_value{"zxid", "0x0"}));
  ASSERT_TRUE(later.ok());
  EXPECT_THAT(later.value(), ElementsAre(zookeeper_value{"zxid", "0x100000270"}));
}

TEST(zookeeper_answer, a_server_without_quorum_is_not_serving) {
  EXPECT_EQ(code_of(parse_mntr(fixture("no-quorum-server2.mntr.txt"))), errc::not_serving);
  EXPECT_EQ(code_of(parse_srvr(fixture("no-quorum-server4.srvr.txt"))), errc::not_serving);
  EXPECT_EQ(code_of(parse_mntr(fixture("zk-3.8.0-noquorum-mntr.txt"))), errc::not_serving);
  EXPECT_EQ(code_of(parse_server_stats(fixture("zk-3.8.0-noquorum.admin-server-stats.json"))),
            errc::not_serving);
  EXPECT_EQ(code_of(parse_monitor(fixture("documented-not-serving.admin-monitor.json"))), errc::not_serving);
}

TEST(zookeeper_answer, a_word_outside_the_whitelist_is_told_from_a_server_without_quorum) {
  EXPECT_EQ(code_of(parse_mntr(fixture("zk-3.8.0-default-whitelist-mntr.txt"))), errc::not_whitelisted);
  EXPECT_EQ(code_of(parse_srvr("srvr is not executed because it is not in the whitelist.\n")),
            errc::not_whitelisted);
}

struct foreign {
  const char* name;
  parser parse;
  std::string answer;
  errc code;
};

class zookeeper_answer_of_somebody_else : public ::testing::TestWithParam<foreign> {};

TEST_P(zookeeper_answer_of_somebody_else, is_refused_whole) {
  EXPECT_EQ(code_of(GetParam().parse(GetParam().answer)), GetParam().code);
}

constexpr char two_keys[] = "zk_version\t3.8.0\nzk_server_state\tleader\n";

INSTANTIATE_TEST_SUITE_P(
    all, zookeeper_answer_of_somebody_else,
    ::testing::Values(
        foreign{"imok", parse_mntr, "imok", errc::wrong_shape},
        foreign{"empty_mntr", parse_mntr, "", errc::wrong_shape},
        foreign{"empty_srvr", parse_srvr, "", errc::wrong_shape},
        foreign{"http", parse_mntr, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                errc::wrong_shape},
        foreign{"http_to_srvr", parse_srvr, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                errc::wrong_shape},
        foreign{"cut_in_a_line", parse_mntr, std::string(two_keys) + "zk_znode_count\t12", errc::wrong_shape},
        foreign{"no_tab", parse_mntr, std::string(two_keys) + "zk_znode_count 12\n", errc::wrong_shape},
        foreign{"no_key", parse_mntr, std::string(two_keys) + "zk_\t12\n", errc::wrong_shape},
        foreign{"no_state", parse_mntr, "zk_version\t3.8.0\nzk_znode_count\t12\n", errc::wrong_shape},
        foreign{"bytes", parse_mntr, std::string("\0\0\0\xff\n", 5), errc::wrong_shape},
        foreign{"cut_srvr", parse_srvr, "Zookeeper version: 3.8.0\nMode: lea", errc::wrong_shape},
        foreign{"srvr_without_mode", parse_srvr, "Zookeeper version: 3.8.0\nZxid: 0x0\n", errc::wrong_shape},
        foreign{"latency_of_two", parse_srvr,
                "Zookeeper version: 3.8.0\nLatency min/avg/max: 0/1\nMode: leader\n", errc::wrong_shape},
        foreign{"html", parse_monitor, "<html></html>", errc::not_json},
        foreign{"cut_json", parse_monitor, R"({"version":"3.8.0","server_state":"leader")", errc::not_json},
        foreign{"null", parse_monitor, "null", errc::wrong_shape},
        foreign{"list", parse_monitor, "[]", errc::wrong_shape},
        foreign{"empty_object", parse_monitor, "{}", errc::wrong_shape},
        foreign{"empty_stats", parse_server_stats, "{}", errc::wrong_shape},
        foreign{"stats_of_text", parse_server_stats, R"({"server_stats":{"last_processed_zxid":"0x0"}})",
                errc::wrong_shape},
        foreign{"other_error", parse_monitor, R"({"command":"monitor","error":"no such command"})",
                errc::wrong_shape}),
    [](const auto& tested) { return tested.param.name; });

TEST(zookeeper_answer, every_cut_inside_a_line_of_a_real_answer_is_refused) {
  const std::string whole = fixture("ensemble-server4-observer.mntr.txt");
  ASSERT_TRUE(parse_mntr(whole).ok());

  for (std::size_t size = 0; size < whole.size(); size += 7) {
    if (size > 0 && whole[size - 1] == '\n') continue;
    EXPECT_FALSE(parse_mntr(std::string_view(whole).substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
