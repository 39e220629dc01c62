#include "webhook/store/journal.hpp"

#include "webhook/store/failpoint.hpp"
#include "webhook/store/schema.hpp"

namespace mesoscale::webhook {

using std::chrono::hours;

const char* name_of(intent_status status) {
  switch (status) {
    case intent_status::open:
      return "open";
    case intent_status::accepted:
      return "accepted";
    case intent_status::deferred:
      return "deferred";
    case intent_status::rejected:
      return "rejected";
    case intent_status::not_applied:
      return "not_applied";
    case intent_status::superseded:
      return "superseded";
    case intent_status::gone:
      return "gone";
  }
  return "open";
}

std::string cause_text(const app_key& target, const std::string& rule, const std::string& scope,
                       std::int64_t activation, std::int64_t k) {
  std::string text = target.marathon + ":" + target.app + ":" + rule;
  if (!scope.empty()) text += "@" + scope;
  return text + ":" + std::to_string(activation) + ":" + std::to_string(k);
}

result<std::unique_ptr<journal>> journal::open(const storage_location& location) {
  auto db = database::open(location);
  if (!db) return db.error();
  if (auto prepared = prepare_schema(**db); !prepared) return prepared.error();
  return std::unique_ptr<journal>(new journal(std::move(*db)));
}

result<void> journal::prune(instant now) {
  transaction all(*db_);
  const instant week_ago = now - hours(24 * 7);
  const instant month_ago = now - activations_kept;
  db_->execute("DELETE FROM notifications WHERE received < ?", week_ago);
  db_->execute("DELETE FROM alerts WHERE open = 0 AND MAX(last_seen, COALESCE(closed_at, last_seen)) < ?",
               week_ago);
  db_->execute("DELETE FROM decisions WHERE last_time < ?", month_ago);
  db_->execute(
      "DELETE FROM pulses WHERE state != 'due' AND settled < ? "
      "AND activation IN (SELECT activation FROM activations WHERE ended < ?)",
      month_ago, month_ago);
  // The last intent of an app opens its cooldown, therefore it stays.
  db_->execute(
      "DELETE FROM intents WHERE status != 'open' AND verify NOT IN ('watching', 'stuck') AND created < ? "
      "AND id NOT IN (SELECT MAX(id) FROM intents GROUP BY marathon, app, direction)",
      month_ago);
  db_->execute("DELETE FROM shares WHERE intent NOT IN (SELECT id FROM intents)");
  db_->execute("DELETE FROM undone WHERE intent NOT IN (SELECT id FROM intents)");
  db_->execute("DELETE FROM foreign_changes WHERE time < ?", now - history_kept);
  db_->execute("DELETE FROM pauses WHERE until < ?", month_ago);
  db_->execute("DELETE FROM resolutions WHERE done < ?", month_ago);
  // The last one of a rule says which apps follow its schedules. Shares and resolutions lead to activations.
  db_->execute(
      "DELETE FROM activations WHERE ended < ? "
      "AND activation NOT IN (SELECT MAX(activation) FROM activations GROUP BY marathon, app, rule) "
      "AND activation NOT IN (SELECT activation FROM shares) "
      "AND activation NOT IN (SELECT activation FROM resolutions) "
      "AND activation NOT IN (SELECT activation FROM pulses)",
      month_ago);
  db_->execute("DELETE FROM recommendations WHERE time < ?", month_ago);
  failpoint("prune_unsynced");
  if (auto stored = all.commit(); !stored) return stored;
  failpoint("prune_stored");
  return {};
}

}  // namespace mesoscale::webhook
