// What Marathon's event stream tells: deployments that begin and end, tasks that end. Pure: compares what runs now with what ran
// before. Sending is the simulation's.
#pragma once

#include "simulator/cluster.hpp"

#include <set>
#include <string>

namespace mesoscale::simulator {

/// What a listener has been told about so far.
struct event_position {
  std::set<std::string> deployments;
  std::set<std::string> tasks;
};

event_position position_of(const cluster& of);

/// The events since then as a text/event-stream, "" for none.
std::string events_since(const event_position& before, const cluster& now);

}  // namespace mesoscale::simulator
