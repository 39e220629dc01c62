// The documented shapes of Mesos 0.21, 0.28, 1.4 and 1.11: a master that leads, a standby and an agent of each, asked by the
// exporter's own collectors with their older paths.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/scrape/scraper.hpp"
#include "tests/exporter/golden.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"
#include "tests/exporter/scripted_client.hpp"

namespace mesoscale::exporter {
namespace {

using testing::page;

page page_of(const std::vector<const sample_set*>& sets) {
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
}

struct daemon_of_a_version {
  const char* folder;
  decoder_factory make;
};

class snapshot_of_a_version : public ::testing::TestWithParam<daemon_of_a_version> {};

TEST_P(snapshot_of_a_version, becomes_exactly_the_series_of_the_list) {
  const std::string body =
      testing::read_fixture("mesos_versions/" + std::string(GetParam().folder) + "/metrics_snapshot.json");
  const auto numbers = nlohmann::json::parse(body);

  const auto answer = decode_body(GetParam().make, {.instance = "host:1"}, body);

  ASSERT_TRUE(answer.ok());
  const auto got = page_of({&answer->samples}).of_instance("host:1");
  std::size_t listed = 0;
  for (const auto& row : testing::read_table("expected/mesos_versions.tsv")) {
    if (row[0] != GetParam().folder) continue;
    ++listed;
    const auto series = testing::read_series(row[2]);
    std::size_t found = 0;
    for (const auto& one : got.series) {
      if (one.name != series.name || one.labels != series.labels) continue;
      ++found;
      EXPECT_DOUBLE_EQ(one.value, numbers.at(row[1]).get<double>() * std::stod(row[4])) << row[2];
    }
    EXPECT_EQ(found, 1u) << row[2];
    EXPECT_EQ(got.type_of.at(series.name), row[3]) << row[2];
  }
  EXPECT_EQ(listed, numbers.size());
  EXPECT_EQ(got.series.size(), numbers.size());
  EXPECT_EQ(answer->counts.keys_unknown + answer->counts.values_refused, 0u);
}

constexpr daemon_of_a_version daemons[] = {
    {"0_21/leader", make_master_snapshot_decoder},  {"0_21/standby", make_master_snapshot_decoder},
    {"0_21/agent", make_agent_snapshot_decoder},    {"0_28/leader", make_master_snapshot_decoder},
    {"0_28/standby", make_master_snapshot_decoder}, {"0_28/agent", make_agent_snapshot_decoder},
    {"1_4/leader", make_master_snapshot_decoder},   {"1_4/standby", make_master_snapshot_decoder},
    {"1_4/agent", make_agent_snapshot_decoder},     {"1_11/leader", make_master_snapshot_decoder},
    {"1_11/standby", make_master_snapshot_decoder}, {"1_11/agent", make_agent_snapshot_decoder},
};

std::string test_name(std::string text) {
  std::ranges::replace(text, '/', '_');
  return "mesos_" + text;
}

INSTANTIATE_TEST_SUITE_P(versions, snapshot_of_a_version, ::testing::ValuesIn(daemons),
                         [](const auto& tested) { return test_name(tested.param.folder); });

struct version {
  const char* name;
  const char* golden;
  bool ends_in_json;            ///< paths that lost the end ".json" with 0.25
  bool standby_redirects;       ///< masters before 1.0 answer for themselves
  const char* statistics_path;  ///< where the agent gives the statistics of its containers
};

struct cluster_of_a_version : ::testing::TestWithParam<version> {
  asio::io_context io;
  std::shared_ptr<testing::scripted_client> client = std::make_shared<testing::scripted_client>();

  // What the version has is answered, with the fixture of that name; the rest of what collectors ask for is a 404, or what a
  // standby says.
  void answer_as(const std::string& host, const std::string& folder, target_kind kind) {
    for (const collector& one : all_collectors()) {
      if (one.kind != kind) continue;
      std::string rest = std::string(one.path) + " " + std::string(one.path_if_not_found);
      for (const other_place& other : one.others) rest += " " + std::string(other.path);
      std::istringstream paths(rest);
      for (std::string path; paths >> path;) answer_path(host, folder, path.substr(0, path.find('?')));
    }
  }

