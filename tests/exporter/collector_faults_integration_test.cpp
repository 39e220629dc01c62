// The collectors besides the main one of each target fail alone: up stays, the others bring what they always bring, and nothing comes
// out of the failed answer. Over real sockets, with the faults of the matrix
// (fault_cells.hpp), alone and beside a healthy cluster.
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
using testing::second_collector;

std::set<std::string> paths_of(const collector& one) {
  if (one.word) return {std::string(net::word_text(*one.word))};
  std::set<std::string> paths;
  std::string list = std::string(one.path) + " " + std::string(one.path_if_not_found);
  for (const other_place& other : one.others) list += " " + std::string(other.path);
  std::istringstream all(list);
  for (std::string path; all >> path;) paths.insert(path.substr(0, path.find('?')));
  return paths;
}

/// With this one and all that are on by default.
exporter_options options_for(const second_collector& of, milliseconds timeout) {
  auto options = fault_bench::options_with(timeout);
  options.disabled_collectors.erase(std::string(of.name));
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
  const testing::labels_map mine{{"collector", std::string(of.name)}};
  const bool may_be_absent = find_collector(of.name)->may_be_absent && one.what.name == "status_404";
  EXPECT_EQ(own.value("mesoscale_exporter_collector_success", mine), may_be_absent ? 1 : 0);
  testing::labels_map with_reason = mine;
  with_reason["reason"] = one.reason();
  EXPECT_EQ(own.has("mesoscale_exporter_target_failure", with_reason), !may_be_absent)
      << "expected " << one.reason();
  auto seen = testing::series_of(page, one.address());
  // What is told of the collector itself has been looked at; Marathon without a leader says so by an absent page, and each of these
  // Chronoses and Marathons leads itself.
  const auto is_about_it = [&of](const auto& series) {
    const auto at = series.second.find("collector");
    return (at != series.second.end() && at->second == of.name) || series.first == "chronos_leader_info" ||
           series.first == "marathon_leader_info" ||
           (series.first == "marathon_leader_known" && of.name == "marathon_leader");
  };
  std::erase_if(seen, is_about_it);
  std::erase_if(expected, is_about_it);
  EXPECT_EQ(seen, expected);
}

/// What an odd name or value makes of the page: it stands there, or is counted.
void expect_odd_is_told(const testing::page& page, const testing::broken_target& one,
                        const second_collector& of) {
  SCOPED_TRACE(std::string(of.name) + " " + one.what.name);
  const auto own = page.of_instance(one.address());
  const testing::labels_map mine{{"collector", std::string(of.name)}};
  EXPECT_EQ(own.value(one.of.up), 1);
  EXPECT_EQ(own.value("mesoscale_exporter_collector_success", mine), 1);
  if (one.what.also == claim::one_value_lost) {
    EXPECT_GE(own.value("mesoscale_exporter_collector_values_refused", mine), 1);
    return;
  }
  EXPECT_TRUE(std::ranges::any_of(own.series, [&one](const auto& series) {
    return std::ranges::any_of(series.labels, [&one](const auto& label) {
      return label.second.find(one.what.odd_name) != label.second.npos;
    });
  })) << "the name is not on the page";
}

/// Adds a target for each of the collector's faults that fit.
template <typename Fits>
void add_faults(fault_bench& bench, const second_collector& of, const Fits& fits) {
  for (const fault& what : testing::faults_of_second(of)) {
    if (fits(what)) {
      bench.add(testing::module_of(of.module), what, paths_of(*find_collector(of.name)));
    }
  }
}

bool hangs(const fault& what) { return what.also == claim::hangs; }
bool fails(const fault& what) { return !what.reason.empty() && !hangs(what); }

class second_collectors : public ::testing::TestWithParam<second_collector> {};

