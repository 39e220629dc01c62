// URLs of targets: parsed once at the door, kept as parts. Only http and https; no credentials inside a URL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/core/result.hpp"

namespace mesoscale {

struct url {
  std::string scheme;      ///< "http" or "https"
  std::string host;        ///< name or address, lower case, IPv6 without brackets
  std::uint16_t port = 0;  ///< given, or the default of the scheme
  std::string path = "/";  ///< path and query as sent; never empty

  /// "host:port", IPv6 in brackets: the instance label of a target.
  std::string authority() const;
  /// The whole URL again.
  std::string text() const;
  /// The same server, another path.
  url with_path(std::string_view new_path) const;
  /// The same server, a path below its own: "http://h/base/" and "/v2" give "http://h/base/v2".
  url below(std::string_view more) const;
  bool same_server(const url& other) const;
  friend bool operator==(const url&, const url&) = default;
};

/// Parses an absolute http(s) URL. A URL with user info is refused (credentials belong in a file), and so is one with a fragment.
result<url> parse_url(std::string_view text);

/// Resolves the Location of a redirect against the URL that was asked: absolute, scheme-relative ("//host:5050/x",
/// as a standby master of Mesos sends it) or absolute-path.
result<url> resolve_location(const url& base, std::string_view location);

}  // namespace mesoscale
