#include "webhook/store/journal.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/webhook/store/temporary_store.hpp"
#include "webhook/rules/rule_reader.hpp"

namespace mesoscale::webhook {
namespace {

using std::chrono::seconds;

const app_key shop{"prod", "/web/shop"};

instant t(int s) { return from_ms(1'800'000'000'000) + seconds(s); }

std::shared_ptr<const rule_file> rules(const std::string& more = "") {
  const auto loaded = parse_rules(R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults: {marathon: prod, app: {label: app}, max_instances: 10}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2})" +
                                      more + R"(}
  - {rule: cold, matchers: ['alertname="Cold"'], scale: {direction: down, by: 1}}
)",
                                  "r.yml");
  EXPECT_TRUE(loaded.errors.empty()) << loaded.errors.front();
  return loaded.rules;
}

alert_message firing(const std::string& fingerprint, int starts, const std::string& name = "Hot") {
  alert_message m;
  m.firing = true;
  m.labels = {{"alertname", name}, {"app", "/web/shop"}};
  m.starts_at = t(starts);
  m.fingerprint = fingerprint;
  return m;
}

alert_message resolved(const std::string& fingerprint, int starts, int ends) {
  alert_message m = firing(fingerprint, starts);
  m.firing = false;
  m.ends_at = t(ends);
  return m;
}

notification of(std::vector<alert_message> alerts) {
  notification n;
  n.version = "4";
  n.receiver = "scale";
  n.group_key = "g";
  n.alerts = std::move(alerts);
  return n;
}

class journal_test : public testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    log_.reset();
    log_ = journal::open(store_.location()).value();
  }
  ingest_report ingest(int second, const notification& n) {
    return log_->ingest(n, "{}", "127.0.0.1", *rules_, t(second)).value();
  }
  app_view observe(int second) { return log_->observe(shop, *rules_, t(second)).value(); }
  std::vector<std::string> due(int second) {
    std::vector<std::string> causes;
    for (const auto& activity : observe(second).active) {
      for (const auto& p : activity.due) causes.push_back(p.cause);
    }
    return causes;
  }
  /// Writes an intent from 4 to 6 with all due steps and answers it.
  void act(int second, intent_status status) {
    intent_draft draft;
    draft.record.target = shop;
    draft.record.from = 4;
    draft.record.to = 6;
    draft.record.direction = "up";
    draft.base = 4;
    for (const auto& activity : observe(second).active) {
      draft.included.insert(draft.included.end(), activity.due.begin(), activity.due.end());
    }
    const auto intent = log_->write_intent(draft, t(second)).value();
    if (status == intent_status::open) return;
    ASSERT_TRUE(log_->write_answer({intent, status, "d1", "v2", name_of(status)}, t(second)).ok());
  }

  temporary_store store_;
  std::unique_ptr<journal> log_;
  std::shared_ptr<const rule_file> rules_ = rules();
};

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

TEST_F(journal_test, equal_holds_in_a_row_become_one_record) {
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

TEST_F(journal_test, a_step_that_is_deferred_too_long_is_dropped_with_a_record) {
  ingest(0, of({firing("a", 0)}));
  hold_draft draft;
  draft.record.target = shop;
  draft.deferred = observe(0).active[0].due;
  ASSERT_TRUE(log_->write_hold(draft, t(0)).ok());
  EXPECT_EQ(due(899).size(), 1u);
  EXPECT_TRUE(due(900).empty());
  EXPECT_EQ(log_->decisions("", 1).value()[0].reason, "defer_max");
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

TEST_F(journal_test, a_decision_shows_what_became_of_its_intent) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  const auto records = log_->decisions("/web/shop", 10).value();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, "accepted");
  EXPECT_EQ(records[0].deployment_id, "d1");
  EXPECT_TRUE(log_->decisions("/other", 10).value().empty());
}

TEST_F(journal_test, what_cannot_be_written_is_a_failure_and_changes_nothing) {
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

TEST_F(journal_test, a_store_of_a_newer_version_is_refused) {
  log_.reset();
  ASSERT_TRUE(database::open(store_.location()).value()->run_script("PRAGMA user_version = 99").ok());
  const auto opened = journal::open(store_.location());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().what,
            "the store has schema version 99, expected at most 1: a newer mesoscale-webhook wrote it");
}

TEST_F(journal_test, a_burst_of_10000_alerts_of_500_apps_is_stored) {
  std::vector<alert_message> alerts;
  for (int i = 0; i < 10'000; ++i) {
    alerts.push_back(firing("f" + std::to_string(i), 0));
    alerts.back().labels["app"] = "/burst/app-" + std::to_string(i % 500);
  }
  EXPECT_EQ(ingest(0, of(std::move(alerts))).woken.size(), 500u);
}

TEST_F(journal_test, pruning_deletes_what_is_old_and_keeps_what_counts) {
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  const int two_months = 60 * 86'400;
  ASSERT_TRUE(log_->prune(t(two_months)).ok());
  EXPECT_TRUE(log_->decisions("", 10).value().empty());
  EXPECT_TRUE(observe(1).last_up.has_value());
  EXPECT_EQ(observe(1).active.size(), 1u);
}

}  // namespace
}  // namespace mesoscale::webhook
