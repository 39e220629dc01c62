#include "common/core/token_bucket.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

using std::chrono::milliseconds;

token_bucket::time_point at(int milliseconds_since_start) {
  return token_bucket::time_point(milliseconds(1'000'000 + milliseconds_since_start));
}

TEST(token_bucket, without_an_interval_everything_is_allowed) {
  token_bucket bucket(milliseconds(0), 0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(bucket.take(at(0)));
}

TEST(token_bucket, allows_the_burst_and_then_nothing) {
  token_bucket bucket(milliseconds(1000), 3);
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_FALSE(bucket.take(at(0)));
  EXPECT_FALSE(bucket.take(at(999)));
}

TEST(token_bucket, gains_one_token_each_interval) {
  token_bucket bucket(milliseconds(1000), 1);
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_FALSE(bucket.take(at(500)));
  EXPECT_TRUE(bucket.take(at(1000)));
  EXPECT_FALSE(bucket.take(at(1999)));
  EXPECT_TRUE(bucket.take(at(2000)));
}

TEST(token_bucket, refused_requests_do_not_put_off_the_next_token) {
  token_bucket bucket(milliseconds(1000), 1);
  EXPECT_TRUE(bucket.take(at(0)));
  for (int t = 100; t < 1000; t += 100) EXPECT_FALSE(bucket.take(at(t)));
  EXPECT_TRUE(bucket.take(at(1000)));
}

TEST(token_bucket, a_long_rest_saves_no_more_than_the_burst) {
  token_bucket bucket(milliseconds(10), 2);
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_TRUE(bucket.take(at(3'600'000)));
  EXPECT_TRUE(bucket.take(at(3'600'000)));
  EXPECT_FALSE(bucket.take(at(3'600'000)));
}

TEST(token_bucket, says_how_long_to_wait) {
  token_bucket bucket(milliseconds(1000), 1);
  EXPECT_EQ(bucket.wait(at(0)), milliseconds(0));
  EXPECT_TRUE(bucket.take(at(0)));
  EXPECT_EQ(bucket.wait(at(400)), milliseconds(600));
  EXPECT_EQ(bucket.wait(at(1000)), milliseconds(0));
}

}  // namespace
}  // namespace mesoscale
