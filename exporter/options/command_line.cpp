#include "exporter/options/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>
#include <ranges>
#include <sstream>

#include "common/core/flag_mistake.hpp"
#include "common/core/version.hpp"
#include "common/core/yaml.hpp"
#include "common/net/access_files.hpp"
#include "common/net/web_config_file.hpp"
#include "exporter/collectors/collector.hpp"
#include "exporter/options/config_file.hpp"
#include "exporter/options/metric_list.hpp"
#include "exporter/options/old_flags.hpp"
#include "exporter/options/option_table.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* program = "mesoscale-exporter";

/// The flags as they were given; those that were not given leave the file's value alone.
struct flags {
  std::vector<std::string> masters, agents, marathons, chronoses, zookeepers;
  std::string discover, config_file;
  std::string timeout, max_body, level, format, listen, path, web_config;
  std::size_t concurrency = 0, max_series = 0;
  std::vector<std::string> enabled, disabled;
  bool compat_mesos = false, compat_marathon = false;
  bool config_check = false, list_metrics = false, version = false;
};

CLI::Option* add(CLI::App& app, const char* flag, auto& target, const char* group) {
  return app.add_option(flag, target, help_of(flag))->group(group);
}

void add_switch(CLI::App& app, const char* flag, bool& target, const char* group) {
  app.add_flag(flag, target, help_of(flag))->group(group);
}

void add_number(CLI::App& app, const char* flag, std::size_t& target) {
  add(app, flag, target, "Limits")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}))
      ->type_name("NUMBER");
}

void add_target_flags(CLI::App& app, flags& f) {
  // A repeatable flag takes one value each time: a stray word must not become a target.
  const auto add_urls = [&app](const char* flag, std::vector<std::string>& urls) {
    add(app, flag, urls, "Targets")->allow_extra_args(false)->type_name("URL (repeatable)");
  };
  add_urls("--mesos.master", f.masters);
  add(app, "--mesos.agents", f.discover, "Targets");
  add_urls("--mesos.agent", f.agents);
  add_urls("--marathon", f.marathons);
  add_urls("--chronos", f.chronoses);
  add_urls("--zookeeper", f.zookeepers);
}

void add_other_flags(CLI::App& app, flags& f) {
  add(app, "--scrape.timeout", f.timeout, "Limits");
  add_number(app, "--scrape.concurrency", f.concurrency);
  add(app, "--scrape.max-body", f.max_body, "Limits");
  add_number(app, "--scrape.max-series", f.max_series);
  add(app, "--web.listen-address", f.listen, "Web");
  add(app, "--web.telemetry-path", f.path, "Web");
  add(app, "--web.config.file", f.web_config, "Web");
  add_switch(app, "--compat.mesos-exporter", f.compat_mesos, "Compatibility");
  add_switch(app, "--compat.marathon-exporter", f.compat_marathon, "Compatibility");
  add(app, "--config.file", f.config_file, "General");
  add_switch(app, "--config.check", f.config_check, "General");
  add(app, "--log.level", f.level, "General");
  add(app, "--log.format", f.format, "General");
  add_switch(app, "--list-metrics", f.list_metrics, "General");
  add_switch(app, "--version", f.version, "General");
}

void add_collector_flags(CLI::App& app, flags& f) {
  for (const collector& one : all_collectors()) {
    const std::string name(one.name);
    app.add_flag_callback(
           "--collector." + name, [&f, name] { f.enabled.push_back(name); },
           one.by_default ? "ask for this (default)" : "ask for this")
        ->group("Collectors");
    app.add_flag_callback(
           "--no-collector." + name, [&f, name] { f.disabled.push_back(name); },
           one.by_default ? "do not ask for this" : "do not ask for this (default)")
        ->group("Collectors");
  }
}

std::string mistake(std::string_view flag, std::string_view found, std::string_view expected) {
  return "--" + std::string(flag) + ": found " + std::string(found) + ", expected " + std::string(expected);
}

void apply_urls(std::string_view flag, const std::vector<std::string>& texts, std::vector<url>& target,
                std::vector<std::string>& mistakes,
                result<url> (*parse)(std::string_view) = parse_target_url) {
  if (!texts.empty()) target.clear();
  for (const std::string& text : texts) {
    auto parsed = parse(text);
    if (parsed) {
      target.push_back(std::move(parsed).value());
    } else {
      mistakes.push_back(mistake(flag, describe_url(text), parsed.error().what));
    }
  }
}

template <class Value, class Parse>
void apply_text(std::string_view flag, const std::string& text, Value& target, Parse parse,
                std::string_view expected, std::vector<std::string>& mistakes) {
  if (text.empty()) return;
  auto parsed = parse(text);
  if (parsed) {
    target = std::move(parsed).value();
  } else {
    mistakes.push_back(mistake(flag, describe_url(text), expected));
  }
}

result<milliseconds> parse_timeout(std::string_view text) {
  auto parsed = parse_duration(text);
  if (parsed && parsed.value() <= milliseconds(0)) return failure{errc::invalid, "not more than 0s"};
  return parsed;
}

result<bool> parse_discover(std::string_view text) {
  if (text == "discover") return true;
  if (text == "none") return false;
  return failure{errc::invalid, "neither discover nor none"};
}

