// The one way to say how long something may take: an instant of the steady clock, handed down unchanged.
#pragma once

#include <chrono>

namespace mesoscale::net {

using clock = std::chrono::steady_clock;
using deadline = clock::time_point;

inline deadline after(std::chrono::milliseconds span) { return clock::now() + span; }

}  // namespace mesoscale::net
