// What the tests of the journal share: a store, rules, messages about one app, and time in seconds.
#pragma once

#include "tests/webhook/store/temporary_store.hpp"
#include "webhook/rules/rule_reader.hpp"
#include "webhook/store/journal.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {

using std::chrono::seconds;

inline const app_key shop{"prod", "/web/shop"};

inline instant t(int s) { return from_ms(1'800'000'000'000) + seconds(s); }

inline std::shared_ptr<const rule_file> rules(const std::string& more = "") {
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

inline alert_message firing(const std::string& fingerprint, int starts, const std::string& name = "Hot") {
  alert_message m;
  m.firing = true;
  m.labels = {{"alertname", name}, {"app", "/web/shop"}};
  m.starts_at = t(starts);
  m.fingerprint = fingerprint;
  return m;
}

inline alert_message resolved(const std::string& fingerprint, int starts, int ends) {
  alert_message m = firing(fingerprint, starts);
  m.firing = false;
  m.ends_at = t(ends);
  return m;
}

inline notification of(std::vector<alert_message> alerts) {
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
    const auto intent = log_->write_intent(draft, t(second)).value().value();
    if (status == intent_status::open) return;
    ASSERT_TRUE(log_->write_answer({intent, status, "d1", "v2", name_of(status), ""}, t(second)).ok());
    if (status != intent_status::accepted) return;
    ASSERT_TRUE(log_->write_verdict(intent, verdict::reached, "", t(second)).ok());
  }

  /// How many rows a table of the store has.
  std::int64_t rows_of(const std::string& table) {
    log_.reset();
    std::int64_t count = -1;
    {
      const auto db = database::open(store_.location()).value();
      rows row = db->query(("SELECT COUNT(*) FROM " + table).c_str());
      if (row.next()) count = row.integer(0);
    }
    reopen();
    return count;
  }

  temporary_store store_;
  std::unique_ptr<journal> log_;
  std::shared_ptr<const rule_file> rules_ = webhook::rules();
};

}  // namespace mesoscale::webhook
