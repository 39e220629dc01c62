// What an earlier run wrote by a clock that was ahead of the one there is now.
#include "webhook/store/journal.hpp"

namespace mesoscale::webhook {
namespace {

// Of each time that this program writes by its own clock and reckons an age from. Times of Marathon and of people are left as they
// are. ?1: now.
constexpr const char* statements[] = {
    "UPDATE alerts SET last_seen = ?1 WHERE last_seen > ?1",
    "UPDATE alerts SET closed_at = ?1 WHERE closed_at > ?1",
    "UPDATE alerts SET confirmed = ?1 WHERE confirmed > ?1",
    "UPDATE alerts SET value_since = ?1 WHERE value_since > ?1",
    "UPDATE alerts SET absent_since = ?1 WHERE absent_since > ?1",
    "UPDATE activations SET last_settled = ?1 WHERE ended IS NULL AND last_settled > ?1",
    "UPDATE app_states SET seen = min(seen, ?1), config_seen = min(config_seen, ?1), external_at = "
    "min(external_at, ?1) WHERE seen > ?1 OR config_seen > ?1 OR external_at > ?1",
    "UPDATE foreign_changes SET time = ?1 WHERE time > ?1",
    "UPDATE intents SET created = min(created, ?1), answered = min(answered, ?1), noticed = min(noticed, "
    "?1), "
    "verified = min(verified, ?1) WHERE created > ?1 OR answered > ?1 OR verified > ?1",
    "UPDATE pulses SET due = min(due, ?1), deferred_since = min(deferred_since, ?1) WHERE state = 'due' AND "
    "(due > ?1 OR deferred_since > ?1)",
    "UPDATE recommendations SET time = ?1 WHERE time > ?1",
    "UPDATE resolutions SET until = until - (since - ?1), since = ?1 WHERE since > ?1",
    "UPDATE truncations SET since = ?1 WHERE since > ?1",
};

// The end of an alert is Alertmanager's or, by the wall clock, ours; none lies ahead. While one does, a new episode looks like the last
// one. ?1: now.
constexpr const char* clamp_ends = "UPDATE alerts SET ends_at = ?1 WHERE ends_at > ?1";

}  // namespace

/// A clock that was set back while the program was down would make each cooldown and window longer by as much as it was set: an age
/// is never below nothing, and stays so until the clock comes to the time that was written.
void journal::forget_the_future(const moment& at) {
  for (const char* const statement : statements) db_->execute(statement, at.now);
  db_->execute(clamp_ends, at.wall);
}

}  // namespace mesoscale::webhook
