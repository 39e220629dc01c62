// The matrix of faults: every kind of server, broken in every way that a network, a proxy or a server knows, alone and beside healthy
// ones. fault_table.hpp says what must be told of each.
#include <gtest/gtest.h>

#include "tests/exporter/fault_bench.hpp"
#include "tests/exporter/page_check.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::broken_target;
using testing::claim;
using testing::fault;
using testing::fault_bench;
using testing::module_case;

constexpr milliseconds short_time{400};
constexpr milliseconds long_time{20'000};

/// Only a hang breaks it: scrapes of servers that hang last as long as their deadline.
constexpr seconds forever{15};

/// Far below what the endless answers have, far above what sockets buffer.
constexpr std::size_t bounded_bytes = 32u << 20;

struct cell {
  const module_case* of;
  const fault* what;
};

void PrintTo(const cell& one, std::ostream* out) { *out << one.of->name << " " << one.what->name; }

std::vector<cell> all_cells() {
  std::vector<cell> cells;
  for (const module_case& of : testing::all_modules()) {
    cells.push_back({&of, &testing::refusal()});
    for (const fault& what : testing::faults_of(of)) cells.push_back({&of, &what});
  }
  return cells;
}

void expect_bounded(const broken_target& one, std::size_t memory_before) {
  EXPECT_LT(one.server->bytes_written(), bounded_bytes);
  EXPECT_LT(testing::peak_memory() - memory_before, bounded_bytes);
}

void expect_no_login(const testing::wire_server& elsewhere) {
  for (const std::string& request : elsewhere.requests()) {
    // "ZXhwb3J0ZXI6czNjcmV0" is the login in Base64.
    for (const char* secret : {"uthorization", "ZXhwb3J0ZXI6", "s3cret"}) {
      EXPECT_EQ(request.find(secret), request.npos) << request;
    }
  }
}

class fault_alone : public ::testing::TestWithParam<cell> {};

TEST_P(fault_alone, is_told_with_its_reason_and_nothing_is_made_up) {
  const auto& [of, what] = GetParam();
  fault_bench bench(fault_bench::company::none);
  const broken_target& one = bench.add(*of, *what);
  const auto memory_before = testing::peak_memory();
  const auto began = net::clock::now();

  const std::string text =
      bench.scrape(fault_bench::options_with(what->also == claim::hangs ? short_time : long_time));

  EXPECT_LT(net::clock::now() - began, forever);
  testing::expect_valid_page(text);
  testing::expect_told(testing::read_page(text), one);
  EXPECT_EQ(text.find("s3cret"), text.npos);
  if (what->also == claim::bounded) expect_bounded(one, memory_before);
  expect_no_login(bench.elsewhere());
  if (what->also == claim::credentials) {
    EXPECT_NE(one.server->requests().front().find("Authorization: Basic ZXhwb3J0ZXI6czNjcmV0"),
              std::string::npos);
    EXPECT_EQ(bench.elsewhere().requests().empty(), one.reason() == "redirect");
  }
}

INSTANTIATE_TEST_SUITE_P(matrix, fault_alone, ::testing::ValuesIn(all_cells()), [](const auto& tested) {
  return tested.param.of->name + "_" + tested.param.what->name;
});

/// A page without the faults and one with them, beside the same healthy servers.
void expect_no_harm(fault_bench& bench, const std::vector<cell>& cells, milliseconds time) {
  const auto before = testing::read_page(bench.scrape(fault_bench::options_with(long_time)));
  for (const cell& one : cells) bench.add(*one.of, *one.what);
  const auto began = net::clock::now();

  const std::string text = bench.scrape(fault_bench::options_with(time));

  EXPECT_LT(net::clock::now() - began, forever);
  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  for (const std::string& instance : bench.healthy()) {
    const auto expected = testing::series_of(before, instance);
    EXPECT_GT(expected.size(), 20u) << instance;
    EXPECT_EQ(testing::series_of(page, instance), expected);
  }
  for (const broken_target& one : bench.broken()) testing::expect_told(page, one);
  expect_no_login(bench.elsewhere());
}

class faults_of_a_module : public ::testing::TestWithParam<const module_case*> {};

TEST_P(faults_of_a_module, are_told_and_harm_nobody_beside_them) {
  std::vector<cell> cells;
  for (const cell& one : all_cells()) {
    if (one.of == GetParam() && one.what->also != claim::hangs) cells.push_back(one);
  }
  fault_bench bench(fault_bench::company::healthy_cluster);

  expect_no_harm(bench, cells, long_time);
}

std::vector<const module_case*> pointers_to_modules() {
  std::vector<const module_case*> all;
  for (const module_case& one : testing::all_modules()) all.push_back(&one);
  return all;
}

INSTANTIATE_TEST_SUITE_P(matrix, faults_of_a_module, ::testing::ValuesIn(pointers_to_modules()),
                         [](const auto& tested) { return tested.param->name; });

TEST(fault_matrix, targets_of_all_modules_that_hang_harm_nobody_beside_them) {
  std::vector<cell> cells;
  for (const cell& one : all_cells()) {
    if (one.what->also == claim::hangs) cells.push_back(one);
  }
  fault_bench bench(fault_bench::company::healthy_cluster);

  expect_no_harm(bench, cells, milliseconds(2500));
}

TEST(fault_matrix, a_name_that_does_not_resolve_is_told) {
  testing::fake_cluster cluster;
  exporter_options options;
  options.masters = {parse_url("http://no-such-host.invalid:5050").value()};
  options.scrape.timeout = milliseconds(5000);
  cluster.start(options);

  const auto page = cluster.scrape();

  EXPECT_EQ(page.value("mesos_up"), 0);
  // Without a name server that says no, nothing comes by the deadline.
  EXPECT_TRUE(page.has("mesoscale_exporter_target_failure", {{"reason", "resolve"}}) ||
              page.has("mesoscale_exporter_target_failure", {{"reason", "timeout"}}));
}

TEST(fault_matrix, contents_promtool) {
  fault_bench bench(fault_bench::company::healthy_cluster);
  for (const cell& one : all_cells()) {
    const bool is_quick = one.what->also != claim::hangs && one.what->also != claim::bounded;
    const bool has_a_name = !one.what->odd_name.empty();
    if (has_a_name || (is_quick && (one.of->name == "marathon" || one.of->name == "zookeeper"))) {
      bench.add(*one.of, *one.what);
    }
  }

  EXPECT_EQ(testing::promtool_on(bench.scrape(fault_bench::options_with(long_time))), "");
}

}  // namespace
}  // namespace mesoscale::exporter
