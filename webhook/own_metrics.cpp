#include "webhook/own_metrics.hpp"

#include "common/core/registry_samples.hpp"
#include "common/core/version.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <limits>
#include <string_view>

namespace mesoscale::webhook {
namespace {

enum family_id : std::size_t {
  alert_messages,
  alerts_duplicate,
  alerts_open,
  alerts_skipped,
  alerts_truncated,
  alerts_unmatched,
  app_current,
  app_max,
  app_min,
  app_wanted,
  app_stuck,
  build_info,
  changes,
  config_reload_time,
  config_reload,
  conflicting_signals,
  decisions,
  event_stream,
  marathon_requests,
  matches_rejected,
  notification_to_put,
  notification_to_reached,
  notifications,
  prometheus_queries,
  put_to_reached,
  family_count
};

struct row {
  std::string_view name;
  std::string_view type;
  std::string_view labels;
  std::string_view help;
};

// In the order of family_id: sorted by name.
constexpr std::array<row, family_count> table = {{
    {"mesoscale_webhook_alert_messages_total", "counter", "change",
     "Alerts in notifications by what they did to the alert's state."},
    {"mesoscale_webhook_alerts_duplicate_total", "counter", "",
     "Alerts in notifications that told nothing new: repetitions, and copies of a second Alertmanager."},
    {"mesoscale_webhook_alerts_open", "gauge", "", "Alerts that are known to fire."},
    {"mesoscale_webhook_alerts_skipped_total", "counter", "",
     "Alerts of a notification that could not be read."},
    {"mesoscale_webhook_alerts_truncated_total", "counter", "",
     "Alerts that max_alerts of an Alertmanager has cut off notifications."},
    {"mesoscale_webhook_alerts_unmatched_total", "counter", "", "Alerts that no rule matches."},
    {"mesoscale_webhook_app_instances_current", "gauge", "marathon,app",
     "Instances that Marathon was last seen to aim at."},
    {"mesoscale_webhook_app_instances_max", "gauge", "marathon,app", "Most instances that the rules allow."},
    {"mesoscale_webhook_app_instances_min", "gauge", "marathon,app",
     "Fewest instances that the rules allow."},
    {"mesoscale_webhook_app_instances_wanted", "gauge", "marathon,app",
     "Instances that the last decision asked for."},
    {"mesoscale_webhook_app_scale_stuck", "gauge", "marathon,app",
     "1 while the last accepted change is not reached within verify_timeout."},
    {"mesoscale_webhook_build_info", "gauge", "version,revision,compiler",
     "Always 1; the labels say what this build is."},
    {"mesoscale_webhook_changes_total", "counter", "verdict",
     "Accepted changes by what became of them: reached, stuck, superseded, vanished."},
    {"mesoscale_webhook_config_last_reload_success_timestamp_seconds", "gauge", "",
     "When the rule file and the web configuration were last read without a mistake."},
    {"mesoscale_webhook_config_last_reload_successful", "gauge", "",
     "Whether rule file and web configuration could be read the last time; if not, the old ones are in "
     "force."},
    {"mesoscale_webhook_conflicting_signals_total", "counter", "marathon,app",
     "How often rules for up and for down began to fire at the same time."},
    {"mesoscale_webhook_decisions_total", "counter", "rule,direction,outcome,limiter",
     "Decisions that changed or blocked something; limiter is the reason of the decision."},
    {"mesoscale_webhook_event_stream_connected", "gauge", "marathon",
     "Whether the event stream of a Marathon is open."},
    {"mesoscale_webhook_marathon_requests_total", "counter", "code",
     "Requests to Marathon by status or reason of failure."},
    {"mesoscale_webhook_matches_rejected_total", "counter", "reason",
     "Matches of a rule that named no app that may be scaled."},
    {"mesoscale_webhook_notification_to_put_seconds", "histogram", "",
     "From the moment at which a step was due, which is the notification of a first one, to Marathon's "
     "acceptance."},
    {"mesoscale_webhook_notification_to_reached_seconds", "histogram", "",
     "From the moment at which a step was due to the moment at which its instances were seen to run."},
    {"mesoscale_webhook_notifications_total", "counter", "outcome",
     "Requests to /webhook by what became of them."},
    {"mesoscale_webhook_prometheus_queries_total", "counter", "outcome",
     "Queries for values of rules by whether they gave one."},
    {"mesoscale_webhook_put_to_reached_seconds", "histogram", "",
     "From Marathon's acceptance of a change to the moment at which its instances were seen to run."},
}};

constexpr bool is_sorted() {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i - 1].name >= table[i].name) return false;
  }
  return true;
}
static_assert(is_sorted());

