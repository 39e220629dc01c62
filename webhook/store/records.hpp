// What the journal takes and gives: values only.
#pragma once

#include "common/core/labels.hpp"
#include "webhook/alertmanager/alert_state.hpp"
#include "webhook/alertmanager/instant.hpp"
#include "webhook/decision/decide.hpp"
#include "webhook/rules/app_id.hpp"
#include "webhook/rules/binding.hpp"
#include "webhook/rules/rule_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mesoscale::webhook {

/// How long changes and recommendations are of use: the longest window and period that a rule may have.
inline constexpr std::chrono::hours history_kept{24};

/// How long an activation that has ended is remembered, and with it that its rule speaks for the app.
inline constexpr std::chrono::hours activations_kept{24 * 30};

/// What became of a notification.
struct ingest_report {
  std::vector<app_key> woken;         ///< apps that an alert of it speaks for, or spoke for
  std::vector<alert_change> changes;  ///< one for each alert
  std::int64_t unmatched = 0;         ///< alerts that no rule matches
  std::int64_t truncated = 0;         ///< alerts that max_alerts has cut off
  std::vector<rejected_match> rejected;
};

/// A notification as it was received.
struct stored_notification {
  std::int64_t id = 0;
  instant received;
  std::string peer;
  std::string body;
};

/// One due step. Its text is the idempotency key (marathon, app, rule, activation, k).
struct pulse {
  std::int64_t activation = 0;
  std::int64_t k = 0;
  std::string cause;  ///< "prod:/web/shop:AppCpuHigh:12:0"
  instant due = {};
};

/// What one rule says about an app now; all of its activations together.
struct rule_activity {
  std::string rule;
  signal_state state = signal_state::active;
  std::vector<pulse> due;
  std::optional<exact_number> value = {};  ///< of a target rule: the largest that its open alerts carry
  std::optional<instant> value_at = {};    ///< when the oldest of the alerts' annotations came, copies aside
  std::vector<std::int64_t> activations = {};
  std::vector<std::string> queries =
      {};  ///< of a target rule with value_from: query, filled in; one for each that differs
  bool lacks_query = false;  ///< an open alert has not what the query needs
};

/// What a rule that is resolved still wants to be done.
struct pending_resolution {
  enum class kind : std::uint8_t { step_back, baseline, hold } what = kind::step_back;
  std::vector<std::int64_t> ids;
  std::string rule;
  std::int64_t amount = 0;  ///< step_back: own net change that is left to undo; baseline: the count
  instant until;            ///< hold: so long; of the others: then it is given up
};

/// A pause that came by the API.
struct stored_pause {
  std::int64_t id = 0;
  pause what;
  instant created;
};

/// What is known of an app between two looks at it.
struct app_state {
  std::int64_t instances = 0;
  std::string version;
  std::optional<instant> last_config;
  instant seen;
  bool waits_for_config = false;       ///< a change of ours waits for the end of somebody's deployment
  std::optional<instant> config_seen;  ///< when such a deployment was last seen to run
  std::string external;                ///< "": the last change was ours; else "manual" or "config"
  std::optional<instant> external_at;  ///< when somebody else made it
};

/// An accepted change that is watched until its instances run.
struct watched_change {
  std::int64_t intent = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string version_before;
  std::string version_after;
  std::string deployment_id;
  instant accepted;
  std::optional<instant> noticed;  ///< when the first of its causes came up
  bool is_stuck = false;
  std::string rules;                           ///< of its decision
  std::vector<std::int64_t> activations = {};  ///< that it belongs to
};

struct open_intent {
  std::int64_t id = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string version_before;
  std::string rule_hash;  ///< see intent_draft
  bool force = false;
};

struct past_scaling {
  instant at;
  std::int64_t base = 0;  ///< instances before the action that opened the cooldown
};

/// A change of a count, ours or somebody else's; above 0: instances added.
struct past_change {
  instant at;
  std::int64_t change = 0;
};

/// The last change that Marathon accepted from us.
struct own_deployment {
  std::string id;
  std::string version;  ///< that the app had after it; "": not known
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string rules;  ///< that voted for it, separated by commas
};

/// A count that Marathon refused for good for one version of the app.
struct refused_change {
  std::string version;
  std::int64_t to = 0;
};

/// A count that the votes asked for, and when they did so last.
struct past_recommendation {
  instant at;
  std::int64_t count = 0;
};

