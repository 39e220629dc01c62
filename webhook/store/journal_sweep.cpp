#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

#include <nlohmann/json.hpp>

namespace mesoscale::webhook {
namespace {

label_set labels_from(const std::string& text) {
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  return parsed.is_object() ? parsed.get<label_set>() : label_set();
}

}  // namespace

void journal::expire_alerts(const rule_file& rules, const moment& at, touched_set& touched) {
  const instant now = at.now;
  const auto ttl = rules.global.effective_alert_ttl();
  std::vector<std::string> silent;
  {
    rows row = db_->query(
        "SELECT key FROM alerts WHERE open = 1 AND last_seen <= ?1 AND (confirmed IS NULL OR confirmed <= "
        "?1)",
        now - ttl);
    while (row.next()) silent.push_back(row.text(0));
  }
  for (const std::string& key : silent) {
    const auto before = load_alert(key);
    const auto step = before ? expire(*before, at, ttl) : std::nullopt;
    if (!step) continue;
    db_->execute(
        "UPDATE alerts SET open = 0, absences = 0, ends_at = ?, closed_at = ?, suspect = 0, reopened = 0, "
        "expired = 1 "
        "WHERE key = ?",
        step->state.ends_at, step->state.closed_at, key);
    rebind_alert(key, {}, rules, touched);
  }
  db_->execute("DELETE FROM truncations WHERE since <= ?", now - ttl);
}

/// Matches every open alert with the rules as they are now, and ends what no rule speaks for any more.
void journal::rebind_all(const rule_file& rules, instant now, touched_set& touched) {
  struct open_alert {
    std::string key;
    label_set labels;
    label_set annotations;
  };
  std::vector<open_alert> open;
  {
    rows row = db_->query("SELECT key, labels, annotations FROM alerts WHERE open = 1");
    while (row.next()) open.push_back({row.text(0), labels_from(row.text(1)), labels_from(row.text(2))});
  }
  for (const open_alert& alert : open)
    rebind_alert(alert.key, match(rules, alert.labels, alert.annotations).bindings, rules, touched);

  std::vector<std::int64_t> orphans;
  {
    rows row = db_->query("SELECT activation, rule, scope, fingerprint FROM activations WHERE ended IS NULL");
    while (row.next()) {
      const rule* const r = rules.find_rule(row.text(1));
      const bool per_alert = r && r->per == activation_scope::alert;
      const bool is_same = r && (row.text(3).empty() || row.text(3) == fingerprint_of(*r));
      if (!is_same || per_alert == row.text(2).empty()) orphans.push_back(row.integer(0));
    }
  }
  for (const std::int64_t activation : orphans) end_activation(activation, "removed", now);
}

std::vector<app_key> journal::apps_with_something_open() {
  std::vector<app_key> apps;
  rows row = db_->query(
      "SELECT marathon, app FROM activations WHERE ended IS NULL UNION SELECT marathon, app FROM intents "
      "WHERE status = 'open' OR verify IN ('watching', 'stuck') UNION SELECT marathon, app FROM resolutions "
      "WHERE done "
      "IS NULL");
  while (row.next()) apps.push_back({row.text(0), row.text(1)});
  return apps;
}

/// Bounds of apps with schedules change without an alert: those with a fixed rule, and those that a rule ever spoke for.
std::vector<app_key> journal::apps_with_schedules(const rule_file& rules) {
  const auto is_scheduled = [&rules](const rule* r) {
    const rule_group* const group = r ? rules.find_group(r->group) : nullptr;
    return group && !group->schedules.empty();
  };
  std::vector<app_key> apps;
  for (const rule& r : rules.rules) {
    if (is_scheduled(&r) && !r.app_id.empty()) apps.push_back({r.marathon, r.app_id});
  }
  rows row = db_->query("SELECT DISTINCT marathon, app, rule FROM activations");
  while (row.next()) {
    if (is_scheduled(rules.find_rule(row.text(2)))) apps.push_back({row.text(0), row.text(1)});
  }
  return apps;
}

result<std::vector<app_key>> journal::sweep(const rule_file& rules, const moment& at, bool rebind) {
  const instant now = at.now;
  touched_set touched;
  transaction all(*db_);
  if (rebind) forget_the_future(at);
  expire_alerts(rules, at, touched);
  std::set<app_key> woken;
  const auto settle = [&](const char* end_reason) {
    for (const activation_key& key : touched) {
      if (rules.find_rule(key.of.rule)) settle_activation(key, rules, end_reason, now);
      woken.insert(key.of.target);
    }
    touched.clear();
  };
  settle("expired");
  if (rebind) rebind_all(rules, now, touched);
  settle("removed");
  if (rebind) {
    for (app_key& target : apps_with_something_open()) woken.insert(std::move(target));
    for (app_key& target : apps_with_schedules(rules)) woken.insert(std::move(target));
  }
  failpoint("sweep_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("sweep_stored");
  return std::vector<app_key>(woken.begin(), woken.end());
}

}  // namespace mesoscale::webhook
