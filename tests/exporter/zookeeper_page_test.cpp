// The whole page of each situation against a golden file. MESOSCALE_WRITE_GOLDEN=1 writes the files anew; read the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "common/core/exposition.hpp"
#include "exporter/collectors/zookeeper_decode.hpp"
#include "exporter/tables/scrape_families.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

std::string fixture(const std::string& name) { return testing::read_fixture("zookeeper/" + name); }

struct golden_page {
  const char* name;
  const char* monitor;  ///< answer to mntr; a .json file is the AdminServer's
  const char* srvr;     ///< "" if it is not asked; with a .json file the AdminServer's server_stats
  bool with_detail;
};

class zookeeper_page : public ::testing::TestWithParam<golden_page> {};

/// The samples of an answer; a failure's code goes to failures, as the scraper sees it.
sample_set samples_of(decoder_factory make, const std::string& file, bool with_detail,
                      std::vector<std::optional<errc>>& failures) {
  decode_options options;
  options.instance = "zk1:2181";
  options.zookeeper_detail = with_detail;
  auto decoded = decode_body(make, options, fixture(file));
  failures.push_back(decoded.ok() ? std::nullopt : std::optional(decoded.error().code));
  return decoded.ok() ? std::move(decoded.value().samples) : sample_set();
}

TEST_P(zookeeper_page, is_as_in_the_golden_file) {
  const golden_page& of = GetParam();
  std::vector<std::optional<errc>> failures;
  const bool is_json = std::string_view(of.monitor).ends_with(".json");
  const sample_set monitor =
      samples_of(is_json ? make_monitor_decoder : make_mntr_decoder, of.monitor, of.with_detail, failures);
  sample_set status;
  if (*of.srvr != '\0') {
    const bool stands_in = failures.front().has_value();
    const decoder_factory make = is_json     ? make_server_stats_decoder
                                 : stands_in ? make_srvr_decoder
                                             : make_zxid_decoder;
    status = samples_of(make, of.srvr, of.with_detail, failures);
  }
  sample_set said;
  const zookeeper_standing standing = standing_of(failures);
  said.add(zookeeper_up_family, {{"instance", "zk1:2181"}}, standing.is_up ? 1 : 0);
  if (standing.is_serving) {
    said.add(zookeeper_serving_family, {{"instance", "zk1:2181"}}, *standing.is_serving ? 1 : 0);
  }

  const sample_set* const sets[] = {&monitor, &status, &said};
  const std::string page = write_exposition(sets, exposition_format::text_0_0_4);
  const std::filesystem::path file = std::string(SOURCE_DIR) + "/tests/golden/zookeeper/" + of.name + ".prom";
  if (std::getenv("MESOSCALE_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << page;
  }
  std::ifstream in(file, std::ios::binary);
  ASSERT_TRUE(in.good()) << file;
  EXPECT_EQ(page, std::string(std::istreambuf_iterator<char>(in), {}));
}

INSTANTIATE_TEST_SUITE_P(
    all, zookeeper_page,
    ::testing::Values(
        golden_page{"standalone", "zk-3.8.0-standalone-mntr.txt", "zk-3.8.0-standalone-srvr.txt", false},
        golden_page{"leader", "zk-3.8.0-ensemble-leader-3-mntr.txt", "zk-3.8.0-ensemble-leader-3-srvr.txt",
                    false},
        golden_page{"leader_detail", "zk-3.8.0-ensemble-leader-3-mntr.txt",
                    "zk-3.8.0-ensemble-leader-3-srvr.txt", true},
        golden_page{"follower_1", "zk-3.8.0-ensemble-follower-1-mntr.txt",
                    "zk-3.8.0-ensemble-follower-1-srvr.txt", false},
        golden_page{"follower_2", "zk-3.8.0-ensemble-follower-2-mntr.txt",
                    "zk-3.8.0-ensemble-follower-2-srvr.txt", false},
        golden_page{"busy_follower_1", "ensemble-server1-follower.mntr.txt",
                    "ensemble-server1-follower.srvr.txt", false},
        golden_page{"busy_follower_1_detail", "ensemble-server1-follower.mntr.txt",
                    "ensemble-server1-follower.srvr.txt", true},
        golden_page{"busy_follower_1_admin_server", "ensemble-server1-follower.admin-monitor.json", "",
                    false},
        golden_page{"busy_follower_2", "ensemble-server2-follower.mntr.txt",
                    "ensemble-server2-follower.srvr.txt", false},
        golden_page{"busy_follower_2_admin_server", "ensemble-server2-follower.admin-monitor.json", "",
                    false},
        golden_page{"observer", "ensemble-server4-observer.mntr.txt", "ensemble-server4-observer.srvr.txt",
                    false},
        golden_page{"observer_admin_server_detail", "ensemble-server4-observer.admin-monitor.json",
                    "zk-3.8.0-standalone.admin-server-stats.json", true},
        golden_page{"no_quorum", "no-quorum-server2.mntr.txt", "no-quorum-server2.srvr.txt", false},
        golden_page{"no_quorum_of_three", "zk-3.8.0-noquorum-mntr.txt", "zk-3.8.0-noquorum-srvr.txt", false},
        golden_page{"default_whitelist", "zk-3.8.0-default-whitelist-mntr.txt",
                    "zk-3.8.0-default-whitelist-srvr.txt", false},
        golden_page{"documented_3_4_follower", "documented-3.4.14-follower-mntr.txt", "", false},
        golden_page{"documented_3_4_leader", "documented-3.4.6-leader-mntr.txt",
                    "documented-3.4.6-leader-srvr.txt", false},
        golden_page{"documented_3_5_leader_detail", "documented-3.5.9-leader-mntr.txt",
                    "documented-3.5.9-leader-srvr.txt", true},
        golden_page{"documented_3_5_admin_server", "documented-3.5.9-leader.admin-monitor.json", "", false},
        golden_page{"documented_3_9_prometheus_provider",
                    "documented-3.9.1-leader-prometheus-provider-mntr.txt", "", true}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace mesoscale::exporter
