#include "webhook/store/schema.hpp"

#include "webhook/store/database.hpp"
#include "webhook/store/failpoint.hpp"

#include <array>
#include <string>

namespace mesoscale::webhook {
namespace {

// Times are milliseconds since 1970 (UTC). What each table is for stands in docs/webhook.md.
constexpr const char* tables = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE notifications(
  id INTEGER PRIMARY KEY AUTOINCREMENT, received INTEGER NOT NULL, peer TEXT NOT NULL, receiver TEXT NOT NULL,
  group_key TEXT NOT NULL, external_url TEXT NOT NULL, truncated INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE truncations(
  receiver TEXT NOT NULL, group_key TEXT NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY(receiver, group_key)) WITHOUT ROWID;
CREATE TABLE alerts(
  key TEXT PRIMARY KEY, labels TEXT NOT NULL, open INTEGER NOT NULL, episode INTEGER NOT NULL, starts_at INTEGER NOT NULL,
  ends_at INTEGER, last_seen INTEGER NOT NULL, closed_at INTEGER, suspect INTEGER NOT NULL, reopened INTEGER NOT NULL,
  expired INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX alerts_open ON alerts(open, last_seen);
CREATE TABLE signals(
  alert TEXT NOT NULL, rule TEXT NOT NULL, marathon TEXT NOT NULL, app TEXT NOT NULL,
  PRIMARY KEY(alert, rule, marathon, app)) WITHOUT ROWID;
CREATE INDEX signals_app ON signals(marathon, app, rule);
CREATE TABLE activations(
  activation INTEGER PRIMARY KEY AUTOINCREMENT, marathon TEXT NOT NULL, app TEXT NOT NULL, rule TEXT NOT NULL,
  scope TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, end_reason TEXT NOT NULL DEFAULT '',
  next_k INTEGER NOT NULL DEFAULT 0, last_settled INTEGER, since_news INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX activations_active ON activations(marathon, app, rule, scope) WHERE ended IS NULL;
CREATE INDEX activations_app ON activations(marathon, app);
CREATE TABLE pulses(
  activation INTEGER NOT NULL, k INTEGER NOT NULL, due INTEGER NOT NULL, state TEXT NOT NULL, settled INTEGER,
  intent INTEGER, deferred_since INTEGER, PRIMARY KEY(activation, k)) WITHOUT ROWID;
CREATE INDEX pulses_due ON pulses(activation) WHERE state = 'due';
CREATE INDEX pulses_intent ON pulses(intent) WHERE intent IS NOT NULL;
CREATE TABLE intents(
  id INTEGER PRIMARY KEY AUTOINCREMENT, marathon TEXT NOT NULL, app TEXT NOT NULL, decision INTEGER NOT NULL,
  from_count INTEGER NOT NULL, to_count INTEGER NOT NULL, direction TEXT NOT NULL, base INTEGER NOT NULL,
  version_before TEXT NOT NULL, created INTEGER NOT NULL, status TEXT NOT NULL, answered INTEGER,
  deployment_id TEXT NOT NULL DEFAULT '', version_after TEXT NOT NULL DEFAULT '');
CREATE INDEX intents_app ON intents(marathon, app, status, direction);
CREATE INDEX intents_open ON intents(status) WHERE status = 'open';
CREATE TABLE decisions(
  id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, last_time INTEGER NOT NULL, count INTEGER NOT NULL,
  marathon TEXT NOT NULL, app TEXT NOT NULL, rule TEXT NOT NULL, direction TEXT NOT NULL, from_count INTEGER NOT NULL,
  to_count INTEGER NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL, causes TEXT NOT NULL, intent INTEGER,
  deployment_id TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '');
CREATE INDEX decisions_app ON decisions(marathon, app);
PRAGMA user_version = 1;
COMMIT;
)sql";

// Annotations carry values of target rules. A recommendation is what the votes asked for, and when that was so last.
constexpr const char* from_1_to_2 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE alerts ADD COLUMN annotations TEXT NOT NULL DEFAULT '{}';
CREATE TABLE recommendations(
  marathon TEXT NOT NULL, app TEXT NOT NULL, count INTEGER NOT NULL, time INTEGER NOT NULL,
  PRIMARY KEY(marathon, app, count)) WITHOUT ROWID;
PRAGMA user_version = 2;
COMMIT;
)sql";

// What became of an accepted change, what an app looked like last and who changed it, what is to be undone after a resolve.
constexpr const char* from_2_to_3 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE alerts ADD COLUMN confirmed INTEGER;
ALTER TABLE alerts ADD COLUMN absences INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activations ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
ALTER TABLE intents ADD COLUMN verify TEXT NOT NULL DEFAULT '';
ALTER TABLE intents ADD COLUMN verified INTEGER;
ALTER TABLE intents ADD COLUMN noticed INTEGER;
ALTER TABLE decisions ADD COLUMN verify TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN verified INTEGER;
ALTER TABLE decisions ADD COLUMN detail TEXT NOT NULL DEFAULT '';
CREATE INDEX intents_watched ON intents(marathon, app) WHERE verify IN ('watching', 'stuck');
CREATE TABLE app_states(
  marathon TEXT NOT NULL, app TEXT NOT NULL, instances INTEGER NOT NULL, version TEXT NOT NULL, last_config INTEGER,
  seen INTEGER NOT NULL, waits_for_config INTEGER NOT NULL DEFAULT 0, config_seen INTEGER, external TEXT NOT NULL DEFAULT '',
  external_at INTEGER, PRIMARY KEY(marathon, app)) WITHOUT ROWID;
CREATE TABLE foreign_changes(
  marathon TEXT NOT NULL, app TEXT NOT NULL, time INTEGER NOT NULL, kind TEXT NOT NULL, from_count INTEGER NOT NULL,
  to_count INTEGER NOT NULL);
CREATE INDEX foreign_changes_app ON foreign_changes(marathon, app, time);
CREATE TABLE shares(
  intent INTEGER NOT NULL, activation INTEGER NOT NULL, change INTEGER NOT NULL, PRIMARY KEY(intent, activation)) WITHOUT ROWID;
CREATE INDEX shares_activation ON shares(activation);
CREATE TABLE resolutions(
  id INTEGER PRIMARY KEY AUTOINCREMENT, activation INTEGER NOT NULL, marathon TEXT NOT NULL, app TEXT NOT NULL,
  rule TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  intent INTEGER, done INTEGER);
CREATE INDEX resolutions_pending ON resolutions(marathon, app) WHERE done IS NULL;
CREATE INDEX resolutions_intent ON resolutions(intent) WHERE intent IS NOT NULL;
PRAGMA user_version = 3;
COMMIT;
)sql";

// Pauses by the API; "" for app and rule: all.
constexpr const char* from_3_to_4 = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE pauses(
  id INTEGER PRIMARY KEY AUTOINCREMENT, app TEXT NOT NULL, rule TEXT NOT NULL, direction TEXT NOT NULL,
  until INTEGER NOT NULL, reason TEXT NOT NULL, created INTEGER NOT NULL);
CREATE INDEX pauses_until ON pauses(until);
PRAGMA user_version = 4;
COMMIT;
)sql";

// What each accepted change has undone of a resolution, so that it is left to undo again when the change turns out to be lost.
constexpr const char* from_4_to_5 = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE undone(
  intent INTEGER NOT NULL, resolution INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY(intent, resolution)) WITHOUT ROWID;
PRAGMA user_version = 5;
COMMIT;
)sql";

