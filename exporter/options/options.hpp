// Everything that can be configured, with its default. Filled by the configuration file and the command line.
// Values only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/log.hpp"
#include "common/core/units.hpp"
#include "common/core/url.hpp"
#include "common/net/http_access.hpp"
#include "common/zookeeper/zookeeper_address.hpp"
#include "exporter/collectors/collector.hpp"
#include "exporter/collectors/compat.hpp"

namespace mesoscale::exporter {

using net::http_access;

struct scrape_limits {
  milliseconds timeout{10'000};                 ///< of a whole scrape; Prometheus' own timeout may shorten it
  std::size_t concurrency = 64;                 ///< targets at once
  std::uint64_t max_body_bytes = 256u << 20;    ///< of one answer, decompressed
  std::size_t max_series_per_family = 200'000;  ///< of one target
};

struct exporter_options {
  std::vector<url> masters;
  std::vector<zookeeper_address> master_clusters;  ///< clusters whose masters are found in ZooKeeper
  std::string master_scheme = "http";              ///< of masters found in ZooKeeper, which does not tell it
  bool discover_agents = true;                     ///< from the leading master, if there is any master
  std::string agent_scheme = "http";               ///< of discovered agents
  std::vector<url> agents;
  std::vector<std::string> task_labels;       ///< labels of tasks that become labels of mesos_task_info
  std::vector<std::string> agent_attributes;  ///< attributes of agents that become labels of mesos_agent_info
  http_access mesos_http;
  std::vector<url> marathons;
  std::vector<std::string> app_labels;  ///< labels of apps that become labels of marathon_app_info
  http_access marathon_http;
  std::vector<url> chronoses;
  http_access chronos_http;
  std::vector<url> zookeepers;  ///< scheme "tcp": a client port; http(s): an AdminServer
  http_access zookeeper_http;   ///< of AdminServers
  scrape_limits scrape;
  std::set<std::string, std::less<>> disabled_collectors = collectors_off_by_default();
  compat_names compat;  ///< old exporters whose names are served besides ours
  std::string listen_address = ":9105";
  std::string telemetry_path = "/metrics";
  std::string web_config_file;  ///< "": plain HTTP for everybody
  log::level log_level = log::level::info;
  log::format log_format = log::format::logfmt;
};

/// Reads the URL of a target. A failure's text says what is expected.
result<url> parse_target_url(std::string_view text);

/// Replaces the masters of the options by these: URLs of masters, and zk:// addresses of clusters. on_mistake gets which
/// of the texts is wrong and what was expected.
void read_masters(const std::vector<std::string>& texts, exporter_options& options,
                  const std::function<void(std::size_t, const std::string&)>& on_mistake);

/// Reads a ZooKeeper server: host:port of its client port (2181 if none is given), or the URL of its AdminServer.
result<url> parse_zookeeper_server(std::string_view text);

/// What may be told about a text that is not such a URL: the text, unless it could hold a password.
std::string describe_url(std::string_view text);

/// Whether the page may be served under this path: not the root, none of the other pages.
bool is_telemetry_path(std::string_view path);

/// Fails when the address cannot be listened on for its form; the text says what is expected.
result<void> check_listen_address(const std::string& text);

/// The checks over file and flags together, whose text names the flag; read_config makes them for what stands in the file.
/// Fails when a target is given twice, the page's path is not a path, or the address is none.
result<void> check_options(const exporter_options& options);

}  // namespace mesoscale::exporter
