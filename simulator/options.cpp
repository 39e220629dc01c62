#include "simulator/options.hpp"

#include "common/core/flag_mistake.hpp"
#include "common/core/units.hpp"
#include "common/core/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace mesoscale::simulator {
namespace {

struct raw_options {
  program_options options;
  std::string start_delay = "2s";
  std::string removal_delay = "75s";
  std::string dialect = "new";
  access_words access;
  std::string era = "current";
  bool version = false;
};

void add_flags(CLI::App& cli, raw_options& raw) {
  program_options& o = raw.options;
  cli.add_option("--masters", o.cluster.masters,
                 "Mesos masters, on 127.0.10.1, 127.0.10.2, ...; the first one leads")
      ->check(CLI::Range(1, 200));
  cli.add_option("--agents", o.cluster.agents, "Mesos agents, on 127.0.11.1, 127.0.11.2, ...")
      ->check(CLI::Range(0, 250));
  cli.add_option("--agent.cpus", o.cluster.agent_cpus, "CPUs of each agent")->check(CLI::NonNegativeNumber);
  cli.add_option("--agent.mem", o.cluster.agent_mem, "Memory of each agent in MB")
      ->check(CLI::NonNegativeNumber);
  cli.add_option("--start-delay", raw.start_delay, "How long a task is staging before it runs");
  cli.add_option("--agent.removal-delay", raw.removal_delay,
                 "How long a lost agent stays on the master's list");
  cli.add_option("--mesos.master-port", o.master_port, "Port of the masters; 0: any free one");
  cli.add_option("--mesos.agent-port", o.agent_port, "Port of the agents; 0: any free one");
  cli.add_option("--marathon.port", o.marathon_port, "Port of Marathon, on 127.0.12.1; 0: any free one");
  cli.add_option("--marathon.followers", o.marathon_followers,
                 "Marathons on 127.0.12.2, ... that pass everything on to the leader")
      ->check(CLI::Range(0, 9));
  cli.add_option("--era", raw.era,
                 "current, or 2015: Mesos and Marathon answer as Mesos 0.21 and Marathon 0.8.1 did");
  cli.add_option("--marathon.metrics", raw.dialect,
                 "Marathon's own metrics: dropwizard (to 1.4), kamon (1.5, 1.6) or new");
  cli.add_option("--marathon.pods", o.marathon.pods,
                 "Pods that Marathon has, /demo/pod-1, ...; they can only be read")
      ->check(CLI::Range(0, 1000));
  cli.add_option("--chronos.port", o.chronos_port,
                 "Run Chronos too, on 127.0.13.1, with this port; 0: any free one");
  cli.add_option("--chronos.version", o.chronos_version, "Chronos' paths: 2 or 3")->check(CLI::Range(2, 3));
  cli.add_option("--control.port", o.control_port, "Port of the control API, on 127.0.0.1; 0: any free one");
  cli.add_option("--app-file", o.app_files,
                 "Marathon app definition (JSON, one or a list) to post at start; repeatable");
  cli.add_option("--endpoints.file", o.endpoints_file, "Write the URLs of everything there once it listens");
  cli.add_option("--put-log", o.put_log_file,
                 "Append a JSON line there for every change that Marathon is asked for");
  add_access_flags(cli, raw.access);
  cli.add_flag("--version", raw.version, "Print the version and end");
}

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

result<command> parse_command_line(int argc, const char* const* argv) {
  CLI::App cli(
      "Serves a simulated Apache Mesos cluster with Marathon and Chronos on addresses of 127.0.0.0/8.",
      "mesoscale-simulator");
  cli.option_defaults()->always_capture_default();
  raw_options raw;
  add_flags(cli, raw);
  command out;
  try {
    cli.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    out.text = cli.help();
    return out;
  } catch (const CLI::ExtrasError&) {
    // Its own text repeats the words, which may be passwords.
    return failure{errc::invalid, describe_unknown_word(argc, argv, cli.remaining(true)) +
                                      ", expected one of those that --help lists"};
  } catch (const CLI::ParseError& why) {
    return failure{errc::invalid, one_line(why.what())};
  }
  if (raw.version) out.text = version_text("mesoscale-simulator") + "\n";
  const auto delay = parse_duration(raw.start_delay);
  if (!delay) return failure{errc::invalid, "--start-delay: " + delay.error().what};
  const auto removal = parse_duration(raw.removal_delay);
  if (!removal) return failure{errc::invalid, "--agent.removal-delay: " + removal.error().what};
  const auto dialect = parse_dialect(raw.dialect);
  if (!dialect) {
    return failure{errc::invalid,
                   "--marathon.metrics: found " + raw.dialect + ", expected dropwizard, kamon or new"};
  }
  raw.options.marathon.dialect = *dialect;
  auto access = parse_access(std::move(raw.access));
  if (!access) return access.error();
  raw.options.access = *std::move(access);
  if (raw.era == "2015") {
    for (const char* newer : {"--marathon.metrics", "--marathon.pods"}) {
      if (cli.count(newer) > 0) {
        return failure{errc::invalid, std::string("--era=2015 cannot be combined with ") + newer +
                                          ": Marathon 0.8.1 has metrics of dropwizard and no pods"};
      }
    }
    raw.options.shapes = era::of_2015;
    raw.options.marathon = {metrics_dialect::dropwizard, 0};
  } else if (raw.era != "current") {
    return failure{errc::invalid, "--era: found " + raw.era + ", expected current or 2015"};
  }
  out.options = std::move(raw.options);
  out.options.cluster.start_delay = *delay;
  out.options.cluster.agent_removal_delay = *removal;
  return out;
}

}  // namespace mesoscale::simulator
