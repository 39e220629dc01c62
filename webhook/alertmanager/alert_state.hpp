// What we know of one alert: open or closed, which episode, since when. Pure: the state before and a message in, the state
// after out. startsAt is no identity of an episode (Alertmanager merges overlapping alerts to the earliest start, and the
// peers of a pair may differ), therefore episodes are counted here.
#pragma once

#include "webhook/alertmanager/instant.hpp"
#include "webhook/alertmanager/notification.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace mesoscale::webhook {

struct alert_state {
  bool open = false;
  std::int64_t episode = 0;
  instant starts_at;                 ///< the earliest seen in this episode, after the end of the last one
  std::optional<instant> ends_at;    ///< when the last episode ended, by the wall clock as starts_at
  instant last_seen;                 ///< when the last message about it came
  std::optional<instant> closed_at;  ///< when we learned that it ended
  bool suspect = false;              ///< closed, but a peer still says it fires
  bool reopened = false;  ///< open again in an episode that had ended: it vetoes, but it gives no new step
  bool expired = false;   ///< closed because nothing was heard of it
  friend bool operator==(const alert_state&, const alert_state&) = default;
};

/// What a message did to the state; also the label value of the metric mesoscale_webhook_alert_messages_total{change}.
enum class alert_change {
  opened,            ///< a new episode began
  refreshed,         ///< it is known to fire
  closed,            ///< it ended
  stale_resolve,     ///< the end of an older episode: ignored
  suspected,         ///< a firing copy of an episode that has just ended: remembered only
  reopened,          ///< a firing message of an episode that ended a while ago
  repeated_resolve,  ///< the end of an alert that is closed already
  recorded_closed,   ///< the end of an alert that was never seen
  expired,           ///< nothing was heard of it for too long
};

const char* name_of(alert_change change);

struct alert_step {
  alert_state state;
  alert_change change;
};

/// The state after a message that was received at `received`. A firing message of an episode that ended less than
/// reopen_grace before is a copy from a lagging peer. An end that is not told is one by the wall clock, as Alertmanager's times are.
alert_step apply(const std::optional<alert_state>& before, const alert_message& message,
                 const moment& received, std::chrono::milliseconds reopen_grace);

/// The state of an open alert of which nothing was heard for `ttl`; nothing when it stays as it is.
std::optional<alert_step> expire(const alert_state& before, const moment& at, std::chrono::milliseconds ttl);

}  // namespace mesoscale::webhook
