// How a system is logged in to and reached, in the words of Prometheus' http_config, and what net makes of it. The same keys in
// the configuration of the exporter and in the webhook's rule file. Secrets are only ever named by their file, not read here.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/core/url.hpp"
#include "common/net/tls.hpp"

namespace mesoscale {
class yaml_map;
}

namespace mesoscale::net {

struct access;
class http_client;

/// At most one way to log in: the one whose file is not empty.
struct http_access {
  std::string basic_username;
  std::string basic_password_file;
  std::string token_type = "Bearer";
  std::string token_file;
  std::optional<url> dcos_login_url;
  std::string dcos_uid;
  std::string dcos_private_key_file;
  tls_client_options tls;
  friend bool operator==(const http_access&, const http_access&) = default;
};

/// Reads basic_auth, authorization, dcos_auth and tls_config of a map, once; mistakes go to the map's list. Relative names of
/// files are taken relative to the folder of the configuration file.
void read_http_access(yaml_map& map, http_access& target);

/// What requests need. client is asked for the login to DC/OS, with the same tls_config.
std::shared_ptr<const access> make_access(const http_access& how, std::shared_ptr<http_client> client);

}  // namespace mesoscale::net
