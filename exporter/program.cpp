#include "exporter/program.hpp"

#include <utility>

#include "common/net/auth.hpp"
#include "common/net/http_client.hpp"
#include "common/net/line_client.hpp"

namespace mesoscale::exporter {
namespace {

std::shared_ptr<const net::access> make_access(const http_access& options) {
  auto access = std::make_shared<net::access>();
  access->tls = options.tls;
  if (!options.basic_password_file.empty()) {
    access->login = net::basic_credentials(options.basic_username, options.basic_password_file);
  } else if (!options.token_file.empty()) {
    access->login = net::token_credentials(options.token_type, options.token_file);
  }
  return access;
}

std::vector<target> make_targets(target_kind kind, const std::vector<url>& urls,
                                 const std::shared_ptr<const net::access>& how) {
  std::vector<target> targets;
  for (const url& one : urls) targets.push_back({kind, one, how});
  return targets;
}

}  // namespace

program::program(asio::any_io_executor executor, exporter_options options)
    : own_(std::make_shared<own_metrics>(std::chrono::system_clock::now())) {
  const auto client = net::make_http_client(executor, {.user_agent = "mesoscale-exporter"});
  const auto mesos = make_access(options.mesos_http);
  const auto masters = make_targets(target_kind::mesos_master, options.masters, mesos);
  scrape_plan plan;
  plan.fixed = masters;
  for (target& one : make_targets(target_kind::mesos_agent, options.agents, mesos))
    plan.fixed.push_back(std::move(one));
  for (target& one :
       make_targets(target_kind::marathon, options.marathons, make_access(options.marathon_http))) {
    plan.fixed.push_back(std::move(one));
  }
  for (target& one :
       make_targets(target_kind::chronos, options.chronoses, make_access(options.chronos_http))) {
    plan.fixed.push_back(std::move(one));
  }
  for (target& one :
       make_targets(target_kind::zookeeper, options.zookeepers, make_access(options.zookeeper_http))) {
    plan.fixed.push_back(std::move(one));
  }
  plan.agent_access = mesos;
  plan.agent_scheme = options.agent_scheme;
  plan.disabled_collectors = options.disabled_collectors;
  plan.concurrency = options.scrape.concurrency;

  const auto count = [own = own_](target_kind kind) { own->count_target_request(kind); };
  const std::size_t max_body = options.scrape.max_body_bytes;
  std::shared_ptr<discovery> agents;
  if (options.discover_agents && !masters.empty()) {
    discovery::settings how{.masters = masters, .max_body_bytes = max_body};
    agents = std::make_shared<discovery>(executor, client, std::move(how), count);
  }
  const ask_limits limits{max_body, options.scrape.max_series_per_family,
                          !options.disabled_collectors.contains("zookeeper_detail"), options.app_labels};
  auto ask = std::make_shared<asker>(executor, client, limits, count, net::make_line_client(executor));
  auto scrape = std::make_shared<scraper>(executor, std::move(ask), std::move(agents), std::move(plan));
  pages_ = std::make_shared<pages>(std::move(scrape), own_, options.scrape.timeout, options.telemetry_path);
  net::server_options server;
  server.listen_address = options.listen_address;
  server_ = net::make_http_server(executor, std::move(server), pages_->handler());
}

result<void> program::start() { return server_->start(); }

asio::awaitable<void> program::stop() {
  co_await server_->stop(std::chrono::seconds(2));
  pages_->stop();
}

}  // namespace mesoscale::exporter
