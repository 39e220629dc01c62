#include "webhook/own_metrics.hpp"

#include "common/core/registry_samples.hpp"
#include "common/core/version.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>
#include <string_view>

namespace mesoscale::webhook {
namespace {

enum family_id : std::size_t {
  alert_messages,
  alerts_open,
  alerts_skipped,
  alerts_unmatched,
  app_current,
  app_max,
  app_min,
  app_wanted,
  build_info,
  config_reload_time,
  config_reload,
  decisions,
  marathon_requests,
  matches_rejected,
  notifications,
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
    {"mesoscale_webhook_alerts_open", "gauge", "", "Alerts that are known to fire."},
    {"mesoscale_webhook_alerts_skipped_total", "counter", "",
     "Alerts of a notification that could not be read."},
    {"mesoscale_webhook_alerts_unmatched_total", "counter", "", "Alerts that no rule matches."},
    {"mesoscale_webhook_app_instances_current", "gauge", "marathon,app",
     "Instances that Marathon was last seen to aim at."},
    {"mesoscale_webhook_app_instances_max", "gauge", "marathon,app", "Most instances that the rules allow."},
    {"mesoscale_webhook_app_instances_min", "gauge", "marathon,app",
     "Fewest instances that the rules allow."},
    {"mesoscale_webhook_app_instances_wanted", "gauge", "marathon,app",
     "Instances that the last decision asked for."},
    {"mesoscale_webhook_build_info", "gauge", "version,revision,compiler",
     "Always 1; the labels say what this build is."},
    {"mesoscale_webhook_config_last_reload_success_timestamp_seconds", "gauge", "",
     "When the rule file and the web configuration were last read without a mistake."},
    {"mesoscale_webhook_config_last_reload_successful", "gauge", "",
     "Whether rule file and web configuration could be read the last time; if not, the old ones are in "
     "force."},
    {"mesoscale_webhook_decisions_total", "counter", "rule,direction,outcome",
     "Decisions that changed or blocked something."},
    {"mesoscale_webhook_marathon_requests_total", "counter", "code",
     "Requests to Marathon by status or reason of failure."},
    {"mesoscale_webhook_matches_rejected_total", "counter", "reason",
     "Matches of a rule that named no app that may be scaled."},
    {"mesoscale_webhook_notifications_total", "counter", "outcome",
     "Requests to /webhook by what became of them."},
}};

constexpr bool is_sorted() {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i - 1].name >= table[i].name) return false;
  }
  return true;
}
static_assert(is_sorted());

using labels = std::map<std::string, std::string>;

}  // namespace

struct own_metrics::families {
  prometheus::Registry registry;
  std::array<prometheus::Family<prometheus::Counter>*, family_count> counters{};
  std::array<prometheus::Family<prometheus::Gauge>*, family_count> gauges{};

  families() {
    for (std::size_t i = 0; i < table.size(); ++i) {
      const std::string name(table[i].name), help(table[i].help);
      if (table[i].type == "counter") {
        counters[i] = &prometheus::BuildCounter().Name(name).Help(help).Register(registry);
      } else {
        gauges[i] = &prometheus::BuildGauge().Name(name).Help(help).Register(registry);
      }
    }
  }
  void count(family_id which, const labels& of, double amount = 1) {
    counters[which]->Add(of).Increment(amount);
  }
  void show(family_id which, const labels& of, double value) { gauges[which]->Add(of).Set(value); }
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
  families_->count(alerts_skipped, {}, 0);
  families_->count(alerts_unmatched, {}, 0);
}

own_metrics::~own_metrics() = default;

void own_metrics::count_notification(const char* outcome) {
  families_->count(notifications, {{"outcome", outcome}});
}

void own_metrics::count_ingest(const ingest_report& report) {
  for (const alert_change change : report.changes)
    families_->count(alert_messages, {{"change", name_of(change)}});
  families_->count(alerts_unmatched, {}, static_cast<double>(report.unmatched));
  for (const rejected_match& r : report.rejected)
    families_->count(matches_rejected, {{"reason", name_of(r.reason)}});
}

void own_metrics::count_skipped(std::size_t alerts) {
  families_->count(alerts_skipped, {}, static_cast<double>(alerts));
}

void own_metrics::count_decision(const decision_record& record, const char* outcome) {
  families_->count(decisions, {{"rule", record.rule}, {"direction", record.direction}, {"outcome", outcome}});
}

void own_metrics::count_marathon_request(const std::string& code) {
  families_->count(marathon_requests, {{"code", code}});
}

void own_metrics::show_app(const actor_report& report) {
  const labels of = {{"marathon", report.target.marathon}, {"app", report.target.app}};
  families_->show(app_current, of, static_cast<double>(report.current));
  families_->show(app_wanted, of, static_cast<double>(report.wanted));
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
