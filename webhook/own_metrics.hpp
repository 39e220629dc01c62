// The webhook's metrics of itself: one table of families, and the counters that the parts of the program move.
#pragma once

#include "common/core/metrics.hpp"
#include "webhook/alertmanager/alert_state.hpp"
#include "webhook/scaler/environment.hpp"
#include "webhook/store/records.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace mesoscale::webhook {

class own_metrics {
 public:
  own_metrics();
  ~own_metrics();
  own_metrics(const own_metrics&) = delete;
  own_metrics& operator=(const own_metrics&) = delete;

  /// outcome: stored, not_json, not_a_notification, not_stored, forbidden.
  void count_notification(const char* outcome);
  void count_ingest(const ingest_report& report);
  void count_skipped(std::size_t alerts);
  void count_decision(const decision_record& record, const char* outcome);
  /// A change was accepted, or what became of it is known.
  void count_change(const change_report& report);
  void count_conflict(const app_key& target);
  void count_marathon_request(const std::string& code);
  /// outcome: ok, no_value, or the reason why no answer came.
  void count_query(const std::string& outcome);
  void show_events(const std::string& marathon, bool is_connected);
  void show_app(const actor_report& report);
  void show_open_alerts(std::int64_t count);
  /// How the configuration was last read, and when that last went well.
  void show_config(bool is_loaded, std::chrono::system_clock::time_point last_success);

  /// All of it for the page.
  sample_set samples() const;

 private:
  struct families;
  std::unique_ptr<families> families_;
};

/// The text of --list-metrics: name, type, labels, help, one a line.
std::string list_of_metrics();

}  // namespace mesoscale::webhook
