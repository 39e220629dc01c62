#include "webhook/command_line.hpp"

#include "common/core/flag_mistake.hpp"
#include "common/core/version.hpp"
#include "webhook/own_metrics.hpp"
#include "webhook/rules/rule_schema.hpp"
#include "webhook/store/failpoint.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace mesoscale::webhook {
namespace {

struct raw_words {
  command_line values;
  std::string level = "info";
  std::string format = "logfmt";
  bool version = false;
  bool list_metrics = false;
  bool rule_schema = false;
  bool list_failpoints = false;
};

void add_serve(CLI::App& program, raw_words& raw) {
  CLI::App* const serve = program.add_subcommand("serve", "Receive notifications and scale apps");
  serve->add_option("--config.file", raw.values.config_file, "The rule file")
      ->required()
      ->group("Configuration");
  serve->add_option("--storage", raw.values.storage, "Where the state is kept: sqlite:PATH")
      ->group("Configuration");
  serve->add_option("--web.listen-address", raw.values.listen_address, "Address to listen on")->group("Web");
  serve
      ->add_option("--web.config.file", raw.values.web_config_file,
                   "exporter-toolkit's web configuration file: TLS, client certificates, users")
      ->group("Web");
  serve
      ->add_option("--web.allow-webhook-from", raw.values.webhook_networks,
                   "Network that may post notifications besides loopback, e.g. 10.0.0.0/8; repeatable")
      ->group("Web");
  serve->add_option("--log.level", raw.level, "debug, info, warn or error")->group("Log");
  serve->add_option("--log.format", raw.format, "logfmt or json")->group("Log");
}

void add_check_config(CLI::App& program, raw_words& raw) {
  CLI::App* const check =
      program.add_subcommand("check-config", "Check rule files; exit 1 when one has a mistake");
  check->add_option("FILE", raw.values.files, "Rule files")->required();
  check->add_flag("--live", raw.values.is_live, "Also ask the Marathons for the apps that the rules name");
  check->add_flag("--strict", raw.values.is_strict, "Exit 2 when there are only warnings");
}

void add_decide(CLI::App& program, raw_words& raw) {
  CLI::App* const decide =
      program.add_subcommand("decide", "Run cases of the decision cycle and print one decision a line");
  decide->add_option("FILE", raw.values.files, "Cases as JSON: {\"vectors\": [{\"id\", \"inputs\"}]}")
      ->required()
      ->expected(1);
}

std::string list_of_failpoints() {
  std::string text;
#ifdef MESOSCALE_FAILPOINTS
  for (const std::string_view name : failpoint_names) text += std::string(name) + "\n";
#endif
  return text;
}

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

result<command_line> finished(CLI::App& program, raw_words raw) {
  command_line out = std::move(raw.values);
  if (raw.version) out.text = version_text("mesoscale-webhook");
  if (raw.list_metrics) out.text = list_of_metrics();
  if (raw.rule_schema) out.text = rule_schema();
  if (raw.list_failpoints) out.text = list_of_failpoints();
  if (raw.version || raw.list_metrics || raw.rule_schema || raw.list_failpoints) return out;
  if (program.got_subcommand("serve")) out.what = command_line::mode::serve;
  if (program.got_subcommand("check-config")) out.what = command_line::mode::check_config;
  if (program.got_subcommand("decide")) out.what = command_line::mode::decide;
  if (out.what == command_line::mode::print) {
    return failure{errc::invalid,
                   "found no command, expected serve, check-config or decide (--help lists all)"};
  }
  const auto level = log::parse_level(raw.level);
  if (!level) return failure{errc::invalid, "--log.level: " + level.error().what};
  const auto format = log::parse_format(raw.format);
  if (!format) return failure{errc::invalid, "--log.format: " + format.error().what};
  out.lowest = *level;
  out.style = *format;
  return out;
}

}  // namespace

result<command_line> parse_command_line(int argc, const char* const* argv) {
  CLI::App program("Receives Alertmanager notifications and turns them into Marathon instance counts.",
                   "mesoscale-webhook");
  program.option_defaults()->always_capture_default();
  raw_words raw;
  add_serve(program, raw);
  add_check_config(program, raw);
  add_decide(program, raw);
  program.add_flag("--version", raw.version, "Print the version and end");
  program.add_flag("--list-metrics", raw.list_metrics, "Print the metrics of the webhook itself and end");
  program.add_flag("--rule-schema", raw.rule_schema, "Print the JSON Schema of rule files and end");
#ifdef MESOSCALE_FAILPOINTS
  program.add_flag("--list-failpoints", raw.list_failpoints,
                   "Print the names for MESOSCALE_FAILPOINT and end");
#endif
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    command_line out;
    const auto chosen = program.get_subcommands();
    out.text = chosen.empty() ? program.help("", CLI::AppFormatMode::All) : chosen.front()->help();
    return out;
  } catch (const CLI::ExtrasError&) {
    // Its own text repeats the words, which may be passwords.
    return failure{errc::invalid, describe_unknown_word(argc, argv, program.remaining(true)) +
                                      ", expected one of those that --help lists"};
  } catch (const CLI::ParseError& why) {
    return failure{errc::invalid, one_line(why.what())};
  }
  return finished(program, std::move(raw));
}

}  // namespace mesoscale::webhook
