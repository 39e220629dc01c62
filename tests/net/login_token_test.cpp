#include "common/net/login_token.hpp"

#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

const login_token::time_point start{hours(1)};

TEST(login_token, without_a_token_a_login_is_wanted) {
  login_token token;
  EXPECT_EQ(token.value(start), "");
  EXPECT_TRUE(token.wants_login(start));
}

TEST(login_token, is_good_to_its_end_and_wants_another_at_nine_tenths) {
  login_token token;
  token.succeeded("T1", hours(100), start);
  EXPECT_FALSE(token.wants_login(start + hours(90) - seconds(1)));
  EXPECT_TRUE(token.wants_login(start + hours(90)));
  EXPECT_EQ(token.value(start + hours(100) - seconds(1)), "T1");
  EXPECT_EQ(token.value(start + hours(100)), "");
}

TEST(login_token, the_pause_doubles_up_to_a_minute_and_a_success_ends_it) {
  login_token token;
  auto now = start;
  for (const int pause : {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
    token.failed("down", now);
    EXPECT_FALSE(token.wants_login(now + seconds(pause) - milliseconds(1))) << pause;
    now += seconds(pause);
    EXPECT_TRUE(token.wants_login(now)) << pause;
  }
  EXPECT_EQ(token.last_failure(), "down");
  token.succeeded("T1", hours(1), now);
  EXPECT_EQ(token.last_failure(), "");
  token.failed("down again", now);
  EXPECT_TRUE(token.wants_login(now + hours(1)));
  EXPECT_FALSE(token.wants_login(now + milliseconds(999)));
}

TEST(login_token, a_failed_renewal_leaves_the_old_token_in_force) {
  login_token token;
  token.succeeded("T1", hours(10), start);
  token.failed("down", start + hours(9));
  EXPECT_EQ(token.value(start + hours(9)), "T1");
}

TEST(login_token, a_rejected_token_is_given_up) {
  login_token token;
  token.succeeded("T1", hours(10), start);
  EXPECT_TRUE(token.reject("T1", start + hours(1)));
  EXPECT_EQ(token.value(start + hours(1)), "");
  EXPECT_TRUE(token.wants_login(start + hours(1)));
}

TEST(login_token, even_a_young_token_is_given_up_when_it_is_rejected) {
  login_token token;
  token.succeeded("T1", hours(10), start);
  EXPECT_TRUE(token.reject("T1", start + seconds(5)));
  EXPECT_EQ(token.value(start + seconds(5)), "");
  EXPECT_TRUE(token.wants_login(start + seconds(5)));
}

TEST(login_token, a_server_that_rejects_every_token_causes_one_login_a_minute) {
  login_token token;
  token.succeeded("T", hours(10), start);
  int logins = 0;
  for (int second = 1; second <= 600; ++second) {
    const auto now = start + seconds(second);
    token.reject("T", now);
    if (!token.wants_login(now)) continue;
    token.succeeded("T", hours(10), now);
    ++logins;
  }
  EXPECT_EQ(logins, 10);
}

TEST(login_token, the_rejection_of_an_older_token_does_not_touch_the_new_one) {
  login_token token;
  token.succeeded("T2", hours(10), start);
  EXPECT_TRUE(token.reject("T1", start + hours(1)));
  EXPECT_EQ(token.value(start + hours(1)), "T2");
}

}  // namespace
}  // namespace mesoscale::net
