// The memory of the webhook: notifications, alert states, activations and their steps, intents, decisions. Every change is
// one transaction that is on disk when the call returns. Blocking; all calls come from one storage thread.
#pragma once

#include "webhook/alertmanager/notification.hpp"
#include "webhook/marathon/answer.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/store/database.hpp"
#include "webhook/store/records.hpp"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace mesoscale::webhook {

class journal {
 public:
  /// Opens or creates the store.
  static result<std::unique_ptr<journal>> open(const storage_location& location);

  /// Stores a notification and what it changes: alert states, activations, first steps.
  result<ingest_report> ingest(const notification& message, std::string_view body, std::string_view peer,
                               const rule_file& rules, const moment& at);

  /// Closes alerts of which nothing was heard; with rebind also matches all open alerts with the rules again, and moves stored
  /// times that lie ahead back to at (at start: the clock was set back since).
  /// Gives the apps to look at: those that changed, with rebind all that have something open.
  result<std::vector<app_key>> sweep(const rule_file& rules, const moment& at, bool rebind);

  /// What is known about an app; steps of repeats that have become due are stored first.
  result<app_view> observe(const app_key& target, const rule_file& rules, const moment& at);

  /// Stores a decision that changes nothing; equal ones in a row become one. Gives whether it is another than the last.
  result<bool> write_hold(const hold_draft& draft, instant now);

  /// Stores a decision and the intent to PUT it; gives the intent's number. Nothing: one of its steps, activations or resolutions is
  /// over since it was read (an alert has resolved), so that it must be decided again.
  result<std::optional<std::int64_t>> write_intent(const intent_draft& draft, instant now);

  /// Stores what the votes asked for, when no record of the decision does.
  result<void> write_recommendation(const app_key& target, std::int64_t count, instant now);

  /// Stores what became of an intent; steps of an accepted or superseded one are spent.
  result<void> write_answer(const intent_answer& answer, instant now);

  /// As write_answer, for an intent that an earlier run left open.
  result<void> write_recovery(const intent_answer& answer, instant now);

  /// Stores what an app looks like now when it has changed; a change that is not ours is noted with its kind.
  /// Gives the state as it is then.
  result<app_state> note_reading(const app_key& target, const app_reading& reading, bool runs_config,
                                 const moment& at);

  /// Stores what became of an accepted change. The steps of a vanished one are due again.
  result<void> write_verdict(std::int64_t intent, verdict found, std::string_view detail, instant now);

  /// What the Alertmanagers say fires, by the keys of the alerts. is_complete: all of them have answered. An open alert of theirs that
  /// is missing from several complete polls in a row is closed. Gives the apps to look at.
  result<std::vector<app_key>> apply_poll(const std::set<std::string>& firing, bool is_complete,
                                          const rule_file& rules, const moment& at);

  /// Stores a pause of the API; gives its number. Ends one; false: there is none. Those that hold now. By the wall clock.
  result<std::int64_t> add_pause(const pause& what, instant now);
  result<bool> end_pause(std::int64_t id, instant now);
  result<std::vector<stored_pause>> pauses(instant now);

  /// Newest first. app "": all.
  result<std::vector<decision_record>> decisions(const std::string& app, std::int64_t limit);
  result<std::vector<alert_record>> alerts(std::int64_t limit);
  result<std::vector<app_record>> apps();
  result<std::int64_t> open_alerts();

  /// What was received, oldest first, from the number after `after` on; another store that ingests it comes to the same.
  result<std::vector<stored_notification>> notifications(std::int64_t after, std::int64_t limit);

  /// Deletes what is older than the times that docs/webhook.md names.
  result<void> prune(instant now);

 private:
  /// The activation of a rule for an app; scope is "" or the key of an alert.
  struct activation_key {
    binding of;
    std::string scope;
    friend auto operator<=>(const activation_key&, const activation_key&) = default;
  };
  using touched_set = std::set<activation_key>;

  explicit journal(std::unique_ptr<database> db) : db_(std::move(db)) {}

  std::optional<alert_state> load_alert(const std::string& key);
  void store_alert(const std::string& key, const alert_message& alert, const alert_state& state,
                   const std::string& source, milliseconds reopen_grace);
  void rebind_alert(const std::string& key, const std::vector<binding>& now_bound, const rule_file& rules,
                    touched_set& touched);
  void note_truncation(const notification& message, instant now);
  void settle_activation(const activation_key& key, const rule_file& rules, const char* end_reason,
                         instant now);
  void end_activation(std::int64_t activation, const char* reason, instant now);
  void open_resolution(const activation_key& key, std::int64_t activation, const rule& of, instant now);
  std::int64_t net_change(std::int64_t activation);
  enum class step_back_change : std::uint8_t { none, add, subtract };
  bool has_open_intent(std::int64_t activation);
  void adjust_step_backs(std::int64_t intent, step_back_change how, instant now);
  void settle_resolutions(const intent_answer& answer, instant now);
  void restore_resolutions(std::int64_t intent);
  void read_resolutions(const app_key& target, const rule_file& rules, instant now, app_view& view);
  std::vector<stored_pause> read_pauses(instant now);
  void read_state(const app_key& target, app_view& view);
  void read_watched(const app_key& target, app_view& view);
  std::optional<app_state> load_state(const app_key& target);
  void store_state(const app_key& target, const app_state& state);
  void expire_alerts(const rule_file& rules, const moment& at, touched_set& touched);
  void rebind_all(const rule_file& rules, instant now, touched_set& touched);
  void forget_the_future(const moment& at);
  std::vector<app_key> apps_with_something_open();
  std::vector<app_key> apps_with_schedules(const rule_file& rules);
  std::optional<decision_record> drop_deferred(const app_key& target, const rule_file& rules, instant now);
  void read_activations(const app_key& target, const rule_file& rules, instant now, app_view& view);
  std::optional<past_scaling> last_scaling(const app_key& target, bool only_up);
  bool is_confirmed(const app_key& target, const std::string& rule, const std::string& scope,
                    milliseconds poll, instant now);
  void read_values(const app_key& target, const rule_file& rules, app_view& view);
  void read_history(const app_key& target, instant now, app_view& view);
  void read_known_rules(const app_key& target, const rule_file& rules, instant now, app_view& view);
  bool is_cut_off(const app_key& target, const rule_file& rules);
  void note_deferral(const hold_draft& draft, instant now);
  void note_recommendation(const app_key& target, std::optional<std::int64_t> count, instant now);
  void settle_pulse(const pulse& which, const char* state, instant now);
  bool is_still_wanted(const intent_draft& draft);
  std::int64_t insert_decision(const decision_record& record, instant now);
  void watch_accepted(const intent_answer& answer, instant now);
  void drop_ended_steps(std::int64_t intent, instant now);
  void apply_answer(const intent_answer& answer, instant now);

  std::unique_ptr<database> db_;
};

/// The key that makes a step happen once: "prod:/web/shop:AppCpuHigh:12:0", with "@alert" after the rule for `per: alert`.
std::string cause_text(const app_key& target, const std::string& rule, const std::string& scope,
                       std::int64_t activation, std::int64_t k);

}  // namespace mesoscale::webhook
