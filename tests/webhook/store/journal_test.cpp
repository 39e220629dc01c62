#include "tests/webhook/store/journal_fixture.hpp"

namespace mesoscale::webhook {
namespace {

using causes = std::vector<std::string>;

TEST_F(journal_test, a_first_firing_gives_one_step_with_its_cause) {
  const auto report = ingest(0, of({firing("a", 0)}));
  EXPECT_EQ(report.woken, (std::vector<app_key>{shop}));
  EXPECT_EQ(report.changes, (std::vector<alert_change>{alert_change::opened}));
  EXPECT_EQ(due(0), (causes{"prod:/web/shop:hot:1:0"}));
}

TEST_F(journal_test, copies_and_more_alerts_of_one_app_give_no_second_step) {
  ingest(0, of({firing("a", 0), firing("b", 0)}));
  ingest(1, of({firing("a", 0)}));
  ingest(2, of({firing("c", -5)}));
  EXPECT_EQ(due(3).size(), 1u);
}

TEST_F(journal_test, per_alert_gives_one_step_for_each_alert) {
  rules_ = rules(", per: alert");
  ingest(0, of({firing("a", 0), firing("b", 0), firing("a", 0)}));
  EXPECT_EQ(due(0), (causes{"prod:/web/shop:hot@a:1:0", "prod:/web/shop:hot@b:2:0"}));
}

TEST_F(journal_test, everything_is_there_again_after_reopening) {
  ingest(0, of({firing("a", 0)}));
  reopen();
  EXPECT_EQ(due(1), (causes{"prod:/web/shop:hot:1:0"}));
  EXPECT_EQ(log_->sweep(*rules_, t(2), true).value(), (std::vector<app_key>{shop}));
  EXPECT_EQ(due(2), (causes{"prod:/web/shop:hot:1:0"}));
}

TEST_F(journal_test, an_accepted_intent_spends_its_steps) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  const auto view = observe(1);
  EXPECT_FALSE(view.has_due());
  EXPECT_FALSE(view.intent.has_value());
  ASSERT_TRUE(view.last_up.has_value());
  EXPECT_EQ(view.last_up->at, t(0));
  EXPECT_EQ(view.last_up->base, 4);
}

TEST_F(journal_test, a_refused_intent_leaves_its_steps_due) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::not_applied);
  EXPECT_EQ(due(1).size(), 1u);
  EXPECT_FALSE(observe(1).last_any.has_value());
}

TEST_F(journal_test, an_intent_without_an_answer_is_found_after_reopening) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::open);
  reopen();
  const auto view = observe(5);
  ASSERT_TRUE(view.intent.has_value());
  EXPECT_EQ(view.intent->from, 4);
  EXPECT_EQ(view.intent->to, 6);
}

TEST_F(journal_test, a_repeat_is_due_when_its_time_has_come_and_only_once) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  EXPECT_EQ(observe(299).next_repeat, t(300));
  EXPECT_EQ(due(300), (causes{"prod:/web/shop:hot:1:1"}));
  EXPECT_EQ(due(900), (causes{"prod:/web/shop:hot:1:1"}));
}

TEST_F(journal_test, a_resolved_alert_drops_the_step_that_waited) {
  ingest(0, of({firing("a", 0)}));
  ingest(60, of({resolved("a", 0, 50)}));
  EXPECT_TRUE(observe(61).active.empty());
}

TEST_F(journal_test, the_next_episode_is_a_new_activation) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  ingest(60, of({resolved("a", 0, 50)}));
  ingest(70, of({firing("a", 65)}));
  EXPECT_EQ(due(70), (causes{"prod:/web/shop:hot:2:0"}));
}

