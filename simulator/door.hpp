// Who may enter the simulated daemons: by a password, a token from a file, or a token from a simulated login to DC/OS. Files are
// read for each request, so that a test can rotate a secret. Time comes in as now; TLS is the listeners' business.
#pragma once

#include "common/core/result.hpp"
#include "common/net/http_message.hpp"
#include "simulator/faults.hpp"
#include "simulator/instant.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace mesoscale::simulator {

/// Each way that is configured opens; none: everybody enters.
struct door_options {
  std::string basic_user;
  std::string basic_password_file;
  std::string bearer_file;
  std::string dcos_uid;
  std::string dcos_public_key_file;  ///< RSA, PEM: of the key that signs the proofs of the login
  microseconds token_lifetime{5 * 86'400'000'000LL};  ///< of DC/OS

  bool is_open() const {
    return basic_password_file.empty() && bearer_file.empty() && dcos_public_key_file.empty();
  }
};

/// What came to the door since the start.
struct door_counts {
  std::uint64_t logins = 0;          ///< that got a token
  std::uint64_t refused_logins = 0;  ///< 401 to a login
  std::uint64_t refused = 0;         ///< 401 to a request
};

class door {
 public:
  explicit door(door_options options) : options_(std::move(options)) {}

  /// Whether a request is for the login, which DC/OS has on its masters.
  bool is_login(const daemon_name& at, const net::http_request& request) const;
  /// POST {"uid", "token": a proof signed with RS256}: 200 {"token"}, or 401.
  net::http_response log_in(const net::http_request& request, instant now);

  /// Whether the request may enter. Mesos tells its health, version and leader to everybody.
  bool admits(const daemon_name& at, const net::http_request& request, instant now);
  const door_counts& counts() const { return counts_; }

 private:
  bool is_right(const std::string& authorization, instant now);
  result<void> check_proof(const net::http_request& request, instant now) const;

  door_options options_;
  door_counts counts_;
  std::map<std::string, instant> tokens_;  ///< issued, with their end
};

}  // namespace mesoscale::simulator
