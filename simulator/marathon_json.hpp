// What Marathon 1.11 writes about apps, tasks, deployments, the launch queue and itself. Pure: the cluster in, JSON out.
#pragma once

#include "simulator/cluster.hpp"

#include <string>

namespace mesoscale::simulator {

/// The definition with counts and deployments; with the tasks too where Marathon gives them.
json marathon_app(const cluster& of, const app& which, bool with_tasks);
json marathon_task(const cluster& of, const task& which);
json marathon_deployment(const deployment& which);
json marathon_queue(const cluster& of);
/// The group of that path with everything below it.
json marathon_group(const cluster& of, const std::string& id);
/// address: "host:port" of the only Marathon, which leads.
json marathon_info(const cluster& of, const std::string& address);
/// /metrics in the form of 1.7 and newer, those gauges and counters that the simulation knows.
json marathon_metrics(const cluster& of);

}  // namespace mesoscale::simulator
