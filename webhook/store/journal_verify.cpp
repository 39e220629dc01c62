// What becomes of accepted changes, and what an app looked like last: who else changes it.
#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

namespace mesoscale::webhook {
namespace {

/// When a foreign change was made, on our own clock; of Marathon 0.8.1, which does not say, the moment at which it was noticed.
instant time_of_change(const app_reading& reading, bool is_config, const moment& at) {
  const auto& when = is_config ? reading.last_config_change : reading.last_scaling;
  return when ? at.now - std::max(std::chrono::milliseconds(0), at.wall - *when) : at.now;
}

}  // namespace

const char* name_of(verdict value) {
  switch (value) {
    case verdict::waiting:
      return "watching";
    case verdict::reached:
      return "reached";
    case verdict::superseded:
      return "superseded";
    case verdict::vanished:
      return "vanished";
    case verdict::stuck:
      return "stuck";
  }
  return "watching";
}

std::optional<app_state> journal::load_state(const app_key& target) {
  rows row = db_->query(
      "SELECT instances, version, last_config, seen, waits_for_config, config_seen, external, external_at "
      "FROM "
      "app_states WHERE marathon = ? AND app = ?",
      target.marathon, target.app);
  if (!row.next()) return std::nullopt;
  app_state state;
  state.instances = row.integer(0);
  state.version = row.text(1);
  state.last_config = row.optional_time(2);
  state.seen = row.time(3);
  state.waits_for_config = row.boolean(4);
  state.config_seen = row.optional_time(5);
  state.external = row.text(6);
  state.external_at = row.optional_time(7);
  return state;
}

void journal::store_state(const app_key& target, const app_state& state) {
  db_->execute(
      "INSERT OR REPLACE INTO app_states(marathon, app, instances, version, last_config, seen, "
      "waits_for_config, "
      "config_seen, external, external_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      target.marathon, target.app, state.instances, state.version, state.last_config, state.seen,
      state.waits_for_config, state.config_seen, state.external, state.external_at);
}

result<app_state> journal::note_reading(const app_key& target, const app_reading& reading, bool runs_config,
                                        const moment& at) {
  transaction all(*db_);
  const auto before = load_state(target);
  app_state state = before.value_or(app_state());
  const bool has_changed =
      before && reading.instances != before->instances && reading.version != before->version;
  if (has_changed) {
    const bool is_config = reading.last_config_change != before->last_config;
    // A change that came with a configuration we had waited for is the base from which we go on. Without versionInfo nobody
    // can tell what it was.
    const bool was_awaited = before->waits_for_config && (is_config || !reading.last_config_change);
    state.external = was_awaited ? "" : is_config ? "config" : "manual";
    state.external_at = time_of_change(reading, is_config, at);
    db_->execute(
        "INSERT INTO foreign_changes(marathon, app, time, kind, from_count, to_count) VALUES(?, ?, ?, ?, ?, "
        "?)",
        target.marathon, target.app, *state.external_at, is_config ? "config" : "manual", before->instances,
        reading.instances);
  }
  state.instances = reading.instances;
  state.version = reading.version;
  state.last_config = reading.last_config_change;
  state.seen = at.now;
  if (runs_config) state.config_seen = at.now;
  if (reading.deployments.empty()) state.waits_for_config = false;
  store_state(target, state);
  failpoint("reading_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("reading_stored");
  return state;
}

void journal::read_state(const app_key& target, app_view& view) {
  view.state = load_state(target);
  rows row = db_->query(
      "SELECT time, to_count - from_count FROM foreign_changes WHERE marathon = ? AND app = ? ORDER BY time",
      target.marathon, target.app);
  while (row.next()) view.changes.push_back({row.time(0), row.integer(1)});
  rows last = db_->query(
      "SELECT version_before, to_count, status FROM intents WHERE marathon = ? AND app = ? ORDER BY id DESC "
      "LIMIT 1",
      target.marathon, target.app);
  if (last.next() && last.text(2) == name_of(intent_status::rejected))
    view.rejected = refused_change{last.text(0), last.integer(1)};
}

void journal::read_watched(const app_key& target, app_view& view) {
  rows row = db_->query(
      "SELECT intents.id, intents.from_count, intents.to_count, version_before, version_after, "
      "intents.deployment_id, "
      "answered, noticed, intents.verify = 'stuck', decisions.rule FROM intents LEFT JOIN decisions ON "
      "decisions.id = "
      "intents.decision WHERE intents.marathon = ? AND intents.app = ? AND intents.verify IN ('watching', "
      "'stuck') "
      "ORDER BY intents.id DESC LIMIT 1",
      target.marathon, target.app);
  if (!row.next()) return;
  view.watched =
      watched_change{row.integer(0), row.integer(1), row.integer(2),       row.text(3),    row.text(4),
                     row.text(5),    row.time(6),    row.optional_time(7), row.boolean(8), row.text(9)};
  rows share = db_->query("SELECT activation FROM shares WHERE intent = ?", view.watched->intent);
  while (share.next()) view.watched->activations.push_back(share.integer(0));
}

result<void> journal::write_verdict(std::int64_t intent, verdict found, std::string_view detail,
                                    instant now) {
  transaction all(*db_);
  db_->execute("UPDATE intents SET verify = ?, verified = ? WHERE id = ?", name_of(found), now, intent);
  db_->execute(
      "UPDATE decisions SET verify = ?1, verified = ?2, detail = CASE WHEN ?3 = '' THEN detail ELSE ?3 END "
      "WHERE intent = ?4",
      name_of(found), now, detail, intent);
  if (found == verdict::vanished) {
    // Nothing of it happened, so the steps of alerts that still fire are due again, and those of others are over.
    db_->execute("UPDATE pulses SET state = 'due', settled = NULL WHERE intent = ?", intent);
    drop_ended_steps(intent, now);
    db_->execute("UPDATE pulses SET intent = NULL WHERE intent = ?", intent);
    adjust_step_backs(intent, step_back_change::subtract, now);
    restore_resolutions(intent);
    // And what the app looks like now is nobody's change.
    db_->execute(
        "UPDATE app_states SET (instances, version) = (SELECT from_count, version_before FROM intents WHERE "
        "id = ?1) "
        "WHERE (marathon, app) = (SELECT marathon, app FROM intents WHERE id = ?1)",
        intent);
  }
  failpoint("verdict_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("verdict_stored");
  return {};
}

}  // namespace mesoscale::webhook
