// What Go calls the cipher suites and curves of TLS, and what OpenSSL calls them. Only those that are safe to serve.
#pragma once

#include <span>
#include <string_view>

namespace mesoscale {

struct tls_name {
  std::string_view given;    ///< the name in the web configuration file
  std::string_view openssl;  ///< "" for what OpenSSL has no switch for
};

using name_table = std::span<const tls_name>;

/// The suites of Go's crypto/tls.CipherSuites() that keep recorded traffic secret when the key is lost later. Those of
/// TLS 1.3 cannot be chosen one by one, in Go neither: their second name is empty.
name_table cipher_suite_names();

/// The curves that exporter-toolkit knows.
name_table curve_names();

}  // namespace mesoscale