std::vector<std::string> apply(const flags& f, exporter_options& options) {
  std::vector<std::string> mistakes;
  if (!f.masters.empty()) {
    read_masters(f.masters, options, [&](std::size_t i, const std::string& expected) {
      mistakes.push_back(mistake("mesos.master", describe_url(f.masters[i]), expected));
    });
  }
  apply_urls("mesos.agent", f.agents, options.agents, mistakes);
  apply_urls("marathon", f.marathons, options.marathons, mistakes);
  apply_urls("chronos", f.chronoses, options.chronoses, mistakes);
  apply_urls("zookeeper", f.zookeepers, options.zookeepers, mistakes, parse_zookeeper_server);
  apply_text("mesos.agents", f.discover, options.discover_agents, parse_discover, "discover or none",
             mistakes);
  apply_text("scrape.timeout", f.timeout, options.scrape.timeout, parse_timeout,
             "a duration like 10s, more than 0s", mistakes);
  apply_text("scrape.max-body", f.max_body, options.scrape.max_body_bytes, parse_bytes, "a size like 256MiB",
             mistakes);
  apply_text("log.level", f.level, options.log_level, log::parse_level, "debug, info, warn or error",
             mistakes);
  apply_text("log.format", f.format, options.log_format, log::parse_format, "logfmt or json", mistakes);
  if (f.concurrency > 0) options.scrape.concurrency = f.concurrency;
  if (f.max_series > 0) options.scrape.max_series_per_family = f.max_series;
  if (!f.listen.empty()) options.listen_address = f.listen;
  if (!f.path.empty()) options.telemetry_path = f.path;
  if (!f.web_config.empty()) options.web_config_file = f.web_config;
  if (f.compat_mesos) options.compat.mesos_exporter = true;
  if (f.compat_marathon) options.compat.marathon_exporter = true;
  for (const std::string& name : f.enabled) options.disabled_collectors.erase(name);
  for (const std::string& name : f.disabled) options.disabled_collectors.insert(name);
  if (auto checked = check_options(options); !checked) mistakes.push_back(checked.error().what);
  return mistakes;
}

std::vector<std::string> read_options(const flags& f, exporter_options& options) {
  if (!f.config_file.empty()) {
    const auto text = read_file(f.config_file);
    if (!text) return {text.error().what};
    if (auto mistakes = read_config(text.value(), f.config_file, options); !mistakes.empty()) return mistakes;
  }
  auto mistakes = apply(f, options);
  if (!mistakes.empty()) return mistakes;
  const std::pair<const char*, const http_access*> ways[] = {{"mesos.http", &options.mesos_http},
                                                             {"marathon.http", &options.marathon_http},
                                                             {"chronos.http", &options.chronos_http},
                                                             {"zookeeper.http", &options.zookeeper_http}};
  for (const auto& [section, how] : ways) {
    for (std::string& line : net::check_access_files(*how, section)) mistakes.push_back(std::move(line));
  }
  if (options.web_config_file.empty()) return mistakes;
  if (const auto web = net::load_web_settings(options.web_config_file); !web) {
    for (const auto& line : std::views::split(web.error().what, '\n'))
      mistakes.emplace_back(line.begin(), line.end());
  }
  return mistakes;
}

// CLI11's own texts may take several lines.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

command wrong(std::vector<std::string> mistakes) { return {std::nullopt, 1, std::move(mistakes)}; }

command read_with(CLI::App& app, flags& f, int argc, const char* const* argv, std::ostream& out) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    out << app.help();
    return {};
  } catch (const CLI::ExtrasError&) {
    // Its own text repeats the words, which may be passwords.
    return wrong({describe_unknown_word(argc, argv, app.remaining(true)) +
                  ", expected one of those that --help lists"});
  } catch (const CLI::ParseError& mistake) {
    return wrong({one_line(mistake.what()) + " (--help lists the flags)"});
  }
  if (f.version) {
    out << version_text(program) << '\n';
    return {};
  }
  if (f.list_metrics) {
    out << list_metrics();
    return {};
  }
  exporter_options options;
  if (auto mistakes = read_options(f, options); !mistakes.empty()) return wrong(std::move(mistakes));
  if (f.config_check) {
    out << "the configuration is good\n";
    return {};
  }
  return {std::move(options), 0};
}

command read_quietly(int argc, const char* const* argv, std::ostream& out) {
  if (auto old = refuse_old_flags(argc, argv); !old.empty()) return wrong(std::move(old));
  flags f;
  CLI::App app(
      "Prometheus exporter for Apache Mesos, Marathon, Chronos and ZooKeeper: one process for a whole "
      "cluster.",
      program);
  app.set_help_flag("--help", help_of("--help"))->group("General");
  add_target_flags(app, f);
  add_other_flags(app, f);
  add_collector_flags(app, f);
  return read_with(app, f, argc, argv, out);
}

}  // namespace

result<exporter_options> read_options_again(int argc, const char* const* argv) {
  std::ostringstream said;
  auto got = read_quietly(argc, argv, said);
  if (got.run) return *std::move(got.run);
  std::string lines;
  for (const std::string& line : got.mistakes) lines.append(lines.empty() ? "" : "\n").append(line);
  return failure{errc::invalid, lines};
}

command read_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  auto got = read_quietly(argc, argv, out);
  for (const std::string& line : got.mistakes) err << program << ": " << line << '\n';
  return got;
}

}  // namespace mesoscale::exporter
