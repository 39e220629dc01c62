// How activations of rules begin and end with their alerts, and what an end leaves to be done (on_resolved).
#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

#include <algorithm>
#include <map>

namespace mesoscale::webhook {
namespace {

/// What is left to undo after a day is no longer what anybody expects.
constexpr std::chrono::hours given_up_after{24};

/// An alert is closed when this many complete polls in a row did not know it, over at least this time: a restarted Alertmanager gets
/// its alerts again within a minute, however often it is asked.
constexpr std::int64_t absences_until_closed = 3;
constexpr std::chrono::minutes absence_until_closed{2};

const char* name_of(pending_resolution::kind what) {
  switch (what) {
    case pending_resolution::kind::step_back:
      return "step_back";
    case pending_resolution::kind::baseline:
      return "baseline";
    case pending_resolution::kind::hold:
      return "hold";
  }
  return "hold";
}

/// Whether an alert that an Alertmanager has told of, by the URL that it gives itself, is one that we ask.
bool is_asked(const std::string& source, const rule_file& rules) {
  const auto told = parse_url(source);
  if (!told) return false;
  const auto folder = [](const url& of) { return of.path.ends_with('/') ? of.path : of.path + "/"; };
  return std::any_of(rules.alertmanagers.begin(), rules.alertmanagers.end(), [&](const server_settings& one) {
    return one.to.same_server(*told) && folder(one.to) == folder(*told);
  });
}

pending_resolution::kind kind_from(const std::string& name) {
  if (name == "step_back") return pending_resolution::kind::step_back;
  return name == "baseline" ? pending_resolution::kind::baseline : pending_resolution::kind::hold;
}

}  // namespace

void journal::end_activation(std::int64_t activation, const char* reason, instant now) {
  db_->execute("UPDATE activations SET ended = ?, end_reason = ? WHERE activation = ?", now, reason,
               activation);
  db_->execute(
      "UPDATE pulses SET state = 'dropped', settled = ? WHERE activation = ? AND state = 'due' AND intent IS "
      "NULL",
      now, activation);
}

/// Begins or ends the activation of a rule so that it agrees with the open alerts. A first step is due as soon as one of
/// them is not merely re-opened.
void journal::settle_activation(const activation_key& key, const rule_file& rules, const char* end_reason,
                                instant now) {
  const rule* const of = rules.find_rule(key.of.rule);
  const app_key& target = key.of.target;
  std::int64_t open = 0, fresh = 0;
  {
    rows row = db_->query(
        "SELECT COUNT(*), COALESCE(SUM(alerts.reopened = 0), 0) FROM signals JOIN alerts ON alerts.key = "
        "signals.alert WHERE signals.marathon = ?1 AND signals.app = ?2 AND signals.rule = ?3 AND (?4 = '' "
        "OR "
        "signals.alert = ?4)",
        target.marathon, target.app, key.of.rule, key.scope);
    if (row.next()) open = row.integer(0), fresh = row.integer(1);
  }
  std::optional<std::int64_t> activation;
  std::int64_t next_k = 0;
  {
    rows row = db_->query(
        "SELECT activation, next_k FROM activations WHERE marathon = ? AND app = ? AND rule = ? AND scope = "
        "? AND ended IS NULL",
        target.marathon, target.app, key.of.rule, key.scope);
    if (row.next()) activation = row.integer(0), next_k = row.integer(1);
  }
  if (open == 0) {
    if (!activation) return;
    end_activation(*activation, end_reason, now);
    if (of && std::string_view(end_reason) == "resolved") open_resolution(key, *activation, *of, now);
    return;
  }
  if (!activation) {
    db_->execute(
        "INSERT INTO activations(marathon, app, rule, scope, started, fingerprint) VALUES(?, ?, ?, ?, ?, ?)",
        target.marathon, target.app, key.of.rule, key.scope, now, of ? fingerprint_of(*of) : std::string());
    activation = db_->last_insert_id();
  }
  if (fresh == 0 || next_k != 0) return;
  db_->execute("INSERT INTO pulses(activation, k, due, state) VALUES(?, 0, ?, 'due')", *activation, now);
  db_->execute("UPDATE activations SET next_k = 1 WHERE activation = ?", *activation);
}

/// What the accepted changes of an activation come to.
std::int64_t journal::net_change(std::int64_t activation) {
  rows row = db_->query(
      "SELECT COALESCE(SUM(change), 0) FROM shares JOIN intents ON intents.id = shares.intent "
      "WHERE shares.activation = ? AND status = 'accepted' AND verify != 'vanished'",
      activation);
  return row.next() ? row.integer(0) : 0;
}

/// Whether Marathon was asked for a change of an activation and it is not known yet what became of it.
bool journal::has_open_intent(std::int64_t activation) {
  rows row = db_->query(
      "SELECT 1 FROM shares JOIN intents ON intents.id = shares.intent WHERE shares.activation = ? AND "
      "status = 'open' LIMIT 1",
      activation);
  return row.next();
}

void journal::open_resolution(const activation_key& key, std::int64_t activation, const rule& of,
                              instant now) {
  using asked = resolved_action::kind;
  using kind = pending_resolution::kind;
  kind what = kind::hold;
  std::int64_t amount = 0;
  instant until = now + given_up_after;
  if (of.on_resolved.what == asked::none) return;
  if (of.on_resolved.what == asked::step_back) {
    what = kind::step_back;
    amount = net_change(activation);
    if (amount == 0 && !has_open_intent(activation)) return;
  } else if (of.on_resolved.what == asked::baseline) {
    what = kind::baseline;
    amount = of.on_resolved.baseline.value_or(of.min_instances);
  } else {
    until = now + of.on_resolved.hold;
  }
  db_->execute(
      "INSERT INTO resolutions(activation, marathon, app, rule, kind, amount, since, until) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
      activation, key.of.target.marathon, key.of.target.app, key.of.rule, name_of(what), amount, now, until);
}

/// One for each rule and kind: amounts to undo are summed, of baselines and holds the last one counts. While the rule fires
/// again they wait.
void journal::read_resolutions(const app_key& target, const rule_file& rules, instant now, app_view& view) {
  db_->execute(
      "UPDATE resolutions SET done = ?1 WHERE marathon = ?2 AND app = ?3 AND done IS NULL AND until <= ?1",
      now, target.marathon, target.app);
  rows row = db_->query(
      "SELECT id, rule, kind, amount, until FROM resolutions WHERE marathon = ? AND app = ? AND done IS NULL "
      "ORDER "
      "BY id",
      target.marathon, target.app);
  while (row.next()) {
    const std::string of = row.text(1);
    const bool is_active = std::any_of(view.active.begin(), view.active.end(),
                                       [&of](const rule_activity& a) { return a.rule == of; });
    if (is_active || !rules.find_rule(of)) continue;
    const auto what = kind_from(row.text(2));
    const auto same =
        std::find_if(view.resolutions.begin(), view.resolutions.end(),
                     [&](const pending_resolution& p) { return p.rule == of && p.what == what; });
    pending_resolution& into = same != view.resolutions.end()
                                   ? *same
                                   : view.resolutions.emplace_back(pending_resolution{what, {}, of, 0, {}});
    into.ids.push_back(row.integer(0));
    into.amount = what == pending_resolution::kind::step_back ? into.amount + row.integer(3) : row.integer(3);
    into.until = row.time(4);
  }
}

/// An alert may resolve before it is known what became of its step: what is left to undo then follows.
void journal::adjust_step_backs(std::int64_t intent, step_back_change how, instant now) {
  const std::int64_t sign = how == step_back_change::add ? 1 : how == step_back_change::subtract ? -1 : 0;
  db_->execute(
      "UPDATE resolutions SET amount = amount + ?1 * (SELECT change FROM shares WHERE intent = ?2 AND "
      "activation = "
      "resolutions.activation) WHERE kind = 'step_back' AND done IS NULL AND activation IN (SELECT "
      "activation FROM shares "
      "WHERE intent = ?2)",
      sign, intent);
  db_->execute(
      "UPDATE resolutions SET done = ?1 WHERE kind = 'step_back' AND done IS NULL AND amount = 0 AND "
      "activation IN (SELECT "
      "activation FROM shares WHERE intent = ?2)",
      now, intent);
}

/// What an intent has done of what was left to undo. An intent that somebody else's change has overtaken counts as done.
void journal::settle_resolutions(const intent_answer& answer, instant now) {
  const bool is_accepted = answer.status == intent_status::accepted;
  std::int64_t change = 0, to = 0;
  {
    rows row = db_->query("SELECT to_count - from_count, to_count FROM intents WHERE id = ?", answer.intent);
    if (row.next()) change = row.integer(0), to = row.integer(1);
  }
  std::map<std::int64_t, std::pair<std::string, std::int64_t>> carried;
  {
    rows row = db_->query("SELECT id, kind, amount FROM resolutions WHERE intent = ?", answer.intent);
    while (row.next()) carried[row.integer(0)] = {row.text(1), row.integer(2)};
  }
  for (const auto& [id, what] : carried) {
    std::int64_t left = what.second;
    bool is_done = answer.status == intent_status::superseded;
    if (is_accepted && what.first == "step_back") {
      const std::int64_t undone =
          left > 0 ? std::clamp<std::int64_t>(-change, 0, left) : std::clamp<std::int64_t>(-change, left, 0);
      left -= undone;
      change += undone;
      is_done = left == 0;
    } else if (is_accepted) {
      is_done = to == left;
    }
    db_->execute("UPDATE resolutions SET intent = NULL, amount = ?, done = ? WHERE id = ?", left,
                 is_done ? std::optional<instant>(now) : std::nullopt, id);
    if (is_accepted) {
      db_->execute("INSERT INTO undone(intent, resolution, amount) VALUES(?, ?, ?)", answer.intent, id,
                   what.second - left);
    }
  }
}

/// What a change has undone that Marathon has lost is left to undo again.
void journal::restore_resolutions(std::int64_t intent) {
  db_->execute(
      "UPDATE resolutions SET done = NULL, amount = amount + (SELECT undone.amount FROM undone WHERE intent "
      "= ?1 AND resolution = resolutions.id) WHERE id IN (SELECT resolution FROM undone WHERE intent = ?1)",
      intent);
  db_->execute("DELETE FROM undone WHERE intent = ?", intent);
}

result<std::vector<app_key>> journal::apply_poll(const std::set<std::string>& firing, bool is_complete,
                                                 const rule_file& rules, const moment& at) {
  const instant now = at.now;
  touched_set touched;
  transaction all(*db_);
  // Those that we ask can miss only what they have known; of another's alerts they know nothing.
  std::vector<std::pair<std::string, bool>> open;
  {
    rows row = db_->query("SELECT key, source, confirmed IS NOT NULL FROM alerts WHERE open = 1");
    while (row.next()) open.emplace_back(row.text(0), row.boolean(2) || is_asked(row.text(1), rules));
  }
  for (const auto& [key, is_theirs] : open) {
    if (firing.contains(key)) {
      db_->execute("UPDATE alerts SET confirmed = ?1, absences = 0 WHERE key = ?2", now, key);
    } else if (is_complete && is_theirs) {
      db_->execute(
          "UPDATE alerts SET absences = absences + 1, absent_since = CASE WHEN absences = 0 THEN ?1 ELSE "
          "absent_since END WHERE key = ?2",
          now, key);
    }
  }
  std::vector<std::string> gone;
  {
    rows row = db_->query("SELECT key FROM alerts WHERE open = 1 AND absences >= ? AND absent_since <= ?",
                          absences_until_closed, now - absence_until_closed);
    while (row.next()) gone.push_back(row.text(0));
  }
  for (const std::string& key : gone) {
    db_->execute(
        "UPDATE alerts SET open = 0, ends_at = ?1, closed_at = ?2, suspect = 0, reopened = 0, absences = 0 "
        "WHERE key "
        "= ?3",
        at.wall, now, key);
    rebind_alert(key, {}, rules, touched);
  }
  std::set<app_key> woken;
  for (const activation_key& key : touched) {
    if (rules.find_rule(key.of.rule)) settle_activation(key, rules, "resolved", now);
    woken.insert(key.of.target);
  }
  failpoint("poll_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("poll_stored");
  return std::vector<app_key>(woken.begin(), woken.end());
}

}  // namespace mesoscale::webhook
