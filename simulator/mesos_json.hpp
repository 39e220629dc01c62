// Agents, frameworks, tasks and containers as Mesos writes them, in the v0 form (strings and plain numbers) and in that of the
// v1 operator API (protobuf as JSON). Pieces only; the answers are put together in master_api and agent_api.
#pragma once

#include "simulator/cluster.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mesoscale::simulator {

/// {"cpus","disk","gpus","mem"}, all doubles.
json resource_totals(double cpus, double mem, double disk);
/// What the tasks on an agent (or of all, for "") hold; without their executors, as the master sees it.
json used_totals(const cluster& of, const std::string& agent_id);

json version_v0();
json capability_names();
json v1_types(const json& names);  ///< ["A"] -> [{"type":"A"}]

json agent_v0(const cluster& of, const agent& which);
json agent_attributes(const agent& which);
/// [{"name":"cpus","type":"SCALAR",...}]; with the role where asked for.
json agent_resources(const agent& which, bool with_role);
/// The same for what is used, all by role "*".
json used_resources_list(double cpus, double mem, double disk, bool with_role, bool with_allocation);
json agent_v1(const cluster& of, const agent& which);
json agent_info_v1(const agent& which);

json task_v0(const cluster& of, const task& which, bool completed);
json task_v1(const cluster& of, const task& which, bool completed);
json framework_v1_info(const cluster& of);
json framework_capabilities();

std::string task_name(const task& which);
/// "Command Executor (Task: X) (Command: sh -c 'while [ true ] ...')", cut as Mesos cuts it.
std::string executor_name(const cluster& of, const task& which);

/// Nanoseconds since 1970 as {"nanoseconds": n}.
json nanoseconds(instant when);

}  // namespace mesoscale::simulator
