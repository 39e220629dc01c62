// The closed list of reasons of decisions: what the log, the API, the metrics and `decide` say. A reason names the last
// limiter that changed the count, or why nothing is to be done.
#pragma once

#include <array>
#include <string_view>

namespace mesoscale::webhook::reasons {

inline constexpr std::string_view above_max = "above_max";  ///< repaired: there were more than max
inline constexpr std::string_view already_stepped_or_no_data =
    "already_stepped_or_no_data";  ///< nothing voted
inline constexpr std::string_view at_max = "at_max";
inline constexpr std::string_view at_min = "at_min";
inline constexpr std::string_view below_min = "below_min";  ///< repaired: there were fewer than min
inline constexpr std::string_view clamped_max = "clamped_max";
inline constexpr std::string_view clamped_min = "clamped_min";
inline constexpr std::string_view cooldown = "cooldown";
inline constexpr std::string_view defer_max =
    "defer_max";  ///< a deployment delayed a step for too long: dropped
inline constexpr std::string_view deploying = "deploying";
inline constexpr std::string_view forbidden =
    "forbidden";  ///< Marathon refused a change for want of a right; the next try is minutes later
inline constexpr std::string_view frozen = "frozen";          ///< one direction is paused
inline constexpr std::string_view hold_alert = "hold_alert";  ///< an alert that forbids scaling down is open
inline constexpr std::string_view launch_backoff =
    "launch_backoff";  ///< the app's tasks fail, and Marathon waits before the next try
inline constexpr std::string_view manual_hold = "manual_hold";
inline constexpr std::string_view marathon_unavailable = "marathon_unavailable";
inline constexpr std::string_view no_capacity = "no_capacity";  ///< the cluster has no room for more
inline constexpr std::string_view no_such_app = "no_such_app";
inline constexpr std::string_view other_signal_content =
    "other_signal_content";  ///< another rule wants the count to stay
inline constexpr std::string_view paused = "paused";
inline constexpr std::string_view quota = "quota";
inline constexpr std::string_view rate_limited = "rate_limited";
inline constexpr std::string_view rejected =
    "rejected";  ///< Marathon refused this count for this version of the app
inline constexpr std::string_view scale_down = "scale_down";
inline constexpr std::string_view scale_up = "scale_up";
inline constexpr std::string_view stabilized = "stabilized";
inline constexpr std::string_view stuck_rollback =
    "stuck_rollback";  ///< an own scale-up got no room in time: back to what runs
inline constexpr std::string_view suspended = "suspended";      ///< an operator scaled the app to 0
inline constexpr std::string_view truncated = "truncated";      ///< alerts were cut off a notification
inline constexpr std::string_view unconfirmed = "unconfirmed";  ///< too long without news of the alert
inline constexpr std::string_view vetoed = "vetoed";            ///< an up rule fires, or a value is missing
inline constexpr std::string_view within_tolerance = "within_tolerance";

inline constexpr std::array all = {
    above_max,      already_stepped_or_no_data,
    at_max,         at_min,
    below_min,      clamped_max,
    clamped_min,    cooldown,
    defer_max,      deploying,
    forbidden,      frozen,
    hold_alert,     launch_backoff,
    manual_hold,    no_capacity,
    no_such_app,    marathon_unavailable,
    paused,         other_signal_content,
    quota,          rejected,
    rate_limited,   scale_down,
    scale_up,       stabilized,
    stuck_rollback, suspended,
    truncated,      unconfirmed,
    vetoed,         within_tolerance,
};

}  // namespace mesoscale::webhook::reasons
