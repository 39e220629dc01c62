// TLS settings of a client or server, in the words of Prometheus' tls_config. Values only; the OpenSSL context is made in net.
#pragma once

#include <string>

namespace mesoscale::net {

/// For a client: who is trusted and who we are. Empty ca_file: the system's certificates.
struct tls_client_options {
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  std::string server_name;  ///< empty: the host of the URL
  bool insecure_skip_verify = false;
  friend bool operator==(const tls_client_options&, const tls_client_options&) = default;
};

/// For a server. client_ca_file set: clients must show a certificate of it.
struct tls_server_options {
  std::string cert_file;
  std::string key_file;
  std::string client_ca_file;
};

}  // namespace mesoscale::net
