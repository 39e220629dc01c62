// The measures of the fault matrix themselves: memory and bytes of a target without an end show where nothing limits them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/exporter/fault_bench.hpp"
#include "tests/exporter/memory_watch.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::size_t mebibyte = 1u << 20;

/// Fills that much memory and gives it back.
void hold(std::size_t bytes) {
  const std::string held(bytes, 'x');
  const volatile char seen = held[bytes / 2];
  EXPECT_EQ(seen, 'x');
}

TEST(memory_watch, sees_a_peak_below_an_earlier_one) {
  hold(128 * mebibyte);
  const testing::memory_watch watch;
  EXPECT_LT(watch.growth(), 8 * mebibyte);

  hold(48 * mebibyte);

  EXPECT_GE(watch.growth(), 47 * mebibyte);
  EXPECT_LT(watch.growth(), 80 * mebibyte);
}

TEST(fault_bounds, are_broken_by_an_exporter_that_reads_all_there_is) {
  const auto faults = testing::http_faults();
  const auto endless = std::ranges::find(faults, "oversize_until_the_end", &testing::fault::name);
  ASSERT_NE(endless, faults.end());
  testing::fault_bench bench(testing::fault_bench::company::none);
  const auto& one = bench.add(testing::module_of("marathon"), *endless, {"/v2/apps"});
  auto options = testing::fault_bench::options_with(std::chrono::milliseconds(20'000));
  options.scrape.max_body_bytes = 512 * mebibyte;

  bench.scrape(std::move(options));

  EXPECT_GT(one.server->bytes_written(), testing::bounded_bytes);
}

}  // namespace
}  // namespace mesoscale::exporter
