#include "exporter/collectors/collector.hpp"

#include <algorithm>

#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"

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

// clang-format off
constexpr collector collectors[] = {
    {"marathon_apps",          marathon, true,  "/v2/apps?embed=apps.counts&embed=apps.deployments", "", no_limit, 3, make_app_decoder},
    {"marathon_deployments",   marathon, false, "/v2/deployments", "", no_limit, 3, make_deployment_decoder},
    {"mesos_agent_containers", agent,    false, "/containers", "/monitor/statistics", mesos_limit, 0, make_container_decoder},
    {"mesos_agent_snapshot",   agent,    true,  "/metrics/snapshot", "", mesos_limit, 0, make_agent_snapshot_decoder},
    {"mesos_master_snapshot",  master,   true,  "/metrics/snapshot", "", mesos_limit, 0, make_master_snapshot_decoder},
};
// clang-format on

static_assert(std::ranges::is_sorted(collectors, {}, &collector::name));

}  // namespace

std::span<const collector> all_collectors() { return collectors; }

const collector* find_collector(std::string_view name) {
  const auto at = std::ranges::find(collectors, name, &collector::name);
  return at == std::end(collectors) ? nullptr : at;
}

}  // namespace mesoscale::exporter
