#include "exporter/options/config_file.hpp"

#include <filesystem>
#include <map>
#include <set>

#include "exporter/collectors/collector.hpp"

namespace mesoscale::exporter {
namespace {

/// Where each target of the file stands, by its host:port.
using target_places = std::map<std::string, std::string>;

void refuse_second(yaml_map& map, std::string_view key, std::size_t i, const std::string& authority,
                   target_places& places) {
  const auto [at, is_new] = places.emplace(authority, map.get(key).items()[i].path());
  if (!is_new)
    map.complain_of_item(key, i, authority, "each target once (" + at->second + " has it already)");
}

void read_urls(yaml_map& map, std::string_view key, std::vector<url>& target, target_places& places,
               result<url> (*parse)(std::string_view) = parse_target_url) {
  std::vector<std::string> texts;
  if (!map.read(key, texts)) return;
  target.clear();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto parsed = parse(texts[i]);
    if (parsed) {
      refuse_second(map, key, i, parsed->authority(), places);
      target.push_back(std::move(parsed).value());
    } else {
      map.complain_of_item(key, i, describe_url(texts[i]), parsed.error().what);
    }
  }
}

void read_size(yaml_map& map, std::string_view key, std::size_t& target) {
  std::int64_t number = 0;
  if (map.read(key, number, 1, 1'000'000'000)) target = static_cast<std::size_t>(number);
}

void read_http(yaml_map& map, http_access& target) {
  map.read_map("http", [&](yaml_map& http) { net::read_http_access(http, target); });
}

void refuse_masters_twice(yaml_map& mesos, const std::vector<std::string>& texts, target_places& places) {
  std::set<std::string> clusters;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (const auto cluster = parse_zookeeper_address(texts[i])) {
      if (!clusters.insert(cluster->text()).second)
        mesos.complain_of_item("masters", i, cluster->text(), "each cluster once");
    } else if (const auto master = parse_target_url(texts[i])) {
      refuse_second(mesos, "masters", i, master->authority(), places);
    }
  }
}

void read_masters(yaml_map& mesos, exporter_options& options, target_places& places) {
  std::vector<std::string> texts;
  if (mesos.read("masters", texts)) {
    read_masters(texts, options, [&](std::size_t i, const std::string& expected) {
      mesos.complain_of_item("masters", i, describe_url(texts[i]), expected);
    });
    refuse_masters_twice(mesos, texts, places);
  }
  mesos.read("master_scheme", options.master_scheme);
  if (options.master_scheme != "http" && options.master_scheme != "https") {
    mesos.complain("master_scheme", describe_url(options.master_scheme), "http or https");
  }
}

void read_agents(yaml_map& mesos, exporter_options& options, target_places& places) {
  mesos.read_map("agents", [&](yaml_map& agents) {
    agents.read("discover", options.discover_agents);
    agents.read("scheme", options.agent_scheme);
    if (options.agent_scheme != "http" && options.agent_scheme != "https") {
      agents.complain("scheme", describe_url(options.agent_scheme), "http or https");
    }
    read_urls(agents, "urls", options.agents, places);
  });
}

void read_scrape(yaml_map& root, scrape_limits& limits) {
  root.read_map("scrape", [&](yaml_map& scrape) {
    scrape.read("timeout", limits.timeout);
    if (limits.timeout <= milliseconds(0))
      scrape.complain("timeout", format_duration(limits.timeout), "more than 0s");
    read_size(scrape, "concurrency", limits.concurrency);
    scrape.read_bytes("max_body", limits.max_body_bytes);
    read_size(scrape, "max_series_per_family", limits.max_series_per_family);
  });
}

void read_web_and_log(yaml_map& root, exporter_options& options) {
  root.read_map("web", [&](yaml_map& web) {
    std::string text;
    if (web.read("listen_address", text)) {
      if (const auto good = check_listen_address(text); !good)
        web.complain("listen_address", describe_url(text), good.error().what);
      options.listen_address = text;
    }
    if (web.read("telemetry_path", text)) {
      if (!is_telemetry_path(text))
        web.complain("telemetry_path", describe_url(text), "a path like /metrics");
      options.telemetry_path = text;
    }
    if (web.read("config_file", text) && !text.empty())
      options.web_config_file = (std::filesystem::path(web.value().file()).parent_path() / text).string();
  });
  root.read_map("log", [&](yaml_map& map) {
    std::string text;
    if (map.read("level", text)) {
      const auto level = log::parse_level(text);
      level ? static_cast<void>(options.log_level = level.value())
            : map.complain("level", describe_url(text), "debug, info, warn or error");
    }
    if (map.read("format", text)) {
      const auto format = log::parse_format(text);
      format ? static_cast<void>(options.log_format = format.value())
             : map.complain("format", describe_url(text), "logfmt or json");
    }
  });
}

void read_compat(yaml_map& root, compat_names& names) {
  root.read_map("compat", [&](yaml_map& compat) {
    compat.read("mesos_exporter", names.mesos_exporter);
    compat.read("marathon_exporter", names.marathon_exporter);
  });
}

void read_collectors(yaml_map& root, exporter_options& options) {
  root.read_map("collectors", [&](yaml_map& map) {
    for (const collector& one : all_collectors()) {
      bool enabled = true;
      if (!map.read(one.name, enabled)) continue;
      if (enabled) {
        options.disabled_collectors.erase(std::string(one.name));
      } else {
        options.disabled_collectors.emplace(one.name);
      }
    }
  });
}

}  // namespace

std::vector<std::string> read_config(std::string_view text, std::string_view file,
                                     exporter_options& options) {
  auto document = parse_yaml(text, file);
  if (!document) return {document.error().what};
  config_errors errors;
  yaml_map root(document.value(), errors);
  target_places places;
  read_scrape(root, options.scrape);
  root.read_map("mesos", [&](yaml_map& mesos) {
    read_masters(mesos, options, places);
    read_agents(mesos, options, places);
    // The tasks of an agent are asked for when labels of them are wanted; collectors: may say otherwise.
    mesos.read("task_labels", options.task_labels);
    if (!options.task_labels.empty()) options.disabled_collectors.erase("mesos_agent_tasks");
    mesos.read("agent_attributes", options.agent_attributes);
    read_http(mesos, options.mesos_http);
  });
  root.read_map("marathon", [&](yaml_map& marathon) {
    read_urls(marathon, "urls", options.marathons, places);
    marathon.read("app_labels", options.app_labels);
    read_http(marathon, options.marathon_http);
  });
  root.read_map("chronos", [&](yaml_map& chronos) {
    read_urls(chronos, "urls", options.chronoses, places);
    read_http(chronos, options.chronos_http);
  });
  root.read_map("zookeeper", [&](yaml_map& zookeeper) {
    read_urls(zookeeper, "servers", options.zookeepers, places, parse_zookeeper_server);
    read_http(zookeeper, options.zookeeper_http);
  });
  read_web_and_log(root, options);
  read_collectors(root, options);
  read_compat(root, options.compat);
  root.finish();
  std::vector<std::string> lines;
  for (const config_error& error : errors) lines.push_back(error.text());
  return lines;
}

}  // namespace mesoscale::exporter
