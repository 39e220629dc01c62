#include "webhook/decision/reasons.hpp"
#include "webhook/decision/repeat.hpp"
#include "webhook/rules/binding.hpp"
#include "webhook/rules/template_text.hpp"
#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mesoscale::webhook {
namespace {

struct activation_row {
  std::int64_t activation;
  std::string rule;
  std::string scope;
  activation_progress progress;
};

rule_activity& activity_of(app_view& view, const std::string& rule) {
  for (auto& activity : view.active) {
    if (activity.rule == rule) return activity;
  }
  view.active.push_back({rule, signal_state::active, {}});
  return view.active.back();
}

void keep_earliest(std::optional<instant>& earliest, std::optional<instant> candidate) {
  if (candidate && (!earliest || *candidate < *earliest)) earliest = candidate;
}

std::vector<activation_row> active_rows(database& db, const app_key& target) {
  std::vector<activation_row> out;
  rows row = db.query(
      "SELECT activation, rule, scope, next_k, last_settled, since_news, "
      "EXISTS(SELECT 1 FROM pulses WHERE pulses.activation = activations.activation AND state = 'due') "
      "FROM activations WHERE marathon = ? AND app = ? AND ended IS NULL ORDER BY activation",
      target.marathon, target.app);
  while (row.next()) {
    out.push_back({row.integer(0),
                   row.text(1),
                   row.text(2),
                   {row.integer(3), row.boolean(6), row.optional_time(4), row.integer(5)}});
  }
  return out;
}

void read_due(database& db, const app_key& target, app_view& view) {
  rows row = db.query(
      "SELECT pulses.activation, k, rule, scope, due FROM pulses JOIN activations ON activations.activation "
      "= "
      "pulses.activation "
      "WHERE marathon = ? AND app = ? AND ended IS NULL AND state = 'due' ORDER BY pulses.activation, k",
      target.marathon, target.app);
  while (row.next()) {
    const std::string rule = row.text(2);
    rule_activity& activity = activity_of(view, rule);
    activity.state = signal_state::pulse;
    activity.due.push_back({row.integer(0), row.integer(1),
                            cause_text(target, rule, row.text(3), row.integer(0), row.integer(1)),
                            row.time(4)});
  }
}

/// A value of an annotation; nothing when it is not there or no number ("NaN", "1.2k").
std::optional<exact_number> value_in(const std::string& annotations, const std::string& name) {
  const auto parsed = nlohmann::json::parse(annotations, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  const auto at = parsed.find(name);
  if (at == parsed.end() || !at->is_string()) return std::nullopt;
  auto number = exact_number::parse(at->get<std::string>());
  if (!number) return std::nullopt;
  return *number;
}

label_set labels_in(const std::string& text) {
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  return parsed.is_object() ? parsed.get<label_set>() : label_set();
}

/// The query of an alert; equal ones are asked once.
void add_query(const rule& of, const std::string& labels, const std::string& annotations,
               rule_activity& out) {
  const auto text = fill_query(of.value_query, labels_in(labels), labels_in(annotations));
  if (!text) {
    out.lacks_query = true;
  } else if (std::find(out.queries.begin(), out.queries.end(), *text) == out.queries.end()) {
    out.queries.push_back(*text);
  }
}

}  // namespace

/// Of several open alerts of a rule the largest value counts: the app must be large enough for all of them. While one of them has
/// none there is none: the largest of the others may be too small.
void journal::read_values(const app_key& target, const rule_file& rules, app_view& view) {
  for (rule_activity& activity : view.active) {
    const rule* const r = rules.find_rule(activity.rule);
    if (!r || (r->value_annotation.empty() && r->value_query.empty())) continue;
    rows row = db_->query(
        "SELECT annotations, labels, value_since FROM signals JOIN alerts ON alerts.key = signals.alert "
        "WHERE marathon = ? AND app = ? AND rule = ? AND alerts.open = 1",
        target.marathon, target.app, activity.rule);
    bool is_missing = false;
    while (row.next()) {
      if (!r->value_query.empty()) {
        add_query(*r, row.text(1), row.text(0), activity);
        continue;
      }
      const auto value = value_in(row.text(0), r->value_annotation);
      is_missing = is_missing || !value;
      if (value && (!activity.value || *value > *activity.value)) activity.value = value;
      activity.value_at = std::min(activity.value_at.value_or(row.time(2)), row.time(2));
    }
    if (is_missing) activity.value.reset();
  }
}

void journal::read_history(const app_key& target, instant now, app_view& view) {
  {
    rows row = db_->query(
        "SELECT intents.deployment_id, version_after, intents.from_count, intents.to_count, decisions.rule "
        "FROM "
        "intents LEFT JOIN decisions ON decisions.id = intents.decision WHERE intents.marathon = ? AND "
        "intents.app = ? "
        "AND status = 'accepted' ORDER BY intents.id DESC LIMIT 1",
        target.marathon, target.app);
    if (row.next()) {
      view.last_deployment =
          own_deployment{row.text(0), row.text(1), row.integer(2), row.integer(3), row.text(4)};
    }
  }
  {
    rows row = db_->query(
        "SELECT answered, to_count - from_count FROM intents WHERE marathon = ? AND app = ? AND status = "
        "'accepted' "
        "AND verify != 'vanished' AND answered > ?",
        target.marathon, target.app, now - history_kept);
    while (row.next()) view.changes.push_back({row.time(0), row.integer(1)});
  }
  rows row = db_->query("SELECT time, count FROM recommendations WHERE marathon = ? AND app = ?",
                        target.marathon, target.app);
  while (row.next()) view.recommendations.push_back({row.time(0), row.integer(1)});
}

/// A step that a deployment has delayed for too long is dropped, with a record that says so; nothing: there is none. One that
/// Marathon was asked for may have been made: it waits until that is known.
std::optional<decision_record> journal::drop_deferred(const app_key& target, const rule_file& rules,
                                                      instant now) {
  decision_record record;
  std::vector<pulse> late;
  {
    rows row = db_->query(
        "SELECT pulses.activation, k, rule, scope FROM pulses JOIN activations ON activations.activation = "
        "pulses.activation "
        "WHERE marathon = ? AND app = ? AND ended IS NULL AND state = 'due' AND intent IS NULL AND "
        "deferred_since <= ?",
        target.marathon, target.app, now - rules.global.defer_max);
    while (row.next()) {
      record.rule = row.text(2);
      late.push_back({row.integer(0), row.integer(1),
                      cause_text(target, record.rule, row.text(3), row.integer(0), row.integer(1))});
      record.causes.push_back(late.back().cause);
    }
  }
  if (late.empty()) return std::nullopt;
  for (const pulse& p : late) settle_pulse(p, "dropped", now);
  record.target = target;
  record.action = name_of(action::none);
  record.reason = reasons::defer_max;
  insert_decision(record, now);
  return record;
}

/// Whether one of the last two polls of the Alertmanagers said that an alert of the activation fires.
bool journal::is_confirmed(const app_key& target, const std::string& rule, const std::string& scope,
                           milliseconds poll, instant now) {
  rows row = db_->query(
      "SELECT 1 FROM signals JOIN alerts ON alerts.key = signals.alert WHERE marathon = ?1 AND app = ?2 AND "
      "rule = ?3 "
      "AND (?4 = '' OR alerts.key = ?4) AND alerts.open = 1 AND confirmed >= ?5 LIMIT 1",
      target.marathon, target.app, rule, scope, now - 2 * poll - poll / 2);
  return row.next();
}

/// Gives the repeats that have become due, and notes when the next one will.
void journal::read_activations(const app_key& target, const rule_file& rules, instant now, app_view& view) {
  for (const activation_row& row : active_rows(*db_, target)) {
    const rule* const r = rules.find_rule(row.rule);
    if (!r) continue;
    rule_activity& activity = activity_of(view, row.rule);
    activity.activations.push_back(row.activation);
    activation_progress progress = row.progress;
    progress.is_verified = !view.watched;
    if (!rules.alertmanagers.empty() && progress.pulses_since_news > 0) {
      progress.pulses_since_news =
          is_confirmed(target, row.rule, row.scope, rules.global.alertmanager_poll, now)
              ? 0
              : r->unconfirmed_repeats;
    }
    const auto plan = plan_repeat(progress, {r->repeat_every, r->unconfirmed_repeats}, now);
    keep_earliest(view.next_repeat, plan.what == repeat_plan::verdict::wait ? plan.at : std::nullopt);
    if (plan.what == repeat_plan::verdict::unconfirmed) activity.state = signal_state::unconfirmed;
    if (plan.what != repeat_plan::verdict::due) continue;
    db_->execute("INSERT INTO pulses(activation, k, due, state) VALUES(?, ?, ?, 'due')", row.activation,
                 row.progress.next_k, now);
    db_->execute(
        "UPDATE activations SET next_k = next_k + 1, since_news = since_news + 1 WHERE activation = ?",
        row.activation);
  }
}

std::optional<past_scaling> journal::last_scaling(const app_key& target, bool only_up) {
  rows row = db_->query(
      "SELECT answered, base FROM intents WHERE marathon = ? AND app = ? AND status = 'accepted' AND verify "
      "!= 'vanished' AND (? = 0 "
      "OR direction = 'up') "
      "ORDER BY answered DESC, id DESC LIMIT 1",
      target.marathon, target.app, only_up);
  if (!row.next()) return std::nullopt;
  return past_scaling{row.time(0), row.integer(1)};
}

/// Rules that speak for the app or did so lately; those of a group with schedules for good, since these hold without an alert.
void journal::read_known_rules(const app_key& target, const rule_file& rules, instant now, app_view& view) {
  rows row = db_->query(
      "SELECT rule, MAX(COALESCE(ended, ?3)) FROM activations WHERE marathon = ?1 AND app = ?2 GROUP BY rule",
      target.marathon, target.app, now);
  while (row.next()) {
    const rule* const r = rules.find_rule(row.text(0));
    const rule_group* const group = r ? rules.find_group(r->group) : nullptr;
    const bool is_scheduled = group && !group->schedules.empty();
    if (is_scheduled || row.time(1) > now - activations_kept) view.known_rules.push_back(row.text(0));
  }
}

/// Whether a notification that was cut off may have been about the app.
bool journal::is_cut_off(const app_key& target, const rule_file& rules) {
  rows row = db_->query("SELECT group_labels FROM truncations");
  while (row.next()) {
    if (may_address(rules, labels_in(row.text(0)), target)) return true;
  }
  return false;
}

result<app_view> journal::observe(const app_key& target, const rule_file& rules, const moment& at) {
  const instant now = at.now;
  app_view view;
  transaction all(*db_);
  const std::int64_t before = db_->total_changes();
  view.given_up = drop_deferred(target, rules, now);
  read_watched(target, view);
  read_activations(target, rules, now, view);
  read_due(*db_, target, view);
  read_values(target, rules, view);
  read_history(target, now, view);
  read_state(target, view);
  read_resolutions(target, rules, now, view);
  view.pauses = read_pauses(at.wall);
  read_known_rules(target, rules, now, view);
  {
    rows row = db_->query(
        "SELECT id, from_count, to_count, version_before, rule_hash, force FROM intents WHERE marathon = ? "
        "AND app = ? AND "
        "status = 'open' "
        "ORDER BY id LIMIT 1",
        target.marathon, target.app);
    if (row.next())
      view.intent = open_intent{row.integer(0), row.integer(1), row.integer(2),
                                row.text(3),    row.text(4),    row.boolean(5)};
  }
  view.truncated = is_cut_off(target, rules);
  view.last_up = last_scaling(target, true);
  view.last_any = last_scaling(target, false);
  {
    rows row = db_->query(
        "SELECT MAX(verified) FROM intents WHERE marathon = ? AND app = ? AND verify != 'vanished'",
        target.marathon, target.app);
    if (row.next()) view.verified = row.optional_time(0);
  }
  const bool has_changed = db_->total_changes() != before;
  if (has_changed) failpoint("pulses_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  if (has_changed) failpoint("pulses_stored");
  return view;
}

}  // namespace mesoscale::webhook
