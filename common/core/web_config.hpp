// The web configuration file of the Prometheus exporters: TLS, client certificates, users, headers, rate limit of a server.
// Values and their reader; opens no file that the text names, checks no password, serves nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/core/result.hpp"
#include "common/core/units.hpp"

namespace mesoscale {

/// Whether clients must show a certificate; the names are those of Go's crypto/tls.
enum class client_auth {
  none,                ///< NoClientCert: not asked for
  request,             ///< RequestClientCert: asked for, anything goes
  require_any,         ///< RequireAnyClientCert: must be shown, by whomever it is signed
  verify_if_given,     ///< VerifyClientCertIfGiven: none, or one of the client CA
  require_and_verify,  ///< RequireAndVerifyClientCert: one of the client CA
};

enum class tls_version { tls12, tls13 };

/// tls_server_config. Of each pair file and inline text at most one is set; file names are absolute or relative to the
/// working directory of the program.
struct web_tls {
  std::string cert_file;
  std::string cert;  ///< PEM
  std::string key_file;
  std::string key;  ///< PEM, a secret
  std::string client_ca_file;
  std::string client_ca;  ///< PEM
  client_auth client_auth_type = client_auth::none;
  std::vector<std::string> client_allowed_sans;  ///< empty: any
  tls_version min_version = tls_version::tls12;
  tls_version max_version = tls_version::tls13;
  /// OpenSSL's names of the suites up to TLS 1.2, in order of preference. Absent: OpenSSL's choice.
  std::optional<std::vector<std::string>> cipher_suites;
  bool prefer_server_cipher_suites = true;
  std::vector<std::string> curve_preferences;  ///< OpenSSL's names; empty: OpenSSL's choice
};

/// rate_limit: a bucket of burst tokens that gains one each interval. interval 0: no limit.
struct web_rate_limit {
  milliseconds interval{0};
  int burst = 0;
  friend bool operator==(const web_rate_limit&, const web_rate_limit&) = default;
};

struct web_config {
  std::optional<web_tls> tls;                                   ///< absent: plain HTTP
  bool http2 = true;                                            ///< accepted, and not spoken
  std::vector<std::pair<std::string, std::string>> headers;     ///< added to each answer
  std::map<std::string, std::string, std::less<>> user_hashes;  ///< bcrypt; empty: no authentication
  web_rate_limit rate_limit;
};

/// Reads the text of a file; path is for the messages, and relative names in the text are relative to its folder.
/// The failure (errc::invalid) has one line for each mistake, "file:line:column: key: found X, expected Y", and never
/// repeats a hash or a key.
result<web_config> parse_web_config(std::string_view text, const std::string& path);

/// Whether the text is a bcrypt hash that this program is ready to check: $2a$, $2b$ or $2y$, cost 4 to 18.
bool is_bcrypt_hash(std::string_view text);

/// The cost of a bcrypt hash (the logarithm of its rounds).
int bcrypt_cost(std::string_view hash);

}  // namespace mesoscale
