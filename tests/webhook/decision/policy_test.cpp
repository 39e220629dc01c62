#include "webhook/decision/policy.hpp"

#include "webhook/decision/votes.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace mesoscale::webhook {
namespace {

TEST(policy, percent_is_exact_where_doubles_are_not) {
  struct row {
    std::int64_t current;
    direction toward;
    std::int64_t percent;
    std::int64_t expected;
  };
  const row table[] = {
      {100, direction::up, 10, 110},  // in doubles 111
      {50, direction::up, 10, 55},    // in doubles 56
      {10, direction::up, 11, 12},    // 11.1 is rounded up
      {3, direction::up, 1, 4},
      {10, direction::down, 90, 1},
      {10, direction::down, 19, 9},  // 1.9 is rounded down
      {7, direction::down, 100, 0},
      {7, direction::down, 300, -14},
      {1'000'000'007, direction::up, 3, 1'030'000'008},
  };
  for (const row& r : table) {
    EXPECT_EQ(vote_of({"", percent_policy{r.toward, r.percent, 1}, signal_state::pulse}, r.current).count,
              r.expected)
        << r.current << " " << name_of(r.toward) << " " << r.percent;
  }
}

TEST(policy, sums_and_products_saturate) {
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(saturating_add(largest, 1), largest);
  EXPECT_EQ(saturating_multiply(largest, 2), largest);
  EXPECT_EQ(saturating_multiply(3, 4), 12);
}

}  // namespace
}  // namespace mesoscale::webhook