using labels = std::map<std::string, std::string>;

/// Those that a notification can make.
constexpr std::array all_changes = {
    alert_change::opened,           alert_change::refreshed,       alert_change::closed,
    alert_change::stale_resolve,    alert_change::suspected,       alert_change::reopened,
    alert_change::repeated_resolve, alert_change::recorded_closed,
};

bool is_duplicate(alert_change change) {
  return change == alert_change::refreshed || change == alert_change::suspected ||
         change == alert_change::repeated_resolve || change == alert_change::stale_resolve;
}

/// Seconds: from a fast PUT to a slow deployment.
const prometheus::Histogram::BucketBoundaries bucket_bounds = {0.1, 0.5, 1,   2,   5,   10,
                                                               30,  60,  120, 300, 600, 1800};

}  // namespace

struct own_metrics::families {
  prometheus::Registry registry;
  std::array<prometheus::Family<prometheus::Counter>*, family_count> counters{};
  std::array<prometheus::Family<prometheus::Gauge>*, family_count> gauges{};
  std::array<prometheus::Family<prometheus::Histogram>*, family_count> histograms{};

  families() {
    for (std::size_t i = 0; i < table.size(); ++i) {
      const std::string name(table[i].name), help(table[i].help);
      if (table[i].type == "counter") {
        counters[i] = &prometheus::BuildCounter().Name(name).Help(help).Register(registry);
      } else if (table[i].type == "histogram") {
        histograms[i] = &prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
      } else {
        gauges[i] = &prometheus::BuildGauge().Name(name).Help(help).Register(registry);
      }
    }
  }
  void count(family_id which, const labels& of, double amount = 1) {
    counters[which]->Add(of).Increment(amount);
  }
  void observe(family_id which, milliseconds span) {
    histograms[which]->Add({}, bucket_bounds).Observe(static_cast<double>(span.count()) / 1000);
  }
  void show(family_id which, const labels& of, double value) { gauges[which]->Add(of).Set(value); }
  void hide(family_id which, const labels& of) {
    if (gauges[which]->Has(of)) gauges[which]->Remove(&gauges[which]->Add(of));
  }
};

own_metrics::own_metrics() : families_(std::make_unique<families>()) {
  families_->show(build_info,
                  {{"version", std::string(version())},
                   {"revision", std::string(revision())},
                   {"compiler", std::string(compiler())}},
                  1);
  for (const char* outcome : {"stored", "not_json", "not_a_notification", "not_stored", "forbidden"}) {
    families_->count(notifications, {{"outcome", outcome}}, 0);
  }
  for (const alert_change change : all_changes)
    families_->count(alert_messages, {{"change", name_of(change)}}, 0);
  families_->count(alerts_duplicate, {}, 0);
  families_->count(alerts_skipped, {}, 0);
  families_->count(alerts_truncated, {}, 0);
  families_->count(alerts_unmatched, {}, 0);
  for (const verdict what : {verdict::reached, verdict::stuck, verdict::superseded, verdict::vanished})
    families_->count(changes, {{"verdict", name_of(what)}}, 0);
  for (const family_id which : {notification_to_put, notification_to_reached, put_to_reached})
    families_->histograms[which]->Add({}, bucket_bounds);
}

