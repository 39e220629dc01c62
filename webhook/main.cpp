#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "webhook/command_line.hpp"
#include "webhook/decide_command.hpp"
#include "webhook/live_check.hpp"
#include "webhook/rules/access_check.hpp"
#include "webhook/rules/rule_reader.hpp"
#include "webhook/service.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <memory>
#include <string>

namespace {

using namespace mesoscale;
using namespace mesoscale::webhook;

int fail(const std::string& why) {
  std::fprintf(stderr, "mesoscale-webhook: %s\n", why.c_str());
  return 1;
}

/// Prints errors and warnings of a rule file; null when there is an error.
std::shared_ptr<const rule_file> load_and_print(const std::string& path, bool& has_warnings) {
  const loaded_rules loaded = load_rules(path);
  for (const std::string& error : loaded.errors) std::fprintf(stderr, "%s\n", error.c_str());
  for (const std::string& warning : loaded.warnings) std::fprintf(stderr, "%s (warning)\n", warning.c_str());
  has_warnings = has_warnings || !loaded.warnings.empty();
  if (!loaded.rules) return nullptr;
  const auto unusable = check_access_files(*loaded.rules);
  for (const std::string& line : unusable) std::fprintf(stderr, "%s: %s\n", path.c_str(), line.c_str());
  return unusable.empty() ? loaded.rules : nullptr;
}

/// Prints what the Marathons say about the apps of the rules; false when there is an error.
bool print_live(const std::shared_ptr<const rule_file>& rules, bool& has_warnings) {
  const live_findings found = check_live(rules);
  for (const std::string& error : found.errors) std::fprintf(stderr, "%s\n", error.c_str());
  for (const std::string& warning : found.warnings) std::fprintf(stderr, "%s (warning)\n", warning.c_str());
  has_warnings = has_warnings || !found.warnings.empty();
  return found.errors.empty();
}

int check_config(const command_line& command) {
  bool has_errors = false, has_warnings = false;
  for (const std::string& path : command.files) {
    const auto rules = load_and_print(path, has_warnings);
    if (rules && command.is_live && !print_live(rules, has_warnings)) {
      has_errors = true;
      continue;
    }
    if (rules) std::printf("%s: ok, %zu rules\n", path.c_str(), rules->rules.size());
    has_errors = has_errors || !rules;
  }
  if (has_errors) return 1;
  return has_warnings && command.is_strict ? 2 : 0;
}

int serve(const command_line& command) {
  log::configure(command.lowest, command.style);
  service_options options;
  options.listen_address = command.listen_address;
  options.config_file = command.config_file;
  options.web_config_file = command.web_config_file;
  auto storage = parse_storage(command.storage);
  if (!storage) return fail(storage.error().what);
  options.storage = *storage;
  auto peers = peer_filter::parse(command.webhook_networks);
  if (!peers) return fail("--web.allow-webhook-from: " + peers.error().what);
  options.webhook_peers = *peers;
  bool has_warnings = false;
  options.rules = load_and_print(command.config_file, has_warnings);
  if (!options.rules) return 1;

  boost::asio::io_context io;
  const auto running = std::make_shared<service>(io.get_executor(), std::move(options));
  if (const auto started = running->start(); !started) return fail(started.error().what);
  log::info("listening", {{"address", command.listen_address}, {"port", std::to_string(running->port())}});
  net::lifecycle_hooks hooks;
  hooks.on_stop = [running] { return running->stop(); };
  // A failure is told by the log and by a metric.
  hooks.on_reload = [running] { static_cast<void>(running->reload()); };
  return net::run_until_signal(io, std::move(hooks));
}

}  // namespace

int main(int argc, char** argv) {
  const auto command = parse_command_line(argc, argv);
  if (!command) return fail(command.error().what);
  switch (command->what) {
    case command_line::mode::print:
      std::fputs(command->text.c_str(), stdout);
      return 0;
    case command_line::mode::check_config:
      return check_config(*command);
    case command_line::mode::decide:
      return decide_file(command->files.front());
    case command_line::mode::serve:
      return serve(*command);
  }
  return 1;
}