/// A decision as it is kept and shown.
struct decision_record {
  std::int64_t id = 0;
  instant time;
  instant last_time;       ///< of the last equal decision that was merged into this one
  std::int64_t count = 1;  ///< how many were merged
  app_key target;
  std::string rule;  ///< the rules that voted, separated by commas; "" for a repair of bounds
  std::string direction;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string action;
  std::string reason;
  std::vector<std::string> causes;
  std::string deployment_id;
  std::string outcome;  ///< of an intent: accepted, deferred, rejected, unknown, ...
  std::string detail;   ///< what else explains it: the deployment in the way, why offers were refused
  std::string verify;   ///< of an accepted one: watching, reached, stuck, superseded, vanished
  std::optional<instant> verified;
};

/// All that the journal knows for one decision about an app.
struct app_view {
  std::vector<rule_activity> active;
  std::vector<std::string> known_rules;  ///< rules that speak for the app or lately did
  std::optional<open_intent> intent;     ///< a PUT whose outcome is not known
  std::optional<past_scaling> last_up;
  std::optional<past_scaling> last_any;
  std::optional<instant> verified;  ///< when it was last found out what became of an accepted change
  std::optional<own_deployment> last_deployment;
  std::optional<refused_change> rejected;  ///< if that became of the last intent
  std::vector<past_change> changes;        ///< of the last day
  std::vector<past_recommendation> recommendations;
  bool truncated = false;
  std::optional<watched_change> watched;
  std::optional<app_state> state;
  std::vector<pending_resolution> resolutions;
  std::vector<stored_pause> pauses;
  std::optional<instant> next_repeat;       ///< when the next step becomes due by itself
  std::optional<decision_record> given_up;  ///< of steps that a deployment has delayed for too long

  bool has_due() const {
    for (const auto& activity : active) {
      if (!activity.due.empty()) return true;
    }
    return false;
  }
  bool has_something_open() const { return !active.empty() || !resolutions.empty(); }
};

/// A decision that changes nothing now.
struct hold_draft {
  decision_record record;
  std::vector<pulse> dropped;                    ///< steps that are over (at the bound, or in dry-run)
  std::vector<pulse> deferred;                   ///< steps that a deployment delays
  std::optional<std::int64_t> recommended = {};  ///< to remember for stabilisation
  std::vector<std::int64_t> ended = {};          ///< resolutions that have nothing left to do
  bool waits_for_config = false;                 ///< the deployment in the way is somebody's configuration
};

/// A decision to change a count, before the PUT.
struct intent_draft {
  decision_record record;
  std::vector<pulse> included;
  std::int64_t base = 0;
  std::string version_before;
  std::string rule_hash = {};  ///< fingerprints of the rules that voted, separated by commas; "" for a repair
  bool force = false;          ///< the PUT cancels an own deployment
  std::optional<std::int64_t> recommended = {};
  std::optional<instant> noticed = {};                             ///< when the first cause came up
  std::vector<std::pair<std::int64_t, std::int64_t>> shares = {};  ///< activation, and its part of the change
  std::vector<std::int64_t> resolutions = {};                      ///< that this intent carries out
  std::vector<std::int64_t> activations = {};  ///< whose votes it follows: none of them may have ended
};

enum class intent_status { open, accepted, deferred, rejected, not_applied, superseded, gone };

const char* name_of(intent_status status);

/// What became of an intent.
struct intent_answer {
  std::int64_t intent = 0;
  intent_status status = intent_status::open;
  std::string deployment_id;
  std::string version_after;
  std::string outcome;  ///< for the decision; more exact than the status
  std::string detail;   ///< for the decision; Marathon's words for a refusal, else ""
};

/// What watching an accepted change has found.
enum class verdict : std::uint8_t {
  waiting,
  reached,
  superseded,  ///< somebody else has changed the app since
  vanished,    ///< Marathon has the app as it was before: the change was lost
  stuck,       ///< not reached within verify_timeout
};

const char* name_of(verdict value);

struct alert_record {
  std::string key;
  label_set labels;
  alert_state state;
  std::vector<binding> bindings;
};

/// What an app looked like when it was last decided about.
struct app_counts {
  std::int64_t current = 0;
  std::int64_t wanted = 0;
  std::int64_t min = 0;
  std::int64_t max = 0;
};

struct app_record {
  app_key target;
  std::vector<std::string> active_rules;
  std::optional<decision_record> last_decision;
  std::optional<app_counts> counts = {};  ///< nothing: not read since the start
};

}  // namespace mesoscale::webhook
