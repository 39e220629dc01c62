// The judge of the crash tests must be able to find each kind of fault: forged logs.
#include "tests/webhook/crash/judge.hpp"

#include <gmock/gmock.h>

namespace mesoscale::webhook {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two alerts, each of which adds two.
evidence honest() {
  evidence e;
  e.apps["/web"] = {2, 10, 4, 8, {{"hot", 2}, {"cold", -1}}, std::nullopt};
  e.puts = {{"/web", 4, 6, true}, {"/web", 6, 8, true}};
  e.decisions = {{"/web", 4, 6, "accepted", {"main:/web:hot@a:1:0"}},
                 {"/web", 6, 8, "accepted", {"main:/web:hot@b:2:0"}}};
  e.owed = {{"/web", "hot", "a"}, {"/web", "hot", "b"}};
  return e;
}

TEST(judge, finds_nothing_in_an_honest_log) { EXPECT_THAT(judge(honest()), IsEmpty()); }

TEST(judge, finds_a_cause_that_acted_twice) {
  evidence e = honest();
  e.decisions[1].causes = {"main:/web:hot@a:1:0"};
  e.owed.pop_back();
  EXPECT_THAT(judge(e), ElementsAre("main:/web:hot@a:1:0 acted twice"));
}

TEST(judge, finds_a_put_without_a_decision) {
  evidence e = honest();
  e.puts.push_back({"/web", 8, 10, true});
  e.apps["/web"].last = 10;
  EXPECT_THAT(judge(e),
              ElementsAre(HasSubstr("change 3 is 8 to 10 in Marathon's log and none in the decisions")));
}

TEST(judge, finds_a_decision_without_a_put) {
  evidence e = honest();
  e.puts.pop_back();
  e.apps["/web"].last = 6;
  EXPECT_THAT(judge(e),
              ElementsAre(HasSubstr("change 2 is none in Marathon's log and 6 to 8 in the decisions")));
}

TEST(judge, finds_a_lost_step) {
  evidence e = honest();
  e.owed.push_back({"/web", "hot", "c"});
  EXPECT_THAT(judge(e), ElementsAre("/web: the step of hot@c is lost"));
}

TEST(judge, finds_a_put_above_and_one_below_the_bounds_also_when_it_was_refused) {
  evidence e = honest();
  e.puts.push_back({"/web", 8, 11, false});
  e.puts.push_back({"/web", 8, 1, false});
  EXPECT_THAT(judge(e),
              ElementsAre("/web: PUT 11 is outside of 2 to 10", "/web: PUT 1 is outside of 2 to 10"));
}

TEST(judge, finds_a_change_larger_than_its_causes) {
  evidence e = honest();
  e.puts[1].to = e.decisions[1].to = e.apps["/web"].last = 9;
  EXPECT_THAT(judge(e), ElementsAre("/web: 6 to 9 for steps that come to 2"));
}

TEST(judge, takes_a_change_that_a_bound_has_cut_for_a_whole_one) {
  evidence e = honest();
  e.apps["/web"].max = e.apps["/web"].last = e.puts[1].to = e.decisions[1].to = 7;
  EXPECT_THAT(judge(e), IsEmpty());
}

TEST(judge, finds_a_change_of_somebody_else_and_a_count_that_did_not_converge) {
  evidence e = honest();
  e.puts[1].from = e.decisions[1].from = 7;
  e.decisions[1].causes = {"main:/web:resolved:3"};
  e.owed.pop_back();
  e.apps["/web"].expected_last = 4;
  EXPECT_THAT(judge(e),
              ElementsAre("/web: somebody else changed it before 7 to 8", "/web: has 8, expected 4"));
}

TEST(judge, finds_one_change_that_was_made_by_two_puts) {
  evidence e = honest();
  e.puts.push_back({"/web", 8, 10, true});
  e.decisions.push_back({"/web", 8, 10, "accepted", {"main:/web:hot@b:2:0"}});
  e.apps["/web"].last = 10;
  EXPECT_THAT(judge(e), ElementsAre("main:/web:hot@b:2:0 acted twice"));
}

TEST(judge, takes_a_change_that_marathon_has_lost_and_that_was_made_again) {
  evidence e = honest();
  e.puts.insert(e.puts.begin(), {"/web", 4, 6, true, true});
  e.decisions.insert(e.decisions.begin(), {"/web", 4, 6, "accepted", {"main:/web:hot@a:1:0"}, "vanished"});
  EXPECT_THAT(judge(e), IsEmpty());
}

TEST(judge, finds_a_change_that_was_made_again_although_marathon_had_it) {
  evidence e = honest();
  e.decisions[1].verify = "vanished";
  EXPECT_THAT(judge(e),
              ElementsAre(HasSubstr("change 2 is 6 to 8 in Marathon's log and none in the decisions"),
                          "/web: the step of hot@b is lost"));
}

TEST(judge, finds_a_change_that_marathon_has_lost_and_that_nobody_made_again) {
  evidence e = honest();
  e.puts[1].is_lost = true;
  e.apps["/web"].last = 6;
  EXPECT_THAT(judge(e),
              ElementsAre(HasSubstr("change 2 is none in Marathon's log and 6 to 8 in the decisions")));
}

TEST(judge, finds_a_decision_that_names_a_bound_at_which_the_count_is_not) {
  evidence e = honest();
  e.decisions.push_back({"/web", 8, 8, "", {}, "", "at_max"});
  e.decisions.push_back({"/web", 8, 8, "", {}, "", "at_min"});
  EXPECT_THAT(judge(e), ElementsAre("/web: held at_max at 8", "/web: held at_min at 8"));
}

TEST(judge, takes_steps_that_are_spent_by_a_change_or_dropped_with_their_alert_or_at_a_bound) {
  evidence e = honest();
  e.apps["/web"].max = 8;
  e.decisions.push_back({"/web", 8, 8, "", {}, "", "at_max", "12:00:02", "12:00:05"});
  e.steps = {{"/web", "main:/web:hot@a:1:0", seen_step::fate::spent},
             {"/web", "main:/web:hot@c:3:0", seen_step::fate::dropped, "12:00:01", "12:00:01"},
             {"/web", "main:/web:hot@d:4:0", seen_step::fate::dropped, "12:00:03", ""}};
  EXPECT_THAT(judge(e), IsEmpty());
}

TEST(judge, finds_a_step_that_is_still_due) {
  evidence e = honest();
  e.steps = {{"/web", "main:/web:hot@c:3:0"}};
  EXPECT_THAT(judge(e), ElementsAre("main:/web:hot@c:3:0 is due and nothing comes of it"));
}

TEST(judge, finds_a_step_that_is_spent_without_a_change) {
  evidence e = honest();
  e.steps = {{"/web", "main:/web:hot@c:3:0", seen_step::fate::spent, "12:00:01"}};
  EXPECT_THAT(judge(e), ElementsAre("main:/web:hot@c:3:0 is spent without a change"));
}

TEST(judge, finds_a_step_that_was_dropped_before_its_alert_ended_and_away_from_any_decision) {
  evidence e = honest();
  e.apps["/web"].max = 8;
  e.decisions.push_back({"/web", 8, 8, "", {}, "", "at_max", "12:00:02", "12:00:05"});
  e.decisions.push_back({"/web", 8, 8, "", {}, "", "cooldown", "12:00:06", "12:00:09"});
  e.steps = {{"/web", "main:/web:hot@c:3:0", seen_step::fate::dropped, "12:00:07", "12:00:08"}};
  EXPECT_THAT(judge(e), ElementsAre("main:/web:hot@c:3:0 was dropped for no reason"));
}

TEST(judge, finds_a_step_that_acted_and_counts_as_dropped) {
  evidence e = honest();
  e.steps = {{"/web", "main:/web:hot@a:1:0", seen_step::fate::dropped, "12:00:01", "12:00:01"}};
  EXPECT_THAT(judge(e), ElementsAre("main:/web:hot@a:1:0 acted and was dropped"));
}

TEST(judge, finds_a_change_that_was_left_open) {
  evidence e = honest();
  e.decisions.push_back({"/web", 8, 10, "open", {}});
  EXPECT_THAT(judge(e), ElementsAre("/web: a change was left open"));
}

}  // namespace
}  // namespace mesoscale::webhook
