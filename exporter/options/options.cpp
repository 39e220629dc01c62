#include "exporter/options/options.hpp"

#include "common/net/http_server.hpp"

#include <map>

namespace mesoscale::exporter {

result<url> parse_target_url(std::string_view text) {
  auto parsed = parse_url(text);
  if (!parsed || parsed->path.find('?') != std::string::npos) {
    return failure{errc::invalid, "a URL like http://host:5050, without user, query and fragment"};
  }
  return parsed;
}

void read_masters(const std::vector<std::string>& texts, exporter_options& options,
                  const std::function<void(std::size_t, const std::string&)>& on_mistake) {
  options.masters.clear();
  options.master_clusters.clear();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string& text = texts[i];
    if (is_zookeeper_address(text)) {
      auto parsed = parse_zookeeper_address(text);
      if (parsed) {
        options.master_clusters.push_back(std::move(parsed).value());
      } else {
        on_mistake(i, "zk://host:port,host:port/path, without user");
      }
      continue;
    }
    auto parsed = parse_target_url(text);
    if (parsed) {
      options.masters.push_back(std::move(parsed).value());
    } else {
      on_mistake(i, parsed.error().what + ", or zk://host:port/path");
    }
  }
}

result<url> parse_zookeeper_server(std::string_view text) {
  const failure expected{
      errc::invalid,
      "host:port of a ZooKeeper server, like zk1:2181, or the URL of its AdminServer, like http://zk1:8080"};
  const bool is_url = text.starts_with("http://") || text.starts_with("https://");
  auto parsed = parse_url(is_url ? std::string(text) : "http://" + std::string(text));
  if (!parsed || parsed->path.find('?') != std::string::npos) return expected;
  if (is_url) return parsed;
  if (text.find_first_of("/@?#") != text.npos) return expected;
  const auto host_end = text.rfind(']');
  const bool has_port = text.find(':', host_end == text.npos ? 0 : host_end) != text.npos;
  if (!has_port) parsed->port = 2181;
  parsed->scheme = "tcp";
  return parsed;
}

std::string describe_url(std::string_view text) {
  if (text.empty()) return "an empty text";
  return text.find('@') == text.npos ? std::string(text) : "a URL with a user in it";
}

bool is_telemetry_path(std::string_view path) {
  return path.starts_with('/') && path != "/" && path != "/probe" && path != "/sd" &&
         !path.starts_with("/-/") && path.find_first_of("?#* ") == path.npos;
}

result<void> check_listen_address(const std::string& text) {
  if (net::parse_listen_address(text)) return {};
  return failure{errc::invalid, "host:port, [IPv6]:port or :port, with a port from 0 to 65535"};
}

result<void> check_options(const exporter_options& options) {
  std::map<std::string, std::string> seen;
  const std::pair<const char*, const std::vector<url>*> lists[] = {{"mesos.master", &options.masters},
                                                                   {"mesos.agent", &options.agents},
                                                                   {"marathon", &options.marathons},
                                                                   {"chronos", &options.chronoses},
                                                                   {"zookeeper", &options.zookeepers}};
  for (const auto& [name, urls] : lists) {
    for (const url& one : *urls) {
      const auto [at, is_new] = seen.emplace(one.authority(), name);
      if (is_new) continue;
      return failure{errc::invalid, std::string(name) + ": found " + one.authority() +
                                        ", expected each target once (" + at->second + " has it already)"};
    }
  }
  std::set<std::string> clusters;
  for (const zookeeper_address& one : options.master_clusters) {
    if (clusters.insert(one.text()).second) continue;
    return failure{errc::invalid, "mesos.master: found " + one.text() + " twice, expected each cluster once"};
  }
  const std::string& path = options.telemetry_path;
  if (!is_telemetry_path(path)) {
    return failure{errc::invalid,
                   "web.telemetry-path: found " + describe_url(path) + ", expected a path like /metrics"};
  }
  if (auto good = check_listen_address(options.listen_address); !good) {
    return failure{errc::invalid, "web.listen-address: found " + describe_url(options.listen_address) +
                                      ", expected " + good.error().what};
  }
  return {};
}

}  // namespace mesoscale::exporter
