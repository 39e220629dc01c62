#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

#include <nlohmann/json.hpp>

namespace mesoscale::webhook {
namespace {

bool has_row(rows of) { return of.next(); }

}  // namespace

void journal::settle_pulse(const pulse& which, const char* state, instant now) {
  db_->execute("UPDATE pulses SET state = ?, settled = ? WHERE activation = ? AND k = ?", state, now,
               which.activation, which.k);
  db_->execute("UPDATE activations SET last_settled = ? WHERE activation = ?", now, which.activation);
}

std::int64_t journal::insert_decision(const decision_record& record, instant now) {
  db_->execute(
      "INSERT INTO decisions(time, last_time, count, marathon, app, rule, direction, from_count, to_count, "
      "action, reason, "
      "causes, outcome, detail) VALUES(?1, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      now, record.target.marathon, record.target.app, record.rule, record.direction, record.from, record.to,
      record.action, record.reason, nlohmann::json(record.causes).dump(), record.outcome, record.detail);
  return db_->last_insert_id();
}

/// Once something else than a deployment is in the way, the time for which a deployment delays a step begins anew. A Marathon that
/// does not answer is something else, too: nothing is lost while it is away.
void journal::note_deferral(const hold_draft& draft, instant now) {
  const decision_record& record = draft.record;
  for (const pulse& p : draft.deferred) {
    db_->execute(
        "UPDATE pulses SET deferred_since = ? WHERE activation = ? AND k = ? AND deferred_since IS NULL", now,
        p.activation, p.k);
  }
  if (record.action == name_of(action::defer)) return;
  db_->execute(
      "UPDATE pulses SET deferred_since = NULL WHERE state = 'due' AND deferred_since IS NOT NULL AND "
      "activation IN (SELECT activation FROM activations WHERE marathon = ? AND app = ? AND ended IS NULL)",
      record.target.marathon, record.target.app);
}

/// A window asks only which counts were recommended lately: one row a count, with its last time.
void journal::note_recommendation(const app_key& target, std::optional<std::int64_t> count, instant now) {
  if (!count) return;
  db_->execute("INSERT OR REPLACE INTO recommendations(marathon, app, count, time) VALUES(?, ?, ?, ?)",
               target.marathon, target.app, *count, now);
  db_->execute("DELETE FROM recommendations WHERE marathon = ? AND app = ? AND time <= ?", target.marathon,
               target.app, now - history_kept);
}

result<void> journal::write_recommendation(const app_key& target, std::int64_t count, instant now) {
  transaction all(*db_);
  note_recommendation(target, count, now);
  failpoint("recommendation_unsynced");
  if (auto stored = all.commit(); !stored) return stored;
  failpoint("recommendation_stored");
  return {};
}

result<bool> journal::write_hold(const hold_draft& draft, instant now) {
  transaction all(*db_);
  const decision_record& record = draft.record;
  const std::string causes = nlohmann::json(record.causes).dump();
  db_->execute(
      "UPDATE decisions SET last_time = ?1, count = count + 1, causes = ?2 "
      "WHERE id = (SELECT MAX(id) FROM decisions WHERE marathon = ?3 AND app = ?4) AND intent IS NULL AND "
      "rule = ?5 "
      "AND direction = ?6 AND from_count = ?7 AND to_count = ?8 AND action = ?9 AND reason = ?10 AND outcome "
      "= ?11 AND detail = ?12",
      now, causes, record.target.marathon, record.target.app, record.rule, record.direction, record.from,
      record.to, record.action, record.reason, record.outcome, record.detail);
  const bool is_new = db_->changed_rows() == 0;
  if (is_new) insert_decision(record, now);
  note_recommendation(record.target, draft.recommended, now);
  for (const pulse& p : draft.dropped) settle_pulse(p, "dropped", now);
  note_deferral(draft, now);
  for (const std::int64_t id : draft.ended)
    db_->execute("UPDATE resolutions SET done = ? WHERE id = ?", now, id);
  if (draft.waits_for_config) {
    db_->execute("UPDATE app_states SET waits_for_config = 1 WHERE marathon = ? AND app = ?",
                 record.target.marathon, record.target.app);
  }
  failpoint("hold_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("hold_stored");
  return is_new;
}

/// Notifications are stored at any time, also while an actor reads the app and decides.
bool journal::is_still_wanted(const intent_draft& draft) {
  for (const pulse& p : draft.included) {
    if (!has_row(db_->query("SELECT 1 FROM pulses JOIN activations ON activations.activation = "
                            "pulses.activation WHERE pulses.activation = ? AND k = ? AND state = 'due' AND "
                            "intent IS NULL AND ended IS NULL",
                            p.activation, p.k)))
      return false;
  }
  for (const std::int64_t activation : draft.activations) {
    if (!has_row(db_->query("SELECT 1 FROM activations WHERE activation = ? AND ended IS NULL", activation)))
      return false;
  }
  for (const std::int64_t id : draft.resolutions) {
    if (!has_row(
            db_->query("SELECT 1 FROM resolutions WHERE id = ? AND done IS NULL AND intent IS NULL", id)))
      return false;
  }
  return true;
}

result<std::optional<std::int64_t>> journal::write_intent(const intent_draft& draft, instant now) {
  transaction all(*db_);
  if (!is_still_wanted(draft) && !db_->has_failed()) return std::optional<std::int64_t>();
  const decision_record& record = draft.record;
  note_recommendation(record.target, draft.recommended, now);
  const std::int64_t decision = insert_decision(record, now);
  db_->execute(
      "INSERT INTO intents(marathon, app, decision, from_count, to_count, direction, base, version_before, "
      "created, status, noticed, rule_hash, force) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)",
      record.target.marathon, record.target.app, decision, record.from, record.to, record.direction,
      draft.base, draft.version_before, now, draft.noticed, draft.rule_hash, draft.force);
  const std::int64_t intent = db_->last_insert_id();
  db_->execute("UPDATE decisions SET intent = ?, outcome = 'open' WHERE id = ?", intent, decision);
  for (const pulse& p : draft.included) {
    db_->execute("UPDATE pulses SET intent = ? WHERE activation = ? AND k = ?", intent, p.activation, p.k);
  }
  for (const auto& [activation, change] : draft.shares) {
    db_->execute("INSERT OR REPLACE INTO shares(intent, activation, change) VALUES(?, ?, ?)", intent,
                 activation, change);
  }
  for (const std::int64_t id : draft.resolutions)
    db_->execute("UPDATE resolutions SET intent = ? WHERE id = ?", intent, id);
  failpoint("intent_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("intent_stored");
  return std::optional<std::int64_t>(intent);
}

/// From now on it is watched until its instances run, and what was watched before is not any more. What Marathon has
/// accepted is what the app looks like, so that it is not taken for somebody else's change.
void journal::watch_accepted(const intent_answer& answer, instant now) {
  db_->execute("UPDATE intents SET verify = 'watching' WHERE id = ?", answer.intent);
  db_->execute("UPDATE decisions SET verify = 'watching' WHERE intent = ?", answer.intent);
  db_->execute(
      "UPDATE decisions SET verify = 'superseded', verified = ?1 WHERE intent IN (SELECT id FROM intents "
      "WHERE id != "
      "?2 AND verify IN ('watching', 'stuck') AND (marathon, app) = (SELECT marathon, app FROM intents WHERE "
      "id = ?2))",
      now, answer.intent);
  db_->execute(
      "UPDATE intents SET verify = 'superseded', verified = ?1 WHERE id != ?2 AND verify IN ('watching', "
      "'stuck') AND "
      "(marathon, app) = (SELECT marathon, app FROM intents WHERE id = ?2)",
      now, answer.intent);
  db_->execute(
      "UPDATE app_states SET instances = (SELECT to_count FROM intents WHERE id = ?1), version = ?2, seen = "
      "?3, "
      "external = '', external_at = NULL WHERE (marathon, app) = (SELECT marathon, app FROM intents WHERE id "
      "= ?1)",
      answer.intent, answer.version_after, now);
}

/// Steps of an intent that was not carried out, whose alerts have ended meanwhile.
void journal::drop_ended_steps(std::int64_t intent, instant now) {
  db_->execute(
      "UPDATE pulses SET state = 'dropped', settled = ?1 WHERE intent = ?2 AND activation IN (SELECT "
      "activation FROM activations WHERE ended IS NOT NULL)",
      now, intent);
}

/// The steps of an intent are spent when Marathon took it, and when somebody else changed the app in between: then nobody
/// can tell whether Marathon took it, and a step must not be made twice. Otherwise they are due again.
void journal::apply_answer(const intent_answer& answer, instant now) {
  const bool is_spent =
      answer.status == intent_status::accepted || answer.status == intent_status::superseded;
  db_->execute(
      "UPDATE intents SET status = ?, answered = ?, deployment_id = ?, version_after = ? WHERE id = ?",
      name_of(answer.status), now, answer.deployment_id, answer.version_after, answer.intent);
  db_->execute(
      "UPDATE decisions SET outcome = ?1, deployment_id = ?2, last_time = ?3, "
      "detail = CASE WHEN ?4 = '' THEN detail ELSE ?4 END WHERE intent = ?5",
      answer.outcome, answer.deployment_id, now, answer.detail, answer.intent);
  if (answer.status == intent_status::open) return;
  settle_resolutions(answer, now);
  const bool is_accepted = answer.status == intent_status::accepted;
  adjust_step_backs(answer.intent, is_accepted ? step_back_change::add : step_back_change::none, now);
  if (answer.status != intent_status::deferred)
    db_->execute("UPDATE pulses SET deferred_since = NULL WHERE intent = ?", answer.intent);
  if (answer.status == intent_status::accepted) watch_accepted(answer, now);
  if (!is_spent) {
    if (answer.status == intent_status::deferred) {
      db_->execute("UPDATE pulses SET deferred_since = ? WHERE intent = ? AND deferred_since IS NULL", now,
                   answer.intent);
      db_->execute(
          "UPDATE app_states SET waits_for_config = 1 WHERE (marathon, app) = (SELECT marathon, app FROM "
          "intents WHERE "
          "id = ?)",
          answer.intent);
    }
    drop_ended_steps(answer.intent, now);
    db_->execute("UPDATE pulses SET intent = NULL WHERE intent = ?", answer.intent);
    return;
  }
  db_->execute(
      "UPDATE activations SET last_settled = ? WHERE activation IN (SELECT activation FROM pulses WHERE "
      "intent = ?)",
      now, answer.intent);
  db_->execute("UPDATE pulses SET state = 'spent', settled = ? WHERE intent = ?", now, answer.intent);
}

result<void> journal::write_answer(const intent_answer& answer, instant now) {
  transaction all(*db_);
  apply_answer(answer, now);
  failpoint("answer_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("answer_stored");
  return {};
}

result<void> journal::write_recovery(const intent_answer& answer, instant now) {
  transaction all(*db_);
  apply_answer(answer, now);
  failpoint("recovery_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("recovery_stored");
  return {};
}

}  // namespace mesoscale::webhook
