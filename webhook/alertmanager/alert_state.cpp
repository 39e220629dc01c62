#include "webhook/alertmanager/alert_state.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

alert_step open_new(const std::optional<alert_state>& before, const alert_message& message,
                    instant received) {
  alert_state state;
  state.open = true;
  state.episode = before ? before->episode + 1 : 1;
  state.starts_at = message.starts_at;
  if (before) state.ends_at = before->ends_at;
  state.last_seen = received;
  return {state, alert_change::opened};
}

alert_step fire_while_closed(const alert_state& before, const alert_message& message, instant received,
                             std::chrono::milliseconds reopen_grace) {
  if (!before.ends_at || message.starts_at > *before.ends_at) return open_new(before, message, received);
  alert_state state = before;
  state.last_seen = received;
  if (before.closed_at && received - *before.closed_at < reopen_grace) {
    state.suspect = true;
    return {state, alert_change::suspected};
  }
  state.open = true;
  state.reopened = true;
  state.suspect = false;
  state.expired = false;
  state.closed_at.reset();
  state.starts_at = std::min(before.starts_at, message.starts_at);
  return {state, alert_change::reopened};
}

alert_step fire(const std::optional<alert_state>& before, const alert_message& message, instant received,
                std::chrono::milliseconds reopen_grace) {
  if (!before) return open_new(before, message, received);
  if (!before->open) return fire_while_closed(*before, message, received, reopen_grace);
  alert_state state = *before;
  state.last_seen = received;
  // A copy of the last episode from a lagging peer must not move the start before that episode's end: the end that follows would
  // then be taken for the end of this one.
  const bool is_of_last = before->ends_at && message.starts_at <= *before->ends_at;
  if (!is_of_last) state.starts_at = std::min(before->starts_at, message.starts_at);
  return {state, alert_change::refreshed};
}

alert_state closed(alert_state state, instant ended, instant received) {
  state.open = false;
  state.reopened = false;
  state.suspect = false;
  state.ends_at = state.ends_at ? std::max(*state.ends_at, ended) : ended;
  state.closed_at = received;
  return state;
}

alert_step resolve(const std::optional<alert_state>& before, const alert_message& message,
                   const moment& received) {
  const instant ended = message.ends_at.value_or(received.wall);
  if (!before) {
    alert_state state;
    state.starts_at = message.starts_at;
    state.last_seen = received.now;
    return {closed(state, ended, received.now), alert_change::recorded_closed};
  }
  alert_state state = *before;
  state.last_seen = received.now;
  if (!before->open) {
    state.ends_at = before->ends_at ? std::max(*before->ends_at, ended) : ended;
    return {state, alert_change::repeated_resolve};
  }
  if (ended < before->starts_at) return {*before, alert_change::stale_resolve};
  return {closed(state, ended, received.now), alert_change::closed};
}

}  // namespace

const char* name_of(alert_change change) {
  switch (change) {
    case alert_change::opened:
      return "opened";
    case alert_change::refreshed:
      return "refreshed";
    case alert_change::closed:
      return "closed";
    case alert_change::stale_resolve:
      return "stale_resolve";
    case alert_change::suspected:
      return "suspected";
    case alert_change::reopened:
      return "reopened";
    case alert_change::repeated_resolve:
      return "repeated_resolve";
    case alert_change::recorded_closed:
      return "recorded_closed";
    case alert_change::expired:
      return "expired";
  }
  return "unknown";
}

alert_step apply(const std::optional<alert_state>& before, const alert_message& message,
                 const moment& received, std::chrono::milliseconds reopen_grace) {
  return message.firing ? fire(before, message, received.now, reopen_grace)
                        : resolve(before, message, received);
}

std::optional<alert_step> expire(const alert_state& before, const moment& at, std::chrono::milliseconds ttl) {
  if (!before.open || at.now - before.last_seen < ttl) return std::nullopt;
  alert_state state = closed(before, at.wall, at.now);
  state.expired = true;
  return alert_step{state, alert_change::expired};
}

}  // namespace mesoscale::webhook
