#include "exporter/collectors/collector.hpp"

#include <algorithm>

#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_groups.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_pods.hpp"
#include "exporter/collectors/marathon_prometheus.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/collectors/marathon_tasks.hpp"
#include "exporter/collectors/mesos_agent_tasks.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_maintenance.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/collectors/mesos_version.hpp"
#include "exporter/collectors/own_metrics_decoder.hpp"
#include "exporter/collectors/zookeeper_decode.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;

// Mesos answers /metrics/snapshot and /monitor/statistics twice a second and queues the rest, so these are not asked more
// often. GET_CONTAINERS costs an agent what /containers and /monitor/statistics cost it, a look at each container, and has no
// limit; only it has nested and standalone containers. /containers has the same numbers for executors and no limit either, but
// agents before 1.1 do not have it; before 0.25 paths ended in .json. The v1 API may need another login than the rest, so a
// refusal leads to /containers too.
// A timeout parameter is never sent: on a busy master the snapshot would then lack what matters most.
constexpr std::string_view all_containers =
    R"({"type":"GET_CONTAINERS","get_containers":{"show_nested":true,"show_standalone":true}})";
constexpr other_place container_lists[] = {
    {"/containers", make_container_decoder},
    {"/monitor/statistics", make_container_decoder},
    {"/monitor/statistics.json", make_container_decoder},
};
constexpr milliseconds mesos_limit{500};
constexpr milliseconds no_limit{0};

// Discovery asks for the agents shortly before a scrape does, and gets them from the same answer. A long list costs the master
// tenths of a second, so that several who scrape at once share it, too.
constexpr milliseconds list_age{2000};

