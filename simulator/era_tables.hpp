// What the daemons of early 2015 told: the keys of Mesos 0.21 and the members of Marathon 0.8.1's answers. Tables only, sorted.
#pragma once

#include <span>
#include <string_view>

namespace mesoscale::simulator {

/// Keys of /metrics/snapshot; of collectd-mesos' lists by version.
std::span<const std::string_view> old_master_keys();
std::span<const std::string_view> old_agent_keys();
/// Members of a container's statistics, of an agent and a framework in /state.json, of a task, of a role.
std::span<const std::string_view> old_statistics();
std::span<const std::string_view> old_agent_members();
std::span<const std::string_view> old_framework_members();
std::span<const std::string_view> old_task_members();
std::span<const std::string_view> old_role_members();
/// Members of what Marathon answers.
std::span<const std::string_view> old_app_members();
std::span<const std::string_view> old_marathon_task_members();
std::span<const std::string_view> old_deployment_members();
std::span<const std::string_view> old_queue_members();
std::span<const std::string_view> old_group_members();
std::span<const std::string_view> old_info_members();

}  // namespace mesoscale::simulator
