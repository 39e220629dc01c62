// mesoscale-exporter: reads the command line, starts the program, runs until a signal.
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "exporter/options/command_line.hpp"
#include "exporter/program.hpp"

namespace {

int run(mesoscale::exporter::exporter_options options, int argc, const char* const* argv) {
  using namespace mesoscale;
  log::configure(options.log_level, options.log_format);
  const std::string address = options.listen_address;
  const std::size_t targets = options.masters.size() + options.master_clusters.size() +
                              options.agents.size() + options.marathons.size() + options.chronoses.size() +
                              options.zookeepers.size();
  boost::asio::io_context io(1);
  exporter::program program(io.get_executor(), std::move(options),
                            [argc, argv] { return exporter::read_options_again(argc, argv); });
  if (auto started = program.start(); !started) {
    std::cerr << "mesoscale-exporter: " << started.error().what << '\n';
    return 1;
  }
  log::info(
      "listening",
      {{"address", address}, {"port", std::to_string(program.port())}, {"targets", std::to_string(targets)}});
  if (targets == 0) log::warn("no targets are configured: only the exporter's own metrics are served");
  net::lifecycle_hooks hooks;
  hooks.on_stop = [&program] { return program.stop(); };
  // A failure is told by the log and by a metric.
  hooks.on_reload = [&program] { static_cast<void>(program.reload()); };
  return net::run_until_signal(io, std::move(hooks));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto command = mesoscale::exporter::read_command_line(argc, argv, std::cout, std::cerr);
    return command.run ? run(*std::move(command.run), argc, argv) : command.exit_code;
  } catch (const std::exception& unexpected) {
    std::cerr << "mesoscale-exporter: " << unexpected.what() << '\n';
    return 1;
  }
}