// A version changes with the process only. Every master answers it for itself, and to everybody.
constexpr milliseconds version_age{60'000};

constexpr auto master = target_kind::mesos_master;
constexpr auto agent = target_kind::mesos_agent;
constexpr auto chronos = target_kind::chronos;
constexpr auto marathon = target_kind::marathon;
constexpr auto zookeeper = target_kind::zookeeper;

// The AdminServer's monitor is a 500 while there is no quorum, and has no transaction id: server_stats has both.
// ZooKeeper's srvr has the transaction id, which mntr lacks, and stands in for mntr, which the default whitelist forbids.
constexpr auto mntr = net::four_letter_word::mntr;
constexpr auto srvr = net::four_letter_word::srvr;
using enum asked_when;

// What Marathon is to add to the list of apps. Versions before 0.9 ignore the parameter and tell less.
constexpr std::string_view apps =
    "/v2/apps?embed=apps.counts&embed=apps.deployments&embed=apps.lastTaskFailure&embed=apps.readiness"
    "&embed=apps.taskStats";
constexpr std::string_view groups = "/v2/groups?embed=group.apps&embed=group.groups&embed=group.pods";

// Marathon's answers may come from the leader through another Marathon; Chronos' followers redirect to their leader.
constexpr int few = 3;

// clang-format off
constexpr collector collectors[] = {
    {"chronos_graph",          chronos,  false, "/scheduler/graph/csv", "/v1/scheduler/graph/csv", no_limit, few, make_chronos_graph_decoder},
    {"chronos_jobs",           chronos,  true,  "/scheduler/jobs", "/v1/scheduler/jobs", no_limit, few, make_chronos_job_decoder},
    {"chronos_leader",         chronos,  false, "/leader", "/v1/scheduler/leader", no_limit, few, make_chronos_leader_decoder, std::nullopt, always, true, true},
    {"chronos_metrics",        chronos,  false, "/metrics", "", no_limit, few, make_chronos_metrics_decoder},
    {"marathon_apps",          marathon, true,  apps, "", no_limit, few, make_app_decoder},
    {"marathon_deployments",   marathon, false, "/v2/deployments", "", no_limit, few, make_deployment_decoder},
    {"marathon_groups",        marathon, false, groups, "", no_limit, few, make_group_decoder},
    {"marathon_info",          marathon, false, "/v2/info", "", no_limit, few, make_info_decoder, std::nullopt, always, true, true},
    {"marathon_leader",        marathon, false, "/v2/leader", "", no_limit, few, make_leader_decoder, std::nullopt, always, true, true},
    {"marathon_metrics",       marathon, false, "/metrics", "", no_limit, few, make_marathon_metrics_decoder, std::nullopt, always, true, true},
    {"marathon_pods",          marathon, false, "/v2/pods::status", "", no_limit, few, make_pod_decoder, std::nullopt, always, true, true},
    {"marathon_prometheus",    marathon, false, "/metrics/prometheus", "", no_limit, few, make_marathon_prometheus_decoder, std::nullopt, always, false, true},
    {"marathon_queue",         marathon, false, "/v2/queue", "", no_limit, few, make_queue_decoder},
    {"marathon_tasks",         marathon, false, "/v2/tasks", "", no_limit, few, make_task_decoder},
    {"mesos_agent_containers", agent,    false, "/api/v1", "", mesos_limit, 0, make_operator_container_decoder, std::nullopt, always, true, false, all_containers, container_lists},
    {"mesos_agent_snapshot",   agent,    true,  "/metrics/snapshot", "", mesos_limit, 0, make_agent_snapshot_decoder},
    {"mesos_agent_tasks",      agent,    false, "/state", "/state.json", mesos_limit, 0, make_agent_task_decoder, std::nullopt, always, false},
    {"mesos_master_agents",    master,   false, "/slaves", "/state.json", list_age, 0, make_agent_list_decoder, std::nullopt, leads},
    {"mesos_master_framework_details", master, false, "/frameworks", "", list_age, 0, make_framework_detail_decoder, std::nullopt, leads, false, true},
    {"mesos_master_frameworks", master,  false, "/state-summary", "", list_age, 0, make_framework_list_decoder, std::nullopt, leads, true, true},
    {"mesos_master_maintenance_schedule", master, false, "/maintenance/schedule", "", list_age, 0, make_maintenance_schedule_decoder, std::nullopt, leads, true, true},
    {"mesos_master_maintenance_status", master, false, "/maintenance/status", "", list_age, 0, make_maintenance_status_decoder, std::nullopt, leads, true, true},
    {"mesos_master_roles",     master,   false, "/roles", "/roles.json", list_age, 0, make_role_decoder, std::nullopt, leads, true, true},
    {"mesos_master_snapshot",  master,   true,  "/metrics/snapshot", "", mesos_limit, 0, make_master_snapshot_decoder},
    {"mesos_master_version",   master,   false, "/version", "", version_age, 0, make_version_decoder, std::nullopt, always, true, true},
    {"mesos_master_weights",   master,   false, "/weights", "", list_age, 0, make_weight_decoder, std::nullopt, leads, true, true},
    {"zookeeper_detail",       zookeeper, false, "", "", no_limit, 0, nullptr, std::nullopt, always, false},
    {"zookeeper_mntr",         zookeeper, true,  "", "", no_limit, 0, make_mntr_decoder, mntr},
    {"zookeeper_monitor",      zookeeper, true,  "/commands/monitor", "", no_limit, 0, make_monitor_decoder},
    {"zookeeper_server_stats", zookeeper, false, "/commands/server_stats", "", no_limit, 0, make_server_stats_decoder},
    {"zookeeper_srvr",         zookeeper, false, "", "", no_limit, 0, make_srvr_decoder, srvr, main_failed},
    {"zookeeper_zxid",         zookeeper, false, "", "", no_limit, 0, make_zxid_decoder, srvr, main_succeeded},
};
// clang-format on

static_assert(std::ranges::is_sorted(collectors, {}, &collector::name));

}  // namespace

std::span<const collector> all_collectors() { return collectors; }

std::set<std::string, std::less<>> collectors_off_by_default() {
  std::set<std::string, std::less<>> names;
  for (const collector& one : collectors) {
    if (!one.by_default) names.emplace(one.name);
  }
  return names;
}

const collector* find_collector(std::string_view name) {
  const auto at = std::ranges::find(collectors, name, &collector::name);
  return at == std::end(collectors) ? nullptr : at;
}

}  // namespace mesoscale::exporter
