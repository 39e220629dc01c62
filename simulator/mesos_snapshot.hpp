// /metrics/snapshot of masters and agents: the captured key sets filled with what the simulated cluster knows. Pure.
#pragma once

#include "simulator/cluster.hpp"

namespace mesoscale::simulator {

/// A new leader knows no agent and no task until they have registered again, some 2 s after its election.
bool leader_knows_cluster(const cluster& of);

/// Of the master with that index.
json master_snapshot(const cluster& of, int master);
json agent_snapshot(const cluster& of, const agent& which);

/// /system/stats.json, the same machine for every daemon.
json system_stats(const cluster& of);

/// What a container has beyond its task: Mesos' command executor takes 0.1 CPUs and 32 MB.
inline constexpr double executor_cpus = 0.1;
inline constexpr double executor_mem = 32;

}  // namespace mesoscale::simulator