TEST_F(journal_test, a_reopened_alert_is_active_without_a_step) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  ingest(60, of({resolved("a", 0, 50)}));
  ingest(200, of({firing("a", 0)}));
  const auto view = observe(10'000);
  ASSERT_EQ(view.active.size(), 1u);
  EXPECT_EQ(view.active[0].state, signal_state::active);
  ingest(10'001, of({firing("b", 9'999)}));
  EXPECT_EQ(due(10'001).size(), 1u);
}

TEST_F(journal_test, an_alert_that_expires_ends_its_activation) {
  ingest(0, of({firing("a", 0)}));
  const int ttl = static_cast<int>(rules_->global.effective_alert_ttl().count() / 1000);
  EXPECT_TRUE(log_->sweep(*rules_, t(ttl - 1), false).value().empty());
  EXPECT_EQ(log_->sweep(*rules_, t(ttl), false).value(), (std::vector<app_key>{shop}));
  EXPECT_TRUE(observe(ttl).active.empty());
  EXPECT_EQ(log_->open_alerts().value(), 0);
}

TEST_F(journal_test, a_rule_that_is_gone_from_the_file_ends_its_activation) {
  ingest(0, of({firing("a", 0)}));
  auto other = std::make_shared<rule_file>(*rules_);
  other->rules.erase(other->rules.begin());
  rules_ = other;
  ASSERT_TRUE(log_->sweep(*rules_, t(1), true).ok());
  EXPECT_TRUE(observe(2).active.empty());
}

TEST_F(journal_test, a_rule_that_is_new_in_the_file_takes_up_an_open_alert) {
  ingest(0, of({firing("a", 0, "Warm")}));
  EXPECT_TRUE(observe(0).active.empty());
  auto other = std::make_shared<rule_file>(*rules_);
  other->rules[0].matchers = {parse_matcher("alertname=\"Warm\"").value()};
  rules_ = other;
  EXPECT_EQ(log_->sweep(*rules_, t(1), true).value(), (std::vector<app_key>{shop}));
  EXPECT_EQ(due(1).size(), 1u);
}

TEST_F(journal_test, a_step_that_is_deferred_too_long_is_dropped_with_a_record) {
  ingest(0, of({firing("a", 0)}));
  hold_draft draft;
  draft.record.target = shop;
  draft.record.action = "defer";
  draft.deferred = observe(0).active[0].due;
  ASSERT_TRUE(log_->write_hold(draft, t(0)).ok());
  EXPECT_EQ(due(899).size(), 1u);
  EXPECT_TRUE(due(900).empty());
  EXPECT_EQ(log_->decisions("", 1).value()[0].reason, "defer_max");
}

TEST_F(journal_test, a_step_that_something_else_held_after_a_deployment_is_not_deferred_too_long) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::deferred);
  hold_draft draft;
  draft.record.target = shop;
  draft.record.action = "retry";
  ASSERT_TRUE(log_->write_hold(draft, t(5)).ok());
  draft.record.action = "hold";
  draft.record.reason = "manual_hold";
  ASSERT_TRUE(log_->write_hold(draft, t(10)).ok());
  EXPECT_EQ(due(910).size(), 1u);
  draft.record.action = "defer";
  draft.deferred = observe(910).active[0].due;
  ASSERT_TRUE(log_->write_hold(draft, t(910)).ok());
  EXPECT_EQ(due(1'809).size(), 1u);
  EXPECT_TRUE(due(1'810).empty());
}

TEST_F(journal_test, no_step_is_dropped_for_the_time_for_which_marathon_was_away) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::deferred);
  hold_draft draft;
  draft.record.target = shop;
  draft.record.action = "retry";
  ASSERT_TRUE(log_->write_hold(draft, t(10)).ok());
  EXPECT_EQ(due(910).size(), 1u);
}

TEST_F(journal_test, a_step_that_marathon_was_asked_for_is_not_dropped_before_its_outcome_is_known) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::deferred);
  act(890, intent_status::open);
  EXPECT_FALSE(observe(1'000).given_up.has_value());
  ASSERT_TRUE(log_->write_answer({2, intent_status::not_applied, "", "", "not_applied", ""}, t(1'010)).ok());
  EXPECT_EQ(due(1'010).size(), 1u);
}

/// Marathon has lost what it had accepted: the step has a deferral of its own again.
TEST_F(journal_test, a_step_that_was_deferred_long_and_then_vanished_is_due_again) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::deferred);
  act(890, intent_status::accepted);
  const auto intent = log_->decisions("", 1).value()[0];
  ASSERT_EQ(intent.outcome, "accepted");
  ASSERT_TRUE(log_->write_verdict(2, verdict::vanished, "", t(895)).ok());
  EXPECT_EQ(due(1'000).size(), 1u);
}

TEST_F(journal_test, a_truncated_notification_is_remembered_until_a_complete_one_of_its_group) {
  notification cut = of({firing("a", 0)});
  cut.truncated_alerts = 2;
  ingest(0, cut);
  EXPECT_TRUE(observe(0).truncated);
  notification other = of({});
  other.group_key = "another";
  ingest(1, other);
  EXPECT_TRUE(observe(1).truncated);
  ingest(2, of({firing("a", 0)}));
  EXPECT_FALSE(observe(2).truncated);
}

}  // namespace
}  // namespace mesoscale::webhook
