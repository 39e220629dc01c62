// Whether what an accepted change asked for has come true: the deployment is over and the instances run. Pure.
#pragma once

#include "webhook/marathon/answer.hpp"
#include "webhook/store/records.hpp"

namespace mesoscale::webhook {

/// Whether the app looks as before the change: it is not shown yet, or it is lost.
bool is_as_before(const watched_change& change, const app_reading& app);

/// Marathon before 1.8.180 may not show a change that it has just confirmed (MARATHON-8566), therefore nothing counts as vanished
/// or superseded within the first two seconds. stuck: not reached within the timeout.
verdict judge(const watched_change& change, const app_reading& app, instant now,
              std::chrono::milliseconds timeout);

}  // namespace mesoscale::webhook
