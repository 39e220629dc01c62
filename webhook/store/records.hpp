// What the journal takes and gives: values only.
#pragma once

#include "common/core/labels.hpp"
#include "webhook/alertmanager/alert_state.hpp"
#include "webhook/alertmanager/instant.hpp"
#include "webhook/decision/decide.hpp"
#include "webhook/rules/app_id.hpp"
#include "webhook/rules/binding.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::webhook {

/// How long changes and recommendations are of use: the longest window and period that a rule may have.
inline constexpr std::chrono::hours history_kept{24};

/// What became of a notification.
struct ingest_report {
  std::vector<app_key> woken;         ///< apps that an alert of it speaks for, or spoke for
  std::vector<alert_change> changes;  ///< one for each alert
  std::int64_t unmatched = 0;         ///< alerts that no rule matches
  std::vector<rejected_match> rejected;
};

/// One due step. Its text is the idempotency key (marathon, app, rule, activation, k).
struct pulse {
  std::int64_t activation = 0;
  std::int64_t k = 0;
  std::string cause;  ///< "prod:/web/shop:AppCpuHigh:12:0"
};

/// What one rule says about an app now; all of its activations together.
struct rule_activity {
  std::string rule;
  signal_state state = signal_state::active;
  std::vector<pulse> due;
  std::optional<exact_number> value = {};  ///< of a target rule: the largest that its open alerts carry
};

struct open_intent {
  std::int64_t id = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string version_before;
};

struct past_scaling {
  instant at;
  std::int64_t base = 0;  ///< instances before the action that opened the cooldown
};

/// A change that Marathon accepted; above 0: instances added.
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
};

/// A count that the votes asked for, and when they did so last.
struct past_recommendation {
  instant at;
  std::int64_t count = 0;
};

/// All that the journal knows for one decision about an app.
struct app_view {
  std::vector<rule_activity> active;
  std::vector<std::string> known_rules;  ///< rules that ever spoke for the app
  std::optional<open_intent> intent;     ///< a PUT whose outcome is not known
  std::optional<past_scaling> last_up;
  std::optional<past_scaling> last_any;
  std::optional<own_deployment> last_deployment;
  std::vector<past_change> changes;  ///< of the last day
  std::vector<past_recommendation> recommendations;
  bool truncated = false;
  std::optional<instant> next_repeat;  ///< when the next step becomes due by itself

  bool has_due() const {
    for (const auto& activity : active) {
      if (!activity.due.empty()) return true;
    }
    return false;
  }
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
};

/// A decision that changes nothing now.
struct hold_draft {
  decision_record record;
  std::vector<pulse> dropped;                    ///< steps that are over (at the bound, or in dry-run)
  std::vector<pulse> deferred;                   ///< steps that a deployment delays
  std::optional<std::int64_t> recommended = {};  ///< to remember for stabilisation
};

/// A decision to change a count, before the PUT.
struct intent_draft {
  decision_record record;
  std::vector<pulse> included;
  std::int64_t base = 0;
  std::string version_before;
  std::optional<std::int64_t> recommended = {};
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
};

struct alert_record {
  std::string key;
  label_set labels;
  alert_state state;
  std::vector<binding> bindings;
};

struct app_record {
  app_key target;
  std::vector<std::string> active_rules;
  std::optional<decision_record> last_decision;
};

}  // namespace mesoscale::webhook