own_metrics::~own_metrics() = default;

void own_metrics::count_notification(const char* outcome) {
  families_->count(notifications, {{"outcome", outcome}});
}

void own_metrics::count_ingest(const ingest_report& report) {
  for (const alert_change change : report.changes) {
    families_->count(alert_messages, {{"change", name_of(change)}});
    families_->count(alerts_duplicate, {}, is_duplicate(change) ? 1 : 0);
  }
  families_->count(alerts_unmatched, {}, static_cast<double>(report.unmatched));
  families_->count(alerts_truncated, {}, static_cast<double>(report.truncated));
  for (const rejected_match& r : report.rejected)
    families_->count(matches_rejected, {{"reason", name_of(r.reason)}});
}

void own_metrics::count_skipped(std::size_t alerts) {
  families_->count(alerts_skipped, {}, static_cast<double>(alerts));
}

void own_metrics::count_decision(const decision_record& record, const char* outcome) {
  families_->count(decisions, {{"rule", record.rule},
                               {"direction", record.direction},
                               {"outcome", outcome},
                               {"limiter", record.reason}});
}

void own_metrics::count_change(const change_report& report) {
  if (report.what == verdict::waiting) {
    if (report.since_noticed) families_->observe(notification_to_put, *report.since_noticed);
    families_->show(app_stuck, {{"marathon", report.target.marathon}, {"app", report.target.app}}, 0);
    return;
  }
  families_->count(changes, {{"verdict", name_of(report.what)}});
  const labels of = {{"marathon", report.target.marathon}, {"app", report.target.app}};
  families_->show(app_stuck, of, report.what == verdict::stuck ? 1 : 0);
  if (report.what != verdict::reached) return;
  if (report.since_noticed) families_->observe(notification_to_reached, *report.since_noticed);
  if (report.since_accepted) families_->observe(put_to_reached, *report.since_accepted);
}

void own_metrics::count_conflict(const app_key& target) {
  families_->count(conflicting_signals, {{"marathon", target.marathon}, {"app", target.app}});
}

void own_metrics::count_query(const std::string& outcome) {
  families_->count(prometheus_queries, {{"outcome", outcome}});
}

void own_metrics::show_events(const std::string& marathon, bool is_connected) {
  families_->show(event_stream, {{"marathon", marathon}}, is_connected ? 1 : 0);
}

void own_metrics::count_marathon_request(const std::string& code) {
  families_->count(marathon_requests, {{"code", code}});
}

void own_metrics::show_app(const actor_report& report) {
  const labels of = {{"marathon", report.target.marathon}, {"app", report.target.app}};
  families_->show(app_current, of, static_cast<double>(report.current));
  families_->show(app_wanted, of, static_cast<double>(report.wanted));
  // Hold rules alone set no bounds, and then those of other rules before are over.
  if (report.max == std::numeric_limits<std::int64_t>::max()) {
    families_->hide(app_min, of);
    families_->hide(app_max, of);
    return;
  }
  families_->show(app_min, of, static_cast<double>(report.min));
  families_->show(app_max, of, static_cast<double>(report.max));
}

void own_metrics::show_open_alerts(std::int64_t count) {
  families_->show(alerts_open, {}, static_cast<double>(count));
}

void own_metrics::show_config(bool is_loaded, std::chrono::system_clock::time_point last_success) {
  const std::chrono::duration<double> since_1970 = last_success.time_since_epoch();
  families_->show(config_reload, {}, is_loaded ? 1 : 0);
  families_->show(config_reload_time, {}, since_1970.count());
}

sample_set own_metrics::samples() const { return registry_samples(families_->registry); }

std::string list_of_metrics() {
  std::string text;
  for (const row& r : table) {
    text += std::string(r.name) + "\t" + std::string(r.type) + "\t" + std::string(r.labels) + "\t" +
            std::string(r.help) + "\n";
  }
  return text;
}

}  // namespace mesoscale::webhook
