// What an agent measures of the container of a task: Mesos' ResourceStatistics under the cgroups isolators.
// Pure. Containers of pods are in pods.hpp.
#pragma once

#include "simulator/cluster.hpp"

namespace mesoscale::simulator {

/// The ResourceStatistics, the same in the v0 and the v1 form.
json statistics(const cluster& of, const task& which);

}  // namespace mesoscale::simulator