// Of each change: which rules led to it, as hashes of what they ask for, and whether it was to cancel a deployment.
constexpr const char* from_5_to_6 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE intents ADD COLUMN rule_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE intents ADD COLUMN force INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 6;
COMMIT;
)sql";

// What is known of the alerts that were cut off: the labels by which their group was made.
constexpr const char* from_6_to_7 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE truncations ADD COLUMN group_labels TEXT NOT NULL DEFAULT '{}';
PRAGMA user_version = 7;
COMMIT;
)sql";

// Since when each alert says what it says, and since when the Alertmanagers do not know it; absences before are counted anew.
constexpr const char* from_7_to_8 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE alerts ADD COLUMN value_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN absent_since INTEGER;
UPDATE alerts SET value_since = last_seen, absences = 0;
PRAGMA user_version = 8;
COMMIT;
)sql";

/// What brings a store of each version to the next one; 0 is an empty file.
constexpr std::array<const char*, schema_version> upgrades = {
    tables, from_1_to_2, from_2_to_3, from_3_to_4, from_4_to_5, from_5_to_6, from_6_to_7, from_7_to_8};

}  // namespace

result<void> prepare_schema(database& db) {
  std::int64_t version = 0;
  {
    rows row = db.query("PRAGMA user_version");
    if (row.next()) version = row.integer(0);
  }
  if (version < 0 || version > schema_version) {
    return failure{errc::storage, "the store has schema version " + std::to_string(version) +
                                      ", expected at most " + std::to_string(schema_version) +
                                      ": a newer mesoscale-webhook wrote it"};
  }
  for (; version < schema_version; ++version) {
    if (auto made = db.run_script(upgrades[static_cast<std::size_t>(version)]); !made) return made;
    failpoint("schema_stored");
  }
  return {};
}

}  // namespace mesoscale::webhook
