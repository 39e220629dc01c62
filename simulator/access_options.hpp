// How the simulated daemons are reached and found: TLS, logins, registration in ZooKeeper; and their flags.
#pragma once

#include "common/core/result.hpp"
#include "common/net/tls.hpp"
#include "common/zookeeper/zookeeper_address.hpp"
#include "simulator/door.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace mesoscale::simulator {

struct access_options {
  net::tls_server_options tls;  ///< without cert_file: plain HTTP
  door_options door;
  std::optional<zookeeper_address> zookeeper;  ///< where the masters are registered; nothing: nowhere
  std::chrono::milliseconds session_timeout{10'000};
};

/// The words as they were given.
struct access_words {
  access_options values;
  std::string token_lifetime = "5d";
  std::string zookeeper;
  std::string session_timeout = "10s";
};

void add_access_flags(CLI::App& cli, access_words& words);

/// Failure: one line that names the flag.
result<access_options> parse_access(access_words words);

}  // namespace mesoscale::simulator
