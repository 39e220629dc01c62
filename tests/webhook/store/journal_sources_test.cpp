// Which message, and whose, may change what is known of an alert: stale ones, those of Alertmanagers that are not asked, truncated groups.
#include "tests/webhook/store/journal_fixture.hpp"

namespace mesoscale::webhook {
namespace {

using journal_sources_test = journal_test;

alert_message with_value(alert_message alert, const std::string& value) {
  alert.annotations = {{"value", value}};
  return alert;
}

TEST_F(journal_sources_test, the_end_of_an_older_episode_leaves_the_value_of_the_open_one) {
  rules_ = parse_rules(R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  rules:
  - rule: queue
    matchers: ['alertname="Hot"']
    marathon: prod
    app: '/{{ .annotations.app }}'
    max_instances: 10
    scale: {target: 10, value_from: {annotation: value}}
)",
                       "r.yml")
               .rules;
  ASSERT_NE(rules_, nullptr);
  alert_message now = with_value(firing("a", 0), "30");
  now.annotations["app"] = "web/shop";
  ingest(0, of({now}));
  alert_message older = with_value(resolved("a", -500, -300), "1");
  older.annotations["app"] = "other";
  const auto report = ingest(60, of({older}));
  EXPECT_EQ(report.changes, (std::vector<alert_change>{alert_change::stale_resolve}));
  EXPECT_TRUE(report.woken.empty());
  const auto view = observe(60);
  ASSERT_EQ(view.active.size(), 1u);
  EXPECT_EQ(view.active[0].value, exact_number(30));
}

/// The rules, with Alertmanagers that are asked.
std::shared_ptr<const rule_file> asking(std::shared_ptr<const rule_file> of,
                                        const std::string& alertmanager) {
  auto out = std::make_shared<rule_file>(*of);
  out->alertmanagers = {{parse_url(alertmanager).value(), {}}};
  return out;
}

TEST_F(journal_sources_test, a_message_leaves_it_known_that_a_poll_has_confirmed_the_alert) {
  rules_ = asking(rules(", repeat_every: 30s"), "http://am1:9093");
  ingest(0, of({firing("a", 0)}));
  act(0, intent_status::accepted);
  ASSERT_TRUE(log_->apply_poll({"a"}, true, *rules_, t(10)).ok());
  ingest(20, of({firing("a", 0)}));
  EXPECT_EQ(due(30).size(), 1u);
  act(30, intent_status::accepted);
  EXPECT_EQ(due(60).size(), 1u);
}

TEST_F(journal_sources_test, an_alert_of_an_alertmanager_that_is_not_asked_is_not_taken_for_ended) {
  rules_ = asking(rules_, "http://am1:9093/alerts");
  const auto polls = [this](int from) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(log_->apply_poll({}, true, *rules_, t(from + 60 * i)).ok());
    }
  };
  notification others = of({firing("a", 0)});
  others.external_url = "http://elsewhere:9093";
  ingest(0, others);
  polls(60);
  EXPECT_EQ(log_->open_alerts().value(), 1);

  // What one that is asked has told, it would still know.
  notification ours = of({firing("b", 0)});
  ours.external_url = "http://am1:9093/alerts/";
  ingest(300, ours);
  polls(360);
  EXPECT_EQ(log_->open_alerts().value(), 1);

  // And what it once knew, whoever told it.
  ASSERT_TRUE(log_->apply_poll({"a"}, true, *rules_, t(600)).ok());
  polls(660);
  EXPECT_EQ(log_->open_alerts().value(), 0);
}

/// The wall clock was an hour ahead when the program started, and was set right since.
moment set_back(int second) { return {t(second) + std::chrono::hours(1), t(second)}; }

TEST_F(journal_sources_test, an_alert_that_a_poll_closes_ends_by_the_wall_clock) {
  rules_ = asking(rules_, "http://am1:9093");
  ASSERT_TRUE(log_->ingest(of({firing("a", 0)}), "{}", "127.0.0.1", *rules_, set_back(0)).ok());
  ASSERT_TRUE(log_->apply_poll({"a"}, true, *rules_, set_back(10)).ok());
  for (int second = 60; second <= 360; second += 60) {
    ASSERT_TRUE(log_->apply_poll({}, true, *rules_, set_back(second)).ok());
  }
  ASSERT_EQ(log_->open_alerts().value(), 0);
  const auto again = log_->ingest(of({firing("a", 600)}), "{}", "127.0.0.1", *rules_, set_back(630));
  EXPECT_EQ(again.value().changes, (std::vector<alert_change>{alert_change::opened}));
  EXPECT_EQ(log_->observe(shop, *rules_, set_back(630)).value().active.at(0).due.size(), 1u);
}

