#include "tests/webhook/store/journal_fixture.hpp"

#include <sys/resource.h>

#include <csignal>

namespace mesoscale::webhook {
namespace {

using journal_records_test = journal_test;

TEST_F(journal_records_test, equal_holds_in_a_row_become_one_record) {
  hold_draft draft;
  draft.record.target = shop;
  draft.record.action = "defer";
  draft.record.reason = "deploying";
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(log_->write_hold(draft, t(i)).ok());
  draft.record.reason = "cooldown";
  ASSERT_TRUE(log_->write_hold(draft, t(9)).ok());
  const auto records = log_->decisions("", 10).value();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].reason, "cooldown");
  EXPECT_EQ(records[1].count, 5);
  EXPECT_EQ(records[1].time, t(0));
  EXPECT_EQ(records[1].last_time, t(4));
}

TEST_F(journal_records_test, a_decision_shows_what_became_of_its_intent) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  const auto records = log_->decisions("/web/shop", 10).value();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, "accepted");
  EXPECT_EQ(records[0].deployment_id, "d1");
  EXPECT_TRUE(log_->decisions("/other", 10).value().empty());
}

TEST_F(journal_records_test, what_cannot_be_written_is_a_failure_and_changes_nothing) {
  ingest(0, of({firing("a", 0)}));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit tiny{1, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tiny);
  const auto refused = log_->ingest(of({firing("b", 0, "Cold")}), "{}", "", *rules_, t(1));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, errc::storage);
  EXPECT_EQ(observe(2).active.size(), 1u);
  ingest(3, of({firing("b", 0, "Cold")}));
  EXPECT_EQ(observe(3).active.size(), 2u);
}

TEST_F(journal_records_test, a_store_of_a_newer_version_is_refused) {
  log_.reset();
  ASSERT_TRUE(database::open(store_.location()).value()->run_script("PRAGMA user_version = 99").ok());
  const auto opened = journal::open(store_.location());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().what,
            "the store has schema version 99, expected at most 8: a newer mesoscale-webhook wrote it");
}

/// Takes away what the later versions of the store have added.
constexpr const char* back_to_version_2 =
    "ALTER TABLE alerts DROP COLUMN value_since; ALTER TABLE alerts DROP COLUMN absent_since; "
    "ALTER TABLE intents DROP COLUMN rule_hash; ALTER TABLE intents DROP COLUMN force; "
    "DROP TABLE undone; DROP TABLE pauses; DROP INDEX intents_watched; DROP TABLE app_states; DROP TABLE "
    "foreign_changes; DROP "
    "TABLE shares; "
    "DROP TABLE resolutions; ALTER TABLE alerts DROP COLUMN confirmed; ALTER TABLE alerts DROP COLUMN "
    "absences; "
    "ALTER TABLE activations DROP COLUMN fingerprint; ALTER TABLE intents DROP COLUMN verify; "
    "ALTER TABLE intents DROP COLUMN verified; ALTER TABLE intents DROP COLUMN noticed; "
    "ALTER TABLE decisions DROP COLUMN verify; ALTER TABLE decisions DROP COLUMN verified; "
    "ALTER TABLE decisions DROP COLUMN detail; ALTER TABLE truncations DROP COLUMN group_labels; PRAGMA "
    "user_version = 2;";
constexpr const char* back_to_version_1 =
    "ALTER TABLE alerts DROP COLUMN annotations; DROP TABLE recommendations; PRAGMA user_version = 1;";

TEST_F(journal_records_test, a_store_of_an_older_version_is_brought_to_the_present_with_its_alerts) {
  ASSERT_TRUE(log_->ingest(of({firing("a", 0)}), "{}", "127.0.0.1", *rules(), t(0)).ok());
  for (const std::string& script :
       {std::string(back_to_version_2), std::string(back_to_version_2) + back_to_version_1}) {
    log_.reset();
    ASSERT_TRUE(database::open(store_.location()).value()->run_script(script.c_str()).ok());
    log_ = journal::open(store_.location()).value();
    EXPECT_EQ(log_->open_alerts().value(), 1);
    EXPECT_TRUE(log_->observe(shop, *rules(), t(2))->has_due());
  }
  ASSERT_TRUE(log_->write_recommendation(shop, 7, t(1)).ok());
  const auto view = log_->observe(shop, *rules(), t(2)).value();
  ASSERT_EQ(view.recommendations.size(), 1U);
  EXPECT_EQ(view.recommendations[0].count, 7);
}

TEST_F(journal_records_test, a_burst_of_10000_alerts_of_500_apps_is_stored) {
  std::vector<alert_message> alerts;
  for (int i = 0; i < 10'000; ++i) {
    alerts.push_back(firing("f" + std::to_string(i), 0));
    alerts.back().labels["app"] = "/burst/app-" + std::to_string(i % 500);
  }
  EXPECT_EQ(ingest(0, of(std::move(alerts))).woken.size(), 500u);
}

TEST_F(journal_records_test, pruning_deletes_what_is_old_and_keeps_what_counts) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  const int two_months = 60 * 86'400;
  ASSERT_TRUE(log_->prune(t(two_months)).ok());
  EXPECT_TRUE(log_->decisions("", 10).value().empty());
  EXPECT_TRUE(observe(1).last_up.has_value());
  EXPECT_EQ(observe(1).active.size(), 1u);
}

constexpr int day = 86'400;

TEST_F(journal_records_test, activations_that_ended_a_month_ago_are_forgotten_but_for_the_last_of_a_rule) {
  for (int i = 0; i < 3; ++i) {
    ingest(100 * i, of({firing("a", 100 * i)}));
    ingest(100 * i + 50, of({resolved("a", 100 * i, 100 * i + 50)}));
  }
  ASSERT_TRUE(log_->prune(t(29 * day)).ok());
  EXPECT_EQ(rows_of("activations"), 3);
  ASSERT_TRUE(log_->prune(t(31 * day)).ok());
  EXPECT_EQ(rows_of("activations"), 1);
  EXPECT_EQ(rows_of("pulses"), 0);
}

TEST_F(journal_records_test, an_activation_with_something_left_to_undo_is_kept) {
  rules_ = rules(", on_resolved: baseline");
  for (int i = 0; i < 3; ++i) {
    ingest(1000 * i, of({firing("a", 1000 * i)}));
    act(1000 * i, intent_status::accepted);
    ingest(1000 * i + 50, of({resolved("a", 1000 * i, 1000 * i + 50)}));
  }
  ASSERT_TRUE(log_->prune(t(31 * day)).ok());
  EXPECT_EQ(rows_of("activations"), 3);
}

/// A rule that spoke for an app by mistake does not bound it for ever. One with schedules holds without an alert.
TEST_F(journal_records_test,
       a_rule_speaks_for_an_app_for_a_month_after_its_last_alert_and_longer_with_a_schedule) {
  ingest(0, of({firing("a", 0)}));
  ingest(50, of({resolved("a", 0, 50)}));
  using names = std::vector<std::string>;
  EXPECT_EQ(observe(29 * day).known_rules, names{"hot"});
  EXPECT_EQ(observe(31 * day).known_rules, names{});
  auto scheduled = std::make_shared<rule_file>(*rules_);
  scheduled->groups.at(0).schedules.resize(1);
  rules_ = scheduled;
  ASSERT_TRUE(log_->prune(t(31 * day)).ok());
  EXPECT_EQ(observe(31 * day).known_rules, names{"hot"});
}

}  // namespace
}  // namespace mesoscale::webhook
