// Puts the web configuration in front of a server's handler: rate limit, users and passwords, headers.
// TLS and client certificates are the server's: give it settings()->tls for each new connection.
#pragma once

#include <cstdint>
#include <memory>

#include "common/core/token_bucket.hpp"
#include "common/net/http_server.hpp"
#include "common/net/password_check.hpp"
#include "common/net/web_config_file.hpp"

namespace mesoscale::net {

/// What was refused since the start; for metrics.
struct web_access_counts {
  std::uint64_t unauthorized = 0;  ///< 401
  std::uint64_t rate_limited = 0;  ///< 429
  std::uint64_t busy = 0;          ///< 503: too many passwords waiting to be checked
};

/// The configuration file and what it needs at run time. Belongs to the io thread.
class web_access {
 public:
  explicit web_access(std::shared_ptr<web_config_file> file, password_check_options options = {});

  /// The version of the file in force; looks for a new one now and then.
  std::shared_ptr<const web_settings> settings() { return file_->current(); }
  /// Whether who gets through has shown a password or a verified certificate.
  bool is_authenticating();

  /// The answer instead of the handler's, or nothing when the handler may answer. authorization is the request's header.
  asio::awaitable<std::optional<http_response>> refusal(std::string authorization,
                                                        std::shared_ptr<const web_settings> settings);

  web_config_file& file() { return *file_; }
  const web_access_counts& counts() const { return counts_; }

  /// Ends the threads that check passwords; call it before the io_context ends. What still waits is refused.
  void finish() { passwords_.finish(); }

 private:
  bool is_within_rate(const web_rate_limit& limit);

  std::shared_ptr<web_config_file> file_;
  password_check passwords_;
  web_rate_limit limit_;
  token_bucket bucket_{milliseconds(0), 0};
  web_access_counts counts_;
};

/// The handler with the web configuration in front of it. Headers that the handler has set itself are kept.
http_handler with_web_config(std::shared_ptr<web_access> access, http_handler next);

}  // namespace mesoscale::net