  void answer_path(const std::string& host, const std::string& folder, const std::string& path) {
    std::string file = path.substr(1);
    const bool ends_in_json = file.ends_with(".json");
    if (ends_in_json) file.resize(file.size() - 5);
    // The v1 API may want another login than the rest.
    const bool may_call = path != "/api/v1" || path == GetParam().statistics_path;
    const bool had_other_path = file == "state" || file == "roles" || file == "monitor/statistics";
    const bool has_path = !had_other_path || ends_in_json == GetParam().ends_in_json;
    std::ranges::replace(file, '/', '_');
    file = "mesos_versions/" + std::string(GetParam().name) + "/" + folder + "/" + file + ".json";
    if (may_call && has_path && std::filesystem::exists(std::string(FIXTURES_DIR) + "/" + file)) {
      client->say(host + path, 200, testing::read_fixture(file));
    } else {
      const bool redirects = folder == "standby" && GetParam().standby_redirects;
      client->say(host + path, redirects ? 307 : 404, "");
    }
  }

  std::shared_ptr<const scrape_report> scrape() {
    scrape_plan plan;
    const auto add = [&](target_kind kind, const std::string& host, const std::string& folder) {
      plan.fixed.push_back({kind, parse_url("http://" + host).value(), nullptr});
      answer_as(host, folder, kind);
    };
    add(target_kind::mesos_master, "m1:5050", "leader");
    add(target_kind::mesos_master, "m2:5050", "standby");
    add(target_kind::mesos_agent, "a1:5051", "agent");
    plan.disabled_collectors = collectors_off_by_default();
    const ask_limits limits;
    auto ask = std::make_shared<asker>(io.get_executor(), client, limits, [](target_kind) {});
    auto scraping = std::make_shared<scraper>(std::move(ask), nullptr, std::move(plan));
    std::set<target_kind> kinds{target_kind::mesos_master, target_kind::mesos_agent};
    return testing::run(io, scraping->scrape(std::move(kinds), net::after(std::chrono::seconds(10))));
  }
};

TEST_P(cluster_of_a_version, is_as_in_the_golden_file) {
  const auto report = scrape();

  std::vector<const sample_set*> sets;
  for (const target_report& one : report->targets) {
    for (const outcome_ptr& what : one.outcomes) sets.push_back(&what->data.samples);
  }
  testing::expect_golden("mesos_versions/" + std::string(GetParam().golden), sets);
}

TEST_P(cluster_of_a_version, fails_in_nothing) {
  const auto report = scrape();

  const auto status = page_of({&report->status});
  for (const char* host : {"m1:5050", "m2:5050", "a1:5051"}) {
    EXPECT_EQ(status.value("mesos_up", {{"instance", host}}), 1) << host;
  }
  for (const auto& one : status.series) {
    EXPECT_NE(one.name, "mesoscale_exporter_target_failure")
        << one.labels.at("instance") << " " << one.labels.at("collector") << " " << one.labels.at("reason");
    if (one.name == "mesoscale_exporter_collector_values_refused") {
      EXPECT_EQ(one.value, 0) << one.labels.at("collector");
    }
  }
  EXPECT_EQ(client->count("a1:5051" + std::string(GetParam().statistics_path)), 1u);
}

INSTANTIATE_TEST_SUITE_P(versions, cluster_of_a_version,
                         ::testing::Values(version{"0_21", "0_21", true, false, "/monitor/statistics.json"},
                                           version{"0_28", "0_28", false, false, "/monitor/statistics"},
                                           version{"1_4", "1_4", false, true, "/containers"},
                                           version{"1_4", "1_4_operator_api", false, true, "/api/v1"},
                                           version{"1_11", "1_11", false, true, "/containers"},
                                           version{"1_11", "1_11_operator_api", false, true, "/api/v1"}),
                         [](const auto& tested) { return test_name(tested.param.golden); });

}  // namespace
}  // namespace mesoscale::exporter