TEST_P(second_collectors, fail_alone) {
  const auto expected = series_without(GetParam());
  ASSERT_GT(expected.size(), 5u);
  fault_bench bench(fault_bench::company::none);
  add_faults(bench, GetParam(), fails);
  ASSERT_GT(bench.broken().size(), 5u);

  const std::string text = bench.scrape(options_for(GetParam(), milliseconds(20'000)));

  testing::expect_read_no_further(bench.broken());
  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  for (const auto& one : bench.broken()) expect_fails_alone(page, one, GetParam(), expected);
}

TEST_P(second_collectors, cost_no_more_memory_than_the_limits_when_answers_do_not_end) {
  fault_bench bench(fault_bench::company::none);
  add_faults(bench, GetParam(), [](const fault& what) { return what.also == claim::bounded; });
  ASSERT_GT(bench.broken().size(), 1u);
  const testing::memory_watch watch;

  const std::string text = bench.scrape(options_for(GetParam(), milliseconds(20'000)));

  testing::expect_bounded(watch, bench.broken());
  testing::expect_valid_page(text);
}

TEST_P(second_collectors, show_odd_names_and_values_on_a_valid_page) {
  fault_bench bench(fault_bench::company::none);
  add_faults(bench, GetParam(), testing::is_usable);
  if (bench.broken().empty()) GTEST_SKIP() << "fault_cells_test.cpp says why";

  auto options = options_for(GetParam(), milliseconds(20'000));
  // All that the answers of answer_cases.hpp have becomes series.
  options.disabled_collectors.erase("zookeeper_detail");
  options.agent_attributes = {"rack"};
  options.app_labels = options.task_labels = {"team"};

  const std::string text = bench.scrape(std::move(options));

  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  for (const auto& one : bench.broken()) expect_odd_is_told(page, one, GetParam());
}

TEST_P(second_collectors, that_hang_hang_alone) {
  const auto expected = series_without(GetParam());
  fault_bench bench(fault_bench::company::none);
  add_faults(bench, GetParam(), hangs);

  const std::string text = bench.scrape_in_time(options_for(GetParam(), milliseconds(600)));

  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  for (const auto& one : bench.broken()) expect_fails_alone(page, one, GetParam(), expected);
}

TEST_P(second_collectors, harm_nobody_beside_them) {
  const second_collector& of = GetParam();
  fault_bench bench(fault_bench::company::healthy_cluster);
  const auto options = options_for(of, milliseconds(20'000));
  const auto before = testing::read_page(bench.scrape(options));
  // A master with a list of agents that can be used is one that discovery believes.
  const bool is_discovered_from = of.name == "mesos_master_agents";
  add_faults(bench, of, [is_discovered_from](const fault& what) {
    return !hangs(what) && (fails(what) || !is_discovered_from);
  });

  const std::string text = bench.scrape(options);

  testing::expect_read_no_further(bench.broken());
  testing::expect_valid_page(text);
  testing::expect_healthy_as_before(bench, before, testing::read_page(text));
}

TEST(all_second_collectors, that_hang_harm_nobody_beside_them) {
  fault_bench bench(fault_bench::company::healthy_cluster);
  auto options = fault_bench::options_with(milliseconds(20'000));
  for (const second_collector& of : testing::all_second_collectors()) {
    options.disabled_collectors.erase(std::string(of.name));
  }
  const auto before = testing::read_page(bench.scrape(options));
  for (const second_collector& of : testing::all_second_collectors()) add_faults(bench, of, hangs);
  options.scrape.timeout = milliseconds(3000);

  const std::string text = bench.scrape_in_time(options);

  testing::expect_valid_page(text);
  testing::expect_healthy_as_before(bench, before, testing::read_page(text));
}

// A slow answer is an answer, and what a header calls it does not matter.
TEST_P(second_collectors, bring_all_however_the_answer_comes) {
  static const fault none{"none", "", nullptr};
  const module_case& of = testing::module_of(GetParam().module);
  fault_bench bench(fault_bench::company::none);
  bench.add(of, none, {"/nothing"});
  add_faults(bench, GetParam(), [](const fault& what) { return what.also == claim::complete; });
  ASSERT_GT(bench.broken().size(), 1u);

  const auto page = testing::read_page(bench.scrape(options_for(GetParam(), milliseconds(20'000))));

  // Each Chronos and each Marathon names itself as the leader.
  const auto names_itself = [](const auto& series) {
    return series.first == "chronos_leader_info" || series.first == "marathon_leader_info";
  };
  auto expected = testing::series_of(page, bench.broken().front().address());
  std::erase_if(expected, names_itself);
  EXPECT_GT(expected.size(), 5u);
  for (const auto& one : bench.broken()) {
    SCOPED_TRACE(one.what.name);
    auto seen = testing::series_of(page, one.address());
    std::erase_if(seen, names_itself);
    EXPECT_EQ(seen, expected);
  }
}

INSTANTIATE_TEST_SUITE_P(matrix, second_collectors,
                         ::testing::ValuesIn(testing::all_second_collectors().begin(),
                                             testing::all_second_collectors().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::exporter
