#include "exporter/collectors/collector.hpp"

#include <algorithm>

#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/collectors/zookeeper_decode.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;

// Mesos answers /metrics/snapshot and /monitor/statistics twice a second and queues the rest, so these are not asked more
// often. /containers has the same numbers as /monitor/statistics and no limit, but agents before 1.1 do not have it.
// A timeout parameter is never sent: on a busy master the snapshot would then lack what matters most.
constexpr milliseconds mesos_limit{500};
constexpr milliseconds no_limit{0};

constexpr auto master = target_kind::mesos_master;
constexpr auto agent = target_kind::mesos_agent;
constexpr auto marathon = target_kind::marathon;
constexpr auto zookeeper = target_kind::zookeeper;

// The AdminServer's monitor is a 500 while there is no quorum, and has no transaction id: server_stats has both.
// ZooKeeper's srvr has the transaction id, which mntr lacks, and stands in for mntr, which the default whitelist forbids.
constexpr auto mntr = net::four_letter_word::mntr;
constexpr auto srvr = net::four_letter_word::srvr;
using enum asked_when;

// clang-format off
constexpr collector collectors[] = {
    {"marathon_apps",          marathon, true,  "/v2/apps?embed=apps.counts&embed=apps.deployments", "", no_limit, 3, make_app_decoder},
    {"marathon_deployments",   marathon, false, "/v2/deployments", "", no_limit, 3, make_deployment_decoder},
    {"mesos_agent_containers", agent,    false, "/containers", "/monitor/statistics", mesos_limit, 0, make_container_decoder},
    {"mesos_agent_snapshot",   agent,    true,  "/metrics/snapshot", "", mesos_limit, 0, make_agent_snapshot_decoder},
    {"mesos_master_snapshot",  master,   true,  "/metrics/snapshot", "", mesos_limit, 0, make_master_snapshot_decoder},
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
