#include "exporter/setup.hpp"

#include <utility>

#include "common/net/http_client.hpp"
#include "common/net/line_client.hpp"

namespace mesoscale::exporter {
namespace {

using access_ptr = std::shared_ptr<const net::access>;

void add_targets(target_kind kind, const std::vector<url>& urls, const access_ptr& how,
                 std::vector<target>& targets) {
  for (const url& one : urls) targets.push_back({kind, one, how});
}

/// The masters of each cluster, as they are known at the time of the call.
std::vector<discovery::master_list> master_lists(const exporter_options& options,
                                                 const std::shared_ptr<master_directory>& directory,
                                                 const access_ptr& how) {
  std::vector<discovery::master_list> lists;
  for (const zookeeper_address& cluster : options.master_clusters) {
    lists.push_back([directory, source = cluster.text(), scheme = options.master_scheme, how] {
      std::vector<target> masters;
      for (const std::string& address : directory->masters(source)) {
        auto base = parse_url(scheme + "://" + address);
        if (base) masters.push_back({target_kind::mesos_master, std::move(base).value(), how});
      }
      return masters;
    });
  }
  return lists;
}

scrape_plan make_plan(const exporter_options& options, const std::shared_ptr<net::http_client>& client) {
  const auto access_by = [&client](const http_access& how) { return net::make_access(how, client); };
  scrape_plan plan;
  plan.agent_access = access_by(options.mesos_http);
  plan.agent_scheme = options.agent_scheme;
  plan.disabled_collectors = options.disabled_collectors;
  plan.concurrency = options.scrape.concurrency;
  plan.compat = options.compat;
  add_targets(target_kind::mesos_master, options.masters, plan.agent_access, plan.fixed);
  add_targets(target_kind::mesos_agent, options.agents, plan.agent_access, plan.fixed);
  add_targets(target_kind::marathon, options.marathons, access_by(options.marathon_http), plan.fixed);
  add_targets(target_kind::chronos, options.chronoses, access_by(options.chronos_http), plan.fixed);
  add_targets(target_kind::zookeeper, options.zookeepers, access_by(options.zookeeper_http), plan.fixed);
  return plan;
}

}  // namespace

setup make_setup(asio::any_io_executor executor, const exporter_options& options,
                 std::shared_ptr<own_metrics> own, std::shared_ptr<master_directory> directory) {
  const auto client = net::make_http_client(executor, {.user_agent = "mesoscale-exporter"});
  scrape_plan plan = make_plan(options, client);
  plan.clusters = master_lists(options, directory, plan.agent_access);
  if (!plan.clusters.empty()) plan.directory = std::move(directory);

  const auto count = [own](target_kind kind) { own->count_target_request(kind); };
  const ask_limits limits{options.scrape.max_body_bytes,
                          options.scrape.max_series_per_family,
                          !options.disabled_collectors.contains("zookeeper_detail"),
                          options.app_labels,
                          options.agent_attributes,
                          options.task_labels,
                          options.compat};
  auto ask = std::make_shared<asker>(executor, client, limits, count, net::make_line_client(executor));
  setup made;
  if (options.discover_agents && (!options.masters.empty() || !plan.clusters.empty())) {
    discovery::settings how;
    add_targets(target_kind::mesos_master, options.masters, plan.agent_access, how.masters);
    how.clusters = plan.clusters;
    made.agents = std::make_shared<discovery>(executor, ask, std::move(how));
  }
  auto scrape = std::make_shared<scraper>(std::move(ask), made.agents, std::move(plan));
  made.shown = std::make_shared<pages>(std::move(scrape), std::move(own), options.scrape.timeout,
                                       options.telemetry_path);
  return made;
}

}  // namespace mesoscale::exporter
