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

/// Only a hang breaks it, of a server whose answer ends: its deadline is later.
constexpr seconds forever{15};

struct cell {
  const module_case* of;
  const fault* what;
};

void PrintTo(const cell& one, std::ostream* out) { *out << one.of->name << " " << one.what->name; }

std::vector<cell> all_cells() {
  std::vector<cell> cells;
  for (const module_case& of : testing::all_modules()) {
    for (const fault* what : testing::faults_of_main(of)) cells.push_back({&of, what});
  }
  return cells;
}

/// A page, and whether it came in time: by the deadline where a server hangs, else before it.
std::string scrape_in_time(fault_bench& bench, bool hangs, milliseconds deadline) {
  const auto options = fault_bench::options_with(deadline);
  if (hangs) return bench.scrape_in_time(options);
  const auto began = net::clock::now();
  std::string text = bench.scrape(options);
  EXPECT_LT(net::clock::now() - began, forever);
  return text;
}

void expect_no_login(const testing::wire_server& elsewhere) {
  for (const std::string& request : elsewhere.requests()) {
    // "ZXhwb3J0ZXI6czNjcmV0" is the login in Base64.
    for (const char* secret : {"uthorization", "ZXhwb3J0ZXI6", "s3cret"}) {
      EXPECT_EQ(request.find(secret), request.npos) << request;
    }
  }
}

/// The broken target got the login, and where it redirects to was asked without one, if at all.
void expect_login_stays(fault_bench& bench, const broken_target& one) {
  ASSERT_FALSE(one.server->requests().empty());
  EXPECT_NE(one.server->requests().front().find(bench.login_line()), std::string::npos);
  EXPECT_EQ(bench.elsewhere().requests().empty(), one.reason() == "redirect");
  expect_no_login(bench.elsewhere());
}

class fault_alone : public ::testing::TestWithParam<cell> {};

TEST_P(fault_alone, is_told_with_its_reason_and_nothing_is_made_up) {
  const auto& [of, what] = GetParam();
  fault_bench bench(fault_bench::company::none);
  const broken_target& one = bench.add(*of, *what);
  const bool hangs = what->also == claim::hangs;
  const testing::memory_watch watch;

  const std::string text = scrape_in_time(bench, hangs, hangs ? short_time : long_time);

  testing::expect_valid_page(text);
  testing::expect_told(testing::read_page(text), one);
  EXPECT_EQ(text.find("s3cret"), text.npos);
  testing::expect_bounded(watch, bench.broken());
  expect_no_login(bench.elsewhere());
  if (what->also == claim::credentials) expect_login_stays(bench, one);
}

INSTANTIATE_TEST_SUITE_P(matrix, fault_alone, ::testing::ValuesIn(all_cells()), [](const auto& tested) {
  return tested.param.of->name + "_" + tested.param.what->name;
});

struct login_case {
  const char* name;
  fault_bench::login way;
};

class redirects_elsewhere : public ::testing::TestWithParam<login_case> {};

TEST_P(redirects_elsewhere, get_no_token) {
  for (const cell& one : all_cells()) {
    if (one.what->also != claim::credentials) continue;
    SCOPED_TRACE(one.of->name + " " + one.what->name);
    fault_bench bench(fault_bench::company::none);
    bench.log_in_by(GetParam().way);
    const broken_target& target = bench.add(*one.of, *one.what);

    const std::string text = bench.scrape(fault_bench::options_with(long_time));

    testing::expect_valid_page(text);
    testing::expect_told(testing::read_page(text), target);
    EXPECT_EQ(text.find("s3cret"), text.npos);
    expect_login_stays(bench, target);
  }
}

INSTANTIATE_TEST_SUITE_P(tokens, redirects_elsewhere,
                         ::testing::Values(login_case{"bearer", fault_bench::login::token},
                                           login_case{"dcos", fault_bench::login::dcos}),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// A page without the faults and one with them, beside the same healthy servers.
void expect_no_harm(fault_bench& bench, const std::vector<cell>& cells, milliseconds time) {
  const auto before = testing::read_page(bench.scrape(fault_bench::options_with(long_time)));
  for (const cell& one : cells) bench.add(*one.of, *one.what);
  const bool hangs = cells.front().what->also == claim::hangs;
  const testing::memory_watch watch;

  const std::string text = scrape_in_time(bench, hangs, time);

  testing::expect_bounded(watch, bench.broken());
  testing::expect_valid_page(text);
  const auto page = testing::read_page(text);
  testing::expect_healthy_as_before(bench, before, page);
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