TEST_F(journal_sources_test, an_alert_that_expires_ends_by_the_wall_clock) {
  ASSERT_TRUE(log_->ingest(of({firing("a", 0)}), "{}", "127.0.0.1", *rules_, set_back(0)).ok());
  const int ttl = static_cast<int>(rules_->global.effective_alert_ttl().count() / 1000);
  ASSERT_TRUE(log_->sweep(*rules_, set_back(ttl), false).ok());
  const auto again =
      log_->ingest(of({firing("a", ttl + 90)}), "{}", "127.0.0.1", *rules_, set_back(ttl + 120));
  EXPECT_EQ(again.value().changes, (std::vector<alert_change>{alert_change::opened}));
}

TEST_F(journal_sources_test, an_alert_whose_end_is_not_told_ends_by_the_wall_clock) {
  ASSERT_TRUE(log_->ingest(of({firing("a", 0)}), "{}", "127.0.0.1", *rules_, set_back(0)).ok());
  alert_message over = resolved("a", 0, 60);
  over.ends_at.reset();
  ASSERT_TRUE(log_->ingest(of({over}), "{}", "127.0.0.1", *rules_, set_back(60)).ok());
  const auto again = log_->ingest(of({firing("a", 150)}), "{}", "127.0.0.1", *rules_, set_back(180));
  EXPECT_EQ(again.value().changes, (std::vector<alert_change>{alert_change::opened}));
}

TEST_F(journal_sources_test, the_end_of_an_alert_that_lies_ahead_at_the_start_is_now) {
  ingest(3600, of({firing("a", 0)}));
  alert_message over = resolved("a", 0, 3600);
  over.ends_at.reset();
  ingest(3600, of({over}));
  ASSERT_TRUE(log_->sweep(*rules_, t(60), true).ok());
  EXPECT_EQ(ingest(180, of({firing("a", 150)})).changes, (std::vector<alert_change>{alert_change::opened}));
}

TEST_F(journal_sources_test, an_alertmanager_that_starts_again_has_two_minutes_to_learn_its_alerts) {
  rules_ = asking(rules_, "http://am1:9093");
  ingest(0, of({firing("a", 0)}));
  const auto open_after = [this](int second, const std::set<std::string>& firing) {
    EXPECT_TRUE(log_->apply_poll(firing, true, *rules_, t(second)).ok());
    return log_->open_alerts().value();
  };
  ASSERT_EQ(open_after(10, {"a"}), 1);
  for (int second = 20; second <= 80; second += 10) EXPECT_EQ(open_after(second, {}), 1) << second;
  ASSERT_EQ(open_after(90, {"a"}), 1) << "Prometheus has told it again";
  for (int second = 100; second < 220; second += 10) EXPECT_EQ(open_after(second, {}), 1) << second;
  EXPECT_EQ(open_after(220, {}), 0);
}

TEST_F(journal_sources_test, two_minutes_without_an_answer_are_no_absence) {
  rules_ = asking(rules_, "http://am1:9093");
  ingest(0, of({firing("a", 0)}));
  ASSERT_TRUE(log_->apply_poll({"a"}, true, *rules_, t(10)).ok());
  for (int second : {400, 410, 420}) ASSERT_TRUE(log_->apply_poll({}, true, *rules_, t(second)).ok());
  EXPECT_EQ(log_->open_alerts().value(), 1);
}

TEST_F(journal_sources_test, what_an_earlier_episode_was_confirmed_by_says_nothing_about_the_next) {
  rules_ = asking(rules_, "http://am1:9093");
  ingest(0, of({firing("a", 0)}));
  ASSERT_TRUE(log_->apply_poll({"a"}, true, *rules_, t(10)).ok());
  ingest(50, of({resolved("a", 0, 50)}));
  ingest(70, of({firing("a", 65)}));
  for (int second : {100, 160, 220}) {
    ASSERT_TRUE(log_->apply_poll({}, true, *rules_, t(second)).ok());
  }
  EXPECT_EQ(log_->open_alerts().value(), 1);
}

TEST_F(journal_sources_test, a_truncated_group_concerns_the_apps_that_its_labels_may_speak_for) {
  struct row {
    const char* name;
    label_set group;
    bool concerns;
  };
  const row table[] = {
      {"no labels told", {}, true},
      {"the rule's alert", {{"alertname", "Hot"}}, true},
      {"an alert of no rule", {{"alertname", "Else"}}, false},
      {"the app", {{"app", "/web/shop"}}, true},
      {"another app", {{"app", "/web/other"}}, false},
      {"a label that says nothing of it", {{"team", "a"}}, true},
  };
  int second = 0;
  for (const row& r : table) {
    notification cut = of({});
    cut.truncated_alerts = 1;
    cut.group_labels = r.group;
    ingest(++second, cut);
    EXPECT_EQ(observe(second).truncated, r.concerns) << r.name;
  }
}

}  // namespace
}  // namespace mesoscale::webhook
