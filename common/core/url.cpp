#include "common/core/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cctype>

namespace mesoscale {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

failure not_a_url(std::string_view found, std::string_view why) {
  return {errc::invalid, "found \"" + std::string(found) + "\", " + std::string(why)};
}

constexpr std::string_view expected_url = "expected a URL such as http://host:5050";

}  // namespace

std::string url::authority() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string url::text() const { return scheme + "://" + authority() + path; }

url url::with_path(std::string_view new_path) const {
  url other = *this;
  other.path = new_path;
  return other;
}

bool url::same_server(const url& other) const {
  return scheme == other.scheme && host == other.host && port == other.port;
}

result<url> parse_url(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (parsed.has_error()) return not_a_url(text, expected_url);
  const boost::urls::url_view view = *parsed;
  // The text may hold a password here, so it is not repeated.
  if (view.has_userinfo()) {
    return failure{errc::invalid,
                   "found a URL with user and password, expected them in basic_auth with a password_file"};
  }
  url out;
  out.scheme = lower(std::string(view.scheme()));
  if (out.scheme != "http" && out.scheme != "https")
    return not_a_url(text, "expected a URL with http:// or https://");
  if (view.has_fragment()) return not_a_url(text, "expected a URL without #fragment");
  out.host = lower(view.host_address());
  if (out.host.empty()) return not_a_url(text, expected_url);
  out.port = out.scheme == "http" ? 80 : 443;
  if (view.has_port()) {
    out.port = view.port_number();
    if (out.port == 0) return not_a_url(text, "expected a port from 1 to 65535");
  }
  const auto path = view.encoded_target();
  out.path = path.empty() ? "/" : std::string(path.data(), path.size());
  if (out.path.front() != '/') out.path.insert(0, "/");
  return out;
}

result<url> resolve_location(const url& base, std::string_view location) {
  if (location.starts_with("//")) return parse_url(base.scheme + ":" + std::string(location));
  if (location.starts_with("/")) return base.with_path(location);
  return parse_url(location);
}

}  // namespace mesoscale
