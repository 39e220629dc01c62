#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "simulator/options.hpp"
#include "simulator/simulation.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

namespace {

int fail(const std::string& why) {
  std::fprintf(stderr, "mesoscale-simulator: %s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  namespace asio = boost::asio;
  using namespace mesoscale;
  auto command = simulator::parse_command_line(argc, argv);
  if (!command) return fail(command.error().what);
  if (!command->text.empty()) {
    std::fputs(command->text.c_str(), stdout);
    return 0;
  }
  // Ids must differ from those of an earlier run, or counters would seem to go on.
  command->options.cluster.seed =
      static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  asio::io_context io;
  const auto cluster = std::make_shared<simulator::simulation>(io.get_executor(), command->options);
  if (const auto started = cluster->start(); !started) return fail(started.error().what);
  log::info("the simulated cluster is up", {{"endpoints", cluster->endpoints().dump()}});
  net::lifecycle_hooks hooks;
  hooks.on_stop = [cluster] { return cluster->stop(); };
  return net::run_until_signal(io, std::move(hooks));
}
