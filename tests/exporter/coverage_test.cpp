// Coverage: each key that a system is known to tell is decided about in its list, and where a list names a family, an answer
// with that key really gives that family. The families for keys that no table knows (..._other) do not count.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "common/core/exposition.hpp"
#include "exporter/collectors/collector.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/collectors/zookeeper_decode.hpp"
#include "exporter/options/metric_page.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::decision;

std::set<std::string> names_in(decoder_factory make, const std::string& body) {
  decode_options options;
  options.instance = "host:1";
  options.zookeeper_detail = true;
  options.now = 1489226400;
  const auto answer = decode_body(make, options, body);
  if (!answer.ok()) return {};
  const sample_set* const sets[] = {&answer->samples};
  std::set<std::string> names;
  const auto page = testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
  for (const auto& one : page.series) {
    if (!one.name.ends_with("_other")) names.insert(one.name);
  }
  return names;
}

struct snapshot_list {
  const char* list;
  decoder_factory make;
  const char* proof;  ///< a key without which the answer is of another daemon
  const char* proof_family;
};

class keys_of_a_snapshot : public ::testing::TestWithParam<snapshot_list> {};

TEST_P(keys_of_a_snapshot, come_out_as_the_listed_families) {
  const auto list = testing::read_decisions(GetParam().list);
  const auto keys = testing::read_keys(GetParam().list);
  for (const std::string& key : keys) {
    const auto found = testing::decisions_about(list, key);
    ASSERT_FALSE(found.empty()) << key << " is not decided about";

    const std::string other = key == GetParam().proof ? "" : "\"" + std::string(GetParam().proof) + "\":1,";
    auto names = names_in(GetParam().make, "{" + other + "\"" + key + "\":2}");

    if (!other.empty()) names.erase(GetParam().proof_family);
    const std::set<std::string> wanted =
        found[0].is_exported() ? std::set{found[0].family} : std::set<std::string>{};
    EXPECT_EQ(names, wanted) << key;
  }
  EXPECT_GT(keys.size(), 100u);
}

INSTANTIATE_TEST_SUITE_P(daemons, keys_of_a_snapshot,
                         ::testing::Values(snapshot_list{"mesos_master_snapshot",
                                                         make_master_snapshot_decoder, "master/elected",
                                                         "mesos_master_elected"},
                                           snapshot_list{"mesos_agent_snapshot", make_agent_snapshot_decoder,
                                                         "slave/uptime_secs", "mesos_agent_uptime_seconds"}),
                         [](const auto& tested) { return std::string(tested.param.list); });

std::string mntr_value(const std::string& key) {
  if (key == "zk_version") return "3.8.0-0, built on 2024-12-29 17:54 UTC";
  if (key == "zk_server_state") return "leader";
  if (key == "zk_peer_state") return "leading - broadcast";
  return "1";
}

// A least value, a greatest or a quantile says nothing while there is no sample.
std::string mntr_with(const std::string& key) {
  std::string body;
  for (const std::string always : {"zk_version", "zk_server_state"}) {
    if (key != always) body += always + "\t" + mntr_value(always) + "\n";
  }
  body += key + "\t" + mntr_value(key) + "\n";
  for (const std::string part : {"zk_min_", "zk_max_", "zk_p50_", "zk_p95_", "zk_p99_", "zk_p999_"}) {
    if (key.starts_with(part)) body += "zk_cnt_" + key.substr(part.size()) + "\t1\n";
  }
  return body;
}

TEST(keys_of_zookeeper, come_out_as_the_listed_families) {
  const auto list = testing::read_decisions("zookeeper_mntr");
  const auto keys = testing::read_keys("zookeeper_mntr");
  for (const std::string& key : keys) {
    if (!key.starts_with("zk_")) continue;
    const auto found = testing::decisions_about(list, key);
    ASSERT_FALSE(found.empty()) << key << " is not decided about";

    const auto names = names_in(make_mntr_decoder, mntr_with(key));

    if (found[0].is_exported()) {
      EXPECT_TRUE(names.contains(found[0].family)) << key << " does not give " << found[0].family;
    }
  }
  EXPECT_GT(keys.size(), 500u);
}

TEST(keys_of_zookeeper, of_other_answers_come_out_too) {
  auto names =
      names_in(make_srvr_decoder, testing::read_fixture("zookeeper/documented-3.5.9-leader-srvr.txt"));
  names.merge(names_in(make_server_stats_decoder,
                       testing::read_fixture("zookeeper/zk-3.8.0-standalone.admin-server-stats.json")));

  for (const decision& one : testing::read_decisions("zookeeper_mntr")) {
    if (one.key.starts_with("zk_") || !one.is_exported()) continue;
    EXPECT_TRUE(names.contains(one.family)) << one.key << " does not give " << one.family;
  }
}

class lists_of_keys : public ::testing::TestWithParam<const char*> {};

// A part of many keys, like the mean of each timer, or a case of a key, like the total of a list.
bool is_of_many_keys(const std::string& key) {
  return key.starts_with("/metrics <") || key.starts_with("/metrics window") || key.ends_with(")");
}

// Without such a key the tests above would pass over the row.
TEST_P(lists_of_keys, hit_every_row) {
  const auto list = testing::read_decisions(GetParam());
  std::set<std::string> hit;
  for (const std::string& key : testing::read_keys(GetParam())) {
    for (const decision& one : testing::decisions_about(list, key)) hit.insert(one.key);
  }
  for (const decision& one : list) {
    if (one.scale == "derived" || (!one.is_exported() && is_of_many_keys(one.key))) continue;
    EXPECT_TRUE(hit.contains(one.key)) << "no key of the list is " << one.key;
  }
}

INSTANTIATE_TEST_SUITE_P(all, lists_of_keys,
                         ::testing::Values("chronos", "marathon", "mesos_agent_snapshot", "mesos_agent_state",
                                           "mesos_container_statistics", "mesos_master_lists",
                                           "mesos_master_snapshot", "mesos_master_state", "zookeeper_mntr"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST(endpoints, are_asked_for_by_the_listed_collectors) {
  std::map<std::string, std::string> asked;
  for (const decision& one : testing::read_decisions("endpoints")) asked[one.key] = one.family;
  for (const collector& one : all_collectors()) {
    const auto path = std::string(one.path.substr(0, one.path.find('?')));
    if (path.empty()) continue;  // A word, or nothing at all.
    const auto system = std::ranges::find(testing::systems, one.kind, &testing::system_name::first);
    EXPECT_EQ(asked[system->second + path], "collector " + std::string(one.name)) << path;
  }
  for (const auto& [endpoint, by] : asked) {
    if (by.starts_with("not exported, because ")) continue;
    ASSERT_TRUE(by.starts_with("collector ")) << endpoint;
    EXPECT_NE(find_collector(by.substr(10)), nullptr) << endpoint;
  }
}

TEST(metric_page, is_that_of_the_documentation) {
  std::vector<coverage_list> lists;
  for (const coverage_file& file : coverage_files()) {
    lists.push_back({std::string(file.title), testing::read_fixture("expected/" + std::string(file.name))});
  }
  std::ifstream in(std::string(SOURCE_DIR) + "/docs/metrics.md");
  const std::string page(std::istreambuf_iterator<char>(in), {});

  EXPECT_TRUE(write_metric_page(lists) == page) << "scripts/make-docs writes docs/metrics.md";
}

}  // namespace
}  // namespace mesoscale::exporter
