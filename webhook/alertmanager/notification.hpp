// What Alertmanager's webhook receiver is sent: a group of alerts, payload version 4, or 3 of before 0.16.
// Parsing only: what an alert means for the alert state is alert_state.hpp, for the rules binding.hpp.
#pragma once

#include "common/core/labels.hpp"
#include "common/core/result.hpp"
#include "webhook/alertmanager/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

/// One alert of a notification. Its own status counts, never the group's: a firing group contains resolved alerts.
struct alert_message {
  bool firing = false;
  label_set labels;
  label_set annotations;
  instant starts_at;
  std::optional<instant> ends_at;  ///< none: the alert is still firing
  std::string fingerprint;         ///< "" when not sent (version 3)
};

struct notification {
  std::string version;
  std::string receiver;   ///< the name as configured (Alertmanager sends it quoted as a regular expression)
  std::string group_key;  ///< the text of the number in version 3
  std::string external_url;
  label_set group_labels;  ///< that all alerts of the group have, those cut off too; empty: not known
  std::int64_t truncated_alerts = 0;  ///< how many alerts of the group max_alerts cut off
  std::vector<alert_message> alerts;
  std::vector<std::string>
      skipped;  ///< why an alert of the list could not be used, e.g. "alerts[2].startsAt: found ..."
};

/// Parses a request body. Failure: errc::not_json, or errc::wrong_shape when it is JSON but no notification.
/// A single unusable alert is skipped, not a failure: the others must not suffer from it.
result<notification> parse_notification(std::string_view body);

/// The key of an alert: its fingerprint, or, when none was sent or a label had to be ignored, label_hash() of the rest.
std::string alert_key(const alert_message& alert, const std::vector<std::string>& ignore_labels);

/// 64-bit FNV-1a over the sorted labels, 16 hexadecimal digits: what Prometheus and Alertmanager compute as the fingerprint
/// (prometheus/common model/signature.go), so that senders with and without fingerprints agree.
std::string label_hash(const label_set& labels);

}  // namespace mesoscale::webhook
