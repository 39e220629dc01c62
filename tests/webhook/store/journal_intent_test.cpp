// Notifications come at any time: between the reading of an app and the intent, between the intent and its answer, and while an
// accepted change is watched. What an intent may still do then, and what is left to undo.
#include "tests/webhook/store/journal_fixture.hpp"

namespace mesoscale::webhook {
namespace {

/// The rule takes its steps back; nothing of its alert is known yet.
class intent_test : public journal_test {
 protected:
  void SetUp() override {
    journal_test::SetUp();
    rules_ = webhook::rules(", on_resolved: step_back");
  }
  intent_draft draft_of(const app_view& view, std::int64_t from, std::int64_t to) {
    intent_draft draft;
    draft.record.target = shop;
    draft.record.from = draft.base = from;
    draft.record.to = to;
    draft.record.direction = to > from ? "up" : "down";
    draft.version_before = "v1";
    for (const rule_activity& activity : view.active) {
      for (const pulse& p : activity.due) {
        draft.included.push_back(p);
        draft.shares.emplace_back(p.activation, to - from);
      }
    }
    for (const pending_resolution& p : view.resolutions) draft.resolutions = p.ids;
    return draft;
  }
  /// The number of the intent; nothing when it was refused.
  std::optional<std::int64_t> write(int second, const intent_draft& draft) {
    return log_->write_intent(draft, t(second)).value();
  }
  void answer(int second, std::int64_t intent, intent_status status) {
    ASSERT_TRUE(log_->write_answer({intent, status, "d1", "v2", name_of(status), ""}, t(second)).ok());
  }
  std::int64_t accept(int second, std::int64_t from, std::int64_t to) {
    const auto intent = write(second, draft_of(observe(second), from, to)).value();
    answer(second, intent, intent_status::accepted);
    return intent;
  }
  void lose(int second, std::int64_t intent) {
    ASSERT_TRUE(log_->write_verdict(intent, verdict::vanished, "", t(second)).ok());
  }
  std::vector<std::int64_t> left_to_undo(int second) {
    std::vector<std::int64_t> amounts;
    for (const pending_resolution& p : observe(second).resolutions) amounts.push_back(p.amount);
    return amounts;
  }
};

TEST_F(intent_test, it_keeps_which_rules_led_to_it_and_whether_it_is_forced) {
  ingest(0, of({firing("a", 0)}));
  intent_draft draft = draft_of(observe(0), 4, 6);
  draft.rule_hash = fingerprints_of("hot,cold", *rules_);
  draft.force = true;
  ASSERT_TRUE(write(1, draft).has_value());
  reopen();
  const auto kept = observe(2).intent;
  ASSERT_TRUE(kept.has_value());
  EXPECT_TRUE(kept->force);
  EXPECT_EQ(kept->rule_hash,
            fingerprint_of(*rules_->find_rule("hot")) + "," + fingerprint_of(*rules_->find_rule("cold")));
}

TEST_F(intent_test, a_step_whose_alert_has_resolved_since_it_was_read_is_not_written) {
  ingest(0, of({firing("a", 0)}));
  const intent_draft draft = draft_of(observe(0), 4, 6);
  ingest(1, of({resolved("a", 0, 1)}));
  EXPECT_FALSE(write(2, draft).has_value());
  EXPECT_FALSE(observe(3).intent.has_value());
  EXPECT_TRUE(log_->decisions("", 10).value().empty());
}

TEST_F(intent_test, a_step_whose_alert_has_resolved_and_fires_again_is_not_written_but_the_new_one_is_due) {
  ingest(0, of({firing("a", 0)}));
  const intent_draft draft = draft_of(observe(0), 4, 6);
  ingest(1, of({resolved("a", 0, 1)}));
  ingest(3, of({firing("a", 2)}));
  EXPECT_FALSE(write(4, draft).has_value());
  EXPECT_EQ(due(4), (std::vector<std::string>{"prod:/web/shop:hot:2:0"}));
  EXPECT_TRUE(write(5, draft_of(observe(5), 4, 6)).has_value());
}

TEST_F(intent_test, one_step_of_several_that_is_over_is_enough) {
  ingest(0, of({firing("a", 0), firing("c", 0, "Cold")}));
  const intent_draft draft = draft_of(observe(0), 4, 6);
  ASSERT_EQ(draft.included.size(), 2U);
  ingest(1, of({resolved("a", 0, 1)}));
  EXPECT_FALSE(write(2, draft).has_value());
}

TEST_F(intent_test, a_count_that_is_asked_for_without_a_step_is_not_written_after_the_end_of_its_activation) {
  ingest(0, of({firing("a", 0)}));
  accept(0, 4, 6);
  intent_draft draft = draft_of(app_view(), 6, 9);
  draft.activations = observe(1).active.front().activations;
  ingest(2, of({resolved("a", 0, 1)}));
  EXPECT_FALSE(write(3, draft).has_value());
}

TEST_F(intent_test, what_a_decision_has_given_up_is_not_undone) {
  ingest(0, of({firing("a", 0)}));
  accept(0, 4, 6);
  ingest(2, of({resolved("a", 0, 1)}));
  const intent_draft draft = draft_of(observe(3), 6, 4);
  hold_draft at_bound;
  at_bound.record.target = shop;
  at_bound.ended = draft.resolutions;
  ASSERT_TRUE(log_->write_hold(at_bound, t(4)).ok());
  EXPECT_FALSE(write(5, draft).has_value());
}

TEST_F(intent_test, a_repair_of_bounds_stands_on_no_alert) {
  EXPECT_TRUE(write(0, draft_of(app_view(), 1, 2)).has_value());
}

TEST_F(intent_test, a_step_back_that_vanished_is_left_to_do) {
  ingest(0, of({firing("a", 0)}));
  accept(0, 4, 6);
  ingest(2, of({resolved("a", 0, 1)}));
  const std::int64_t back = accept(3, 6, 4);
  EXPECT_TRUE(left_to_undo(4).empty());
  reopen();
  lose(6, back);
  EXPECT_EQ(left_to_undo(7), (std::vector<std::int64_t>{2}));
  accept(8, 6, 4);
  EXPECT_TRUE(left_to_undo(9).empty());
}

TEST_F(intent_test, of_a_part_of_a_step_back_that_vanished_the_whole_is_left) {
  ingest(0, of({firing("a", 0)}));
  accept(0, 4, 6);
  ingest(2, of({resolved("a", 0, 1)}));
  const std::int64_t back = accept(3, 6, 5);
  EXPECT_EQ(left_to_undo(4), (std::vector<std::int64_t>{1}));
  lose(6, back);
  EXPECT_EQ(left_to_undo(7), (std::vector<std::int64_t>{2}));
}

TEST_F(intent_test, a_baseline_that_vanished_is_left_to_reach) {
  rules_ = webhook::rules(", on_resolved: {baseline: 3}");
  ingest(0, of({firing("a", 0)}));
  accept(0, 4, 6);
  ingest(2, of({resolved("a", 0, 1)}));
  const std::int64_t back = accept(3, 6, 3);
  EXPECT_TRUE(left_to_undo(4).empty());
  lose(6, back);
  EXPECT_EQ(left_to_undo(7), (std::vector<std::int64_t>{3}));
}

TEST_F(intent_test, a_step_back_that_somebody_else_has_overtaken_is_done) {
  ingest(0, of({firing("a", 0)}));
  accept(0, 4, 6);
  ingest(2, of({resolved("a", 0, 1)}));
  const std::int64_t back = accept(3, 6, 4);
  ASSERT_TRUE(log_->write_verdict(back, verdict::superseded, "", t(6)).ok());
  EXPECT_TRUE(left_to_undo(7).empty());
}

/// An intent of 4 to 6 whose answer is not known yet.
class unknown_outcome : public intent_test {
 protected:
  void SetUp() override {
    intent_test::SetUp();
    ingest(0, of({firing("a", 0)}));
    intent_ = write(0, draft_of(observe(0), 4, 6)).value();
  }
  std::int64_t intent_ = 0;
};

TEST_F(unknown_outcome, a_step_found_accepted_after_its_alert_has_resolved_is_taken_back) {
  ingest(10, of({resolved("a", 0, 5)}));
  reopen();
  answer(20, intent_, intent_status::accepted);
  EXPECT_EQ(left_to_undo(21), (std::vector<std::int64_t>{2}));
}

TEST_F(unknown_outcome, a_step_found_not_applied_after_its_alert_has_resolved_leaves_nothing) {
  ingest(10, of({resolved("a", 0, 5)}));
  reopen();
  answer(20, intent_, intent_status::not_applied);
  EXPECT_TRUE(left_to_undo(21).empty());
  EXPECT_FALSE(observe(21).has_due());
}

TEST_F(unknown_outcome, a_step_that_vanished_after_its_alert_has_resolved_is_not_taken_back) {
  answer(5, intent_, intent_status::accepted);
  ingest(10, of({resolved("a", 0, 5)}));
  EXPECT_EQ(left_to_undo(11), (std::vector<std::int64_t>{2}));
  lose(12, intent_);
  EXPECT_TRUE(left_to_undo(13).empty());
}

}  // namespace
}  // namespace mesoscale::webhook
