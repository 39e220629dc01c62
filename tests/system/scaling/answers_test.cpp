// When what follows an answer to a PUT follows: pauses of seconds and minutes, by a clock that is set.
#include "tests/system/scaling/in_time.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

class answers_in_time : public in_time {
 protected:
  std::vector<double> gaps() {
    std::vector<double> out;
    const auto all = w->marathon.puts();
    for (std::size_t i = 1; i < all.size(); ++i) out.push_back(all[i].second - all[i - 1].second);
    return out;
  }
  /// A fifth more or less than these, so that many apps do not come all at once.
  void expect_gaps(const std::vector<double>& wanted) {
    const auto found = gaps();
    ASSERT_GE(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      EXPECT_GE(found[i], wanted[i] * 0.8 - 0.01) << i;
      EXPECT_LE(found[i], wanted[i] * 1.2 + 0.01) << i;
    }
  }
};

TEST_F(answers_in_time, a_409_without_deployments_is_tried_again_after_a_second_from_the_new_count) {
  start("  manual_hold: 0s\n");
  w->marathon.set_fault(of_put({{"kind", "status"},
                                {"status", 409},
                                {"message", "Change conflicts with another one."},
                                {"remaining", 1}}));
  fire(0);
  w->until(2);
  ASSERT_EQ(puts(), 1U);
  w->marathon.put("/web", {{"instances", 3}});
  w->until(3);
  EXPECT_EQ(changes(), (changes_made{{2, 3}, {3, 5}}));
}

TEST_F(answers_in_time, a_401_a_429_and_a_5xx_bring_pauses_that_double_up_to_a_minute) {
  for (const int status : {401, 429, 503}) {
    start();
    w->marathon.set_fault(of_put({{"kind", "status"}, {"status", status}}));
    fire(0);
    w->until(400);
    SCOPED_TRACE(status);
    expect_gaps({1, 2, 4, 8, 16, 32, 60, 60});
    w->marathon.clear_faults();
    w->until(500);
    EXPECT_EQ(w->marathon.instances(), 6);
    EXPECT_EQ(changes().size(), 1U);
  }
}

TEST_F(answers_in_time, after_a_5xx_the_app_is_read_before_the_next_put) {
  start();
  w->marathon.set_fault(of_put({{"kind", "status"}, {"status", 503}}));
  fire(0);
  w->until(100);
  const auto& codes = w->marathon.codes;
  ASSERT_GE(std::count(codes.begin(), codes.end(), "503"), 5);
  for (std::size_t i = 1; i < codes.size(); ++i)
    EXPECT_FALSE(codes[i - 1] == "503" && codes[i] == "503") << i;
}

TEST_F(answers_in_time, too_many_deployments_bring_pauses_of_5_10_and_so_on_up_to_60_seconds) {
  start();
  w->marathon.set_fault(of_put({{"kind", "status"},
                                {"status", 403},
                                {"message", "Max number (100) of running deployments is achieved."}}));
  for (int second = 0; second < 400; second += 7) fire(second);
  w->until(400);
  expect_gaps({5, 10, 20, 40, 60, 60});
  w->marathon.clear_faults();
  w->until(500);
  EXPECT_EQ(changes().size(), 1U);
}

TEST_F(answers_in_time, after_a_403_the_next_try_is_five_minutes_later_whatever_is_heard_meanwhile) {
  start();
  w->marathon.set_fault(of_put({{"kind", "status"}, {"status", 403}}));
  for (int second = 0; second <= 900; second += 60) fire(second);
  std::vector<int> tried;
  for (const seen_put& put : w->marathon.puts()) tried.push_back(static_cast<int>(put.second));
  EXPECT_EQ(tried, (std::vector<int>{2, 302, 602}));
  EXPECT_EQ(w->decisions().back().outcome, "forbidden");
  EXPECT_EQ(w->decisions().back().detail, "Not Authorized to perform this action!");
  EXPECT_EQ(newest().reason, "forbidden");
  w->marathon.clear_faults();
  w->until(901);
  EXPECT_EQ(changes().size(), 0U);
  w->until(902);
  EXPECT_EQ(changes(), (changes_made{{902, 6}}));
}

TEST_F(answers_in_time, a_rejected_count_is_not_asked_for_again_but_another_one_is) {
  start();
  w->marathon.set_fault(of_put({{"kind", "status"}, {"status", 422}, {"remaining", 1}}));
  fire(0);
  w->until(600);
  EXPECT_EQ(puts(), 1U);
  EXPECT_EQ(newest().reason, "rejected");
  fire(600, "More", "b");
  w->until(610);
  EXPECT_EQ(changes(), (changes_made{{602, 7}}));
}

TEST_F(answers_in_time, a_rejected_count_is_not_asked_for_again_after_a_restart) {
  start();
  w->marathon.set_fault(of_put({{"kind", "status"}, {"status", 422}}));
  fire(0);
  w->until(60);
  w->restart();
  w->until(600);
  EXPECT_EQ(puts(), 1U);
  w->marathon.clear_faults();
  w->marathon.put("/web", {{"cmd", "sleep 200"}});
  w->until(700);
  EXPECT_EQ(w->marathon.instances(), 6);
}

TEST_F(answers_in_time, an_app_that_is_gone_at_the_put_is_looked_for_at_the_next_tick) {
  start();
  w->marathon.set_fault(of_put({{"kind", "status"}, {"status", 404}, {"remaining", 1}}));
  fire(0);
  w->until(31);
  EXPECT_EQ(puts(), 1U);
  w->until(32);
  EXPECT_EQ(changes(), (changes_made{{32, 6}}));
}

}  // namespace
}  // namespace mesoscale::webhook
