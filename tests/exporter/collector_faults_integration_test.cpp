// The collectors besides the main one of each target fail alone: up stays, the others bring what they always bring, and nothing comes
// out of the failed answer. Over real sockets, with the faults of the matrix.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/exporter/fault_bench.hpp"
#include "tests/exporter/page_check.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::claim;
using testing::fault;
using testing::fault_bench;
using testing::module_case;

/// A collector, and what its answers are made of: only of JSON can be said what is not JSON.
struct second_collector {
  const char* name;
  const char* module;
  bool is_json;
};

constexpr second_collector all_second_collectors[] = {
    {"chronos_graph", "chronos", false},
    {"chronos_leader", "chronos", true},
    {"chronos_metrics", "chronos", true},
    {"marathon_deployments", "marathon", true},
    {"marathon_groups", "marathon", true},
    {"marathon_info", "marathon", true},
    {"marathon_leader", "marathon", true},
    {"marathon_metrics", "marathon", true},
    {"marathon_pods", "marathon", true},
    {"marathon_prometheus", "marathon", false},
    {"marathon_queue", "marathon", true},
    {"marathon_tasks", "marathon", true},
    {"mesos_agent_containers", "mesos_agent", true},
    {"mesos_agent_tasks", "mesos_agent", true},
    {"mesos_master_agents", "mesos_master", true},
    {"mesos_master_framework_details", "mesos_master", true},
    {"mesos_master_frameworks", "mesos_master", true},
    {"mesos_master_maintenance_schedule", "mesos_master", true},
    {"mesos_master_maintenance_status", "mesos_master", true},
    {"mesos_master_roles", "mesos_master", true},
    {"mesos_master_version", "mesos_master", true},
    {"mesos_master_weights", "mesos_master", true},
    {"zookeeper_server_stats", "zookeeper_admin", true},
    {"zookeeper_zxid", "zookeeper", false},
};

std::set<std::string> paths_of(const collector& one) {
  if (one.word) return {std::string(net::word_text(*one.word))};
  std::set<std::string> paths;
  std::string list = std::string(one.path) + " " + std::string(one.path_if_not_found);
  for (const other_place& other : one.others) list += " " + std::string(other.path);
  std::istringstream all(list);
  for (std::string path; all >> path;) paths.insert(path.substr(0, path.find('?')));
  return paths;
}

/// Whether the row of the fault says what must be told of this collector too.
bool fits(const fault& what, const second_collector& of) {
  if (what.reason.empty() || what.name == "values_of_wrong_types" || what.up) return false;
  // Without any maintenance these two are empty.
  const bool is_maintenance = std::string_view(of.name).starts_with("mesos_master_maintenance");
  if (what.name == "empty_object" && is_maintenance) return false;
  const bool is_about_json = what.reason == "not_json" || what.reason == "wrong_shape" ||
                             (what.reason == "too_large" && what.name != "oversize_announced");
  const bool is_on_the_wire = what.name.starts_with("gzip_that") || what.name == "unknown_coding" ||
                              what.name == "not_http" || what.name == "endless_headers";
  // Words are read whole before anything looks at them.
  return of.is_json || !is_about_json || is_on_the_wire || std::string_view(of.module) == "zookeeper";
}

/// With this one and all that are on by default.
exporter_options options_for(const second_collector& of, milliseconds timeout) {
  auto options = fault_bench::options_with(timeout);
  options.disabled_collectors.erase(of.name);
  return options;
}

/// What a healthy target shows when the collector is off, by an exporter of its own.
std::set<std::pair<std::string, testing::labels_map>> series_without(const second_collector& of) {
  static const fault none{"none", "", nullptr};
  fault_bench bench(fault_bench::company::none);
  const auto& one = bench.add(testing::module_of(of.module), none, {"/nothing"});
  auto options = fault_bench::options_with(milliseconds(20'000));
  options.disabled_collectors.emplace(of.name);
  return testing::series_of(testing::read_page(bench.scrape(std::move(options))), one.address());
}

void expect_fails_alone(const testing::page& page, const testing::broken_target& one,
                        const second_collector& of,
                        std::set<std::pair<std::string, testing::labels_map>> expected) {
  SCOPED_TRACE(std::string(of.name) + " " + one.what.name);
  const auto own = page.of_instance(one.address());
  EXPECT_EQ(own.value(one.of.up), 1);
  const testing::labels_map mine{{"collector", of.name}};
  const bool may_be_absent = find_collector(of.name)->may_be_absent && one.what.name == "status_404";
  EXPECT_EQ(own.value("mesoscale_exporter_collector_success", mine), may_be_absent ? 1 : 0);
  testing::labels_map with_reason = mine;
  with_reason["reason"] = one.reason();
  EXPECT_EQ(own.has("mesoscale_exporter_target_failure", with_reason), !may_be_absent)
      << "expected " << one.reason();
  auto seen = testing::series_of(page, one.address());
  // What is told of the collector itself has been looked at; Marathon without a leader says so by an absent page, and each of these
  // Chronoses leads itself.
  const auto is_about_it = [&of](const auto& series) {
    const auto at = series.second.find("collector");
    return (at != series.second.end() && at->second == of.name) || series.first == "chronos_leader_info" ||
           (series.first == "marathon_leader_known" && std::string_view(of.name) == "marathon_leader");
  };
  std::erase_if(seen, is_about_it);
  std::erase_if(expected, is_about_it);
  EXPECT_EQ(seen, expected);
}

void PrintTo(const second_collector& one, std::ostream* out) { *out << one.name; }

class second_collectors : public ::testing::TestWithParam<second_collector> {};

TEST_P(second_collectors, fail_alone) {
  const auto expected = series_without(GetParam());
  ASSERT_GT(expected.size(), 5u);
  const module_case& of = testing::module_of(GetParam().module);
  fault_bench bench(fault_bench::company::none);
  for (const fault& what : testing::faults_of(of)) {
    if (fits(what, GetParam()) && what.also != claim::hangs) {
      bench.add(of, what, paths_of(*find_collector(GetParam().name)));
    }
  }
  ASSERT_GT(bench.broken().size(), 5u);

  const std::string text = bench.scrape(options_for(GetParam(), milliseconds(20'000)));

  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  for (const auto& one : bench.broken()) expect_fails_alone(page, one, GetParam(), expected);
}

TEST_P(second_collectors, that_hang_hang_alone) {
  const auto expected = series_without(GetParam());
  const module_case& of = testing::module_of(GetParam().module);
  fault_bench bench(fault_bench::company::none);
  for (const fault& what : testing::faults_of(of)) {
    if (what.also == claim::hangs) bench.add(of, what, paths_of(*find_collector(GetParam().name)));
  }

  const std::string text = bench.scrape(options_for(GetParam(), milliseconds(600)));

  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  for (const auto& one : bench.broken()) expect_fails_alone(page, one, GetParam(), expected);
}

TEST(second_collector_table, has_every_collector_that_asks_beside_a_main_one) {
  for (const collector& one : all_collectors()) {
    // What stands in for a main collector is not asked beside it.
    if (one.is_main || one.make_decoder == nullptr || one.when == asked_when::main_failed) continue;
    const auto is_it = [&one](const second_collector& row) { return one.name == row.name; };
    EXPECT_TRUE(std::ranges::any_of(all_second_collectors, is_it)) << one.name;
  }
}

INSTANTIATE_TEST_SUITE_P(matrix, second_collectors, ::testing::ValuesIn(all_second_collectors),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::exporter
