// The rule file: which alert scales which app of which Marathon, by how much and within which bounds. Values only;
// rule_reader.hpp reads them from YAML, binding.hpp finds the rules of an alert.
#pragma once

#include "common/core/labels.hpp"
#include "common/core/url.hpp"
#include "common/net/http_access.hpp"
#include "webhook/decision/deployment_gate.hpp"
#include "webhook/decision/policy.hpp"
#include "webhook/decision/rate.hpp"
#include "webhook/rules/app_id.hpp"
#include "webhook/rules/schedule.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace mesoscale::webhook {

using milliseconds = std::chrono::milliseconds;

struct global_settings {
  bool dry_run = false;                   ///< decide and record, but change nothing
  std::int64_t hard_max_instances = 200;  ///< no rule goes over it
  milliseconds settle{
      2'000};  ///< wait after a notification, so that the groups of one incident are decided together
  milliseconds reopen_grace{60'000};  ///< a firing copy this soon after the end is a lagging peer's
  milliseconds alert_ttl{0};          ///< 0: 2 x assume_repeat_interval + 5m
  milliseconds assume_repeat_interval{4 * 3'600'000};  ///< Alertmanager's repeat_interval
  milliseconds defer_max{15 * 60'000};                 ///< a step that a deployment delays longer is dropped
  milliseconds deployment_poll{10'000};                ///< how often a locked app is looked at again
  milliseconds retry_backoff{1'000};        ///< first pause after a failed request; doubles up to 60 s
  milliseconds after_deploy_grace{60'000};  ///< values are not trusted so long after a new configuration
  milliseconds verify_poll{5'000};          ///< how often an accepted change is looked at until it is reached
  milliseconds alertmanager_poll{60'000};   ///< how often the Alertmanagers are asked what fires
  milliseconds tick{30'000};  ///< how often an app with an open alert is looked at without a reason
  std::vector<std::string> ignore_labels{"replica", "prometheus_replica"};

  milliseconds effective_alert_ttl() const;
};

/// A fully anchored RE2 expression over app ids.
struct app_pattern {
  std::string text;
  std::shared_ptr<const re2::RE2> expression;
  bool matches(const std::string& app) const;
};

/// How a count is sent.
enum class scaling_method : std::uint8_t {
  put,
  patch,  ///< where Marathon is 1.4 or newer; it never creates an app
};

struct marathon_settings {
  std::string name;
  std::vector<url> urls;  ///< tried in order; the first that answers is kept
  net::http_access http;  ///< how it is logged in to and reached
  scaling_method api = scaling_method::put;
  std::vector<app_pattern> allow_apps;  ///< empty: every app
  std::vector<app_pattern> deny_apps;   ///< wins over allow_apps

  bool allows(const std::string& app) const;
};

/// A server that is asked over HTTP besides Marathon and Mesos: Prometheus, an Alertmanager.
struct server_settings {
  url to;
  net::http_access http;
  friend bool operator==(const server_settings&, const server_settings&) = default;
};

/// The masters of one Mesos cluster; any of them may lead, and all have one way in.
struct mesos_settings {
  std::vector<url> masters;
  net::http_access http;
  friend bool operator==(const mesos_settings&, const mesos_settings&) = default;
};

/// What happens when the last alert of an activation is resolved.
struct resolved_action {
  enum class kind : std::uint8_t {
    none,
    step_back,  ///< the activation's own net change is undone
    baseline,   ///< that count is gone to
    hold,       ///< nothing is scaled down for a while
  } what = kind::none;
  std::optional<std::int64_t> baseline = {};  ///< nothing: min_instances
  milliseconds hold{0};
};

/// What a deployment that runs does to a due step.
enum class deployment_policy : std::uint8_t {
  defer,  ///< it waits for the end
  skip,   ///< it is dropped
};

/// What is made of a count that came with somebody else's new configuration.
enum class external_policy : std::uint8_t {
  adopt,    ///< it is the new base at once
  hold,     ///< as a change by hand: left alone for manual_hold
  restore,  ///< back to our last target while the rules that led to it are active
};

/// What is done about a scaling that is not reached in time.
enum class stuck_policy : std::uint8_t {
  hold,
  rollback,  ///< to what runs, and not below the minimum
};

/// A pause that the file names: of everything in its group, or of one app or one rule.
struct pause {
  std::string app;                     ///< "": all apps
  std::string rule;                    ///< "": all rules
  direction toward = direction::none;  ///< none: both
  std::optional<instant> until = {};   ///< nothing: until it is taken out of the file
  std::string reason;
};

struct rule_group {
  std::string name;
  std::vector<schedule> schedules;  ///< the first one that holds counts
  std::vector<pause> pauses;
};

/// What an activation of a rule is: all open alerts of one app together, or each alert for itself.
enum class activation_scope : std::uint8_t { app, alert };

struct rule {
  std::string name;  ///< unique in the file; part of the key that makes a step happen once
  std::string group;
  std::string place;  ///< "rules.yml:12:5", for messages
  std::vector<label_matcher> matchers;
  std::string marathon;
  std::string app_template;  ///< the app's id with {{ .labels.NAME }} in it, or
  std::string app_label;     ///< the label that names the app, or
  std::string app_id;        ///< a fixed app
  std::int64_t min_instances = 1;
  std::int64_t max_instances = 0;  ///< required in the file
  policy scale;                    ///< hold_policy for `hold: scale_down`
  std::string value_annotation;    ///< of a target policy: the annotation that has the value, or
  std::string value_query;         ///< the PromQL query, with {{ .labels.NAME }} in it
  resolved_action on_resolved;
  deployment_policy on_deployment = deployment_policy::defer;
  external_policy on_external_change = external_policy::hold;
  stuck_policy on_stuck = stuck_policy::hold;
  milliseconds verify_timeout{300'000};    ///< an accepted change that is not reached by then is stuck
  force_policy force = force_policy::own;  ///< whether an own scaling that still runs is superseded
  bool activation = false;                 ///< may raise an app that was suspended
  milliseconds manual_hold{600'000};       ///< how long a change by hand is left alone; 0: not at all
  milliseconds cooldown_up{300'000};
  milliseconds cooldown_down{300'000};
  milliseconds window_up{0};  ///< of stabilisation
  milliseconds window_down{300'000};
  rate_limits rate_up;
  rate_limits rate_down;
  milliseconds repeat_every{0};  ///< 0: once; the reader puts the cooldown here when the file says nothing
  std::int64_t unconfirmed_repeats = 3;
  activation_scope per = activation_scope::app;
};

struct rule_file {
  global_settings global;
  std::vector<marathon_settings> marathons;
  std::vector<rule> rules;
  std::vector<rule_group> groups;
  std::optional<server_settings> prometheus;   ///< for value_from: query
  std::optional<mesos_settings> mesos;         ///< for the room in the cluster
  std::vector<server_settings> alertmanagers;  ///< asked which alerts fire; empty: only notifications tell

  const rule_group* find_group(std::string_view name) const;
  const rule* find_rule(std::string_view name) const;
  const marathon_settings* find_marathon(std::string_view name) const;
};

/// A hash of when a rule speaks, for which app, and what it asks for. An activation ends when its rule has another one after a
/// reload. Bounds, cooldowns and the like are no part of it: they hold at once.
std::string fingerprint_of(const rule& of);

/// Those of several rules, whose names are separated by commas, in the same way; nothing stands for one that is gone.
std::string fingerprints_of(std::string_view names, const rule_file& rules);

}  // namespace mesoscale::webhook
