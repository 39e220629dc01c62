#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mesoscale::webhook {
namespace {

std::string json_of(const label_set& labels) { return nlohmann::json(labels).dump(); }

std::vector<app_key> apps_of(const std::set<app_key>& apps) { return {apps.begin(), apps.end()}; }

}  // namespace

std::optional<alert_state> journal::load_alert(const std::string& key) {
  rows row = db_->query(
      "SELECT open, episode, starts_at, ends_at, last_seen, closed_at, suspect, reopened, expired FROM "
      "alerts WHERE key = ?",
      key);
  if (!row.next()) return std::nullopt;
  alert_state state;
  state.open = row.boolean(0);
  state.episode = row.integer(1);
  state.starts_at = row.time(2);
  state.ends_at = row.optional_time(3);
  state.last_seen = row.time(4);
  state.closed_at = row.optional_time(5);
  state.suspect = row.boolean(6);
  state.reopened = row.boolean(7);
  state.expired = row.boolean(8);
  return state;
}

/// That a poll has confirmed it stays known while the alert stays open; with the message it is not absent any more. A message that
/// says the same within reopen_grace is a copy (of a peer, or sent again because the answer was lost): its value is not a newer one.
void journal::store_alert(const std::string& key, const alert_message& alert, const alert_state& state,
                          const std::string& source, milliseconds reopen_grace) {
  db_->execute(
      "INSERT INTO alerts(key, labels, open, episode, starts_at, ends_at, last_seen, closed_at, suspect, "
      "reopened, expired, source, annotations, value_since) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT(key) DO UPDATE SET labels = excluded.labels, open = excluded.open, "
      "episode = excluded.episode, starts_at = excluded.starts_at, ends_at = excluded.ends_at, "
      "last_seen = excluded.last_seen, closed_at = excluded.closed_at, suspect = excluded.suspect, "
      "reopened = excluded.reopened, expired = excluded.expired, source = excluded.source, "
      "annotations = excluded.annotations, absences = 0, "
      "confirmed = CASE WHEN alerts.open AND excluded.open THEN alerts.confirmed END, "
      "value_since = CASE WHEN excluded.episode = alerts.episode AND excluded.annotations = "
      "alerts.annotations AND alerts.value_since > ? THEN alerts.value_since ELSE excluded.value_since END",
      key, json_of(alert.labels), state.open, state.episode, state.starts_at, state.ends_at, state.last_seen,
      state.closed_at, state.suspect, state.reopened, state.expired, source, json_of(alert.annotations),
      state.last_seen, state.last_seen - reopen_grace);
}

void journal::rebind_alert(const std::string& key, const std::vector<binding>& now_bound,
                           const rule_file& rules, touched_set& touched) {
  std::vector<binding> before;
  {
    rows row = db_->query("SELECT rule, marathon, app FROM signals WHERE alert = ?", key);
    while (row.next()) before.push_back({row.text(0), {row.text(1), row.text(2)}});
  }
  const auto touch = [&](const binding& of) {
    const rule* const r = rules.find_rule(of.rule);
    touched.insert({of, r && r->per == activation_scope::alert ? key : std::string()});
  };
  std::vector<binding> after = now_bound;
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  std::for_each(before.begin(), before.end(), touch);
  std::for_each(after.begin(), after.end(), touch);
  if (before == after) return;
  db_->execute("DELETE FROM signals WHERE alert = ?", key);
  for (const binding& of : after) {
    db_->execute("INSERT OR IGNORE INTO signals(alert, rule, marathon, app) VALUES(?, ?, ?, ?)", key, of.rule,
                 of.target.marathon, of.target.app);
  }
}

void journal::note_truncation(const notification& message, instant now) {
  if (message.truncated_alerts > 0) {
    db_->execute(
        "INSERT OR REPLACE INTO truncations(receiver, group_key, since, group_labels) VALUES(?, ?, ?, ?)",
        message.receiver, message.group_key, now, json_of(message.group_labels));
  } else {
    db_->execute("DELETE FROM truncations WHERE receiver = ? AND group_key = ?", message.receiver,
                 message.group_key);
  }
}

result<ingest_report> journal::ingest(const notification& message, std::string_view body,
                                      std::string_view peer, const rule_file& rules, const moment& at) {
  const instant now = at.now;
  ingest_report report;
  touched_set touched;
  touched_set news;
  transaction all(*db_);
  db_->execute(
      "INSERT INTO notifications(received, peer, receiver, group_key, external_url, truncated, body) "
      "VALUES(?, ?, ?, ?, ?, ?, ?)",
      now, peer, message.receiver, message.group_key, message.external_url, message.truncated_alerts, body);
  note_truncation(message, now);
  report.truncated = message.truncated_alerts;
  for (const alert_message& alert : message.alerts) {
    const std::string key = alert_key(alert, rules.global.ignore_labels);
    const alert_step step = apply(load_alert(key), alert, at, rules.global.reopen_grace);
    report.changes.push_back(step.change);
    match_result matched = match(rules, alert.labels, alert.annotations);
    if (matched.bindings.empty() && matched.rejected.empty()) ++report.unmatched;
    report.rejected.insert(report.rejected.end(), matched.rejected.begin(), matched.rejected.end());
    // What an older episode looked like says nothing about the one that is open.
    if (step.change == alert_change::stale_resolve) continue;
    store_alert(key, alert, step.state, message.external_url, rules.global.reopen_grace);
    if (!step.state.open) matched.bindings.clear();
    touched_set of_alert;
    rebind_alert(key, matched.bindings, rules, of_alert);
    if (alert.firing && step.state.open) news.insert(of_alert.begin(), of_alert.end());
    touched.merge(of_alert);
  }
  std::set<app_key> woken;
  for (const activation_key& key : touched) {
    settle_activation(key, rules, "resolved", now);
    woken.insert(key.of.target);
  }
  for (const activation_key& key : news) {
    db_->execute(
        "UPDATE activations SET since_news = 0 "
        "WHERE marathon = ? AND app = ? AND rule = ? AND scope = ? AND ended IS NULL AND since_news != 0",
        key.of.target.marathon, key.of.target.app, key.of.rule, key.scope);
  }
  failpoint("notification_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("notification_stored");
  report.woken = apps_of(woken);
  return report;
}

}  // namespace mesoscale::webhook
