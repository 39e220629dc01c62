#include "common/core/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

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

std::optional<std::uint16_t> parse_port(boost::urls::string_view digits) {
  std::uint16_t port = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool is_whole = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
  return is_whole && port > 0 ? std::optional(port) : std::nullopt;
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

url url::below(std::string_view more) const {
  std::string whole = path;
  while (whole.ends_with('/')) whole.pop_back();
  return with_path(whole.append(more));
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
    // boost::urls 1.81 wraps a port over 65535 around and takes "h:50x" as port 50 with the path "x": both are checked here.
    const auto port = parse_port(view.port());
    if (!port) return not_a_url(text, "expected a port from 1 to 65535");
    out.port = *port;
  }
  const auto path = view.encoded_target();
  out.path = path.empty() ? "/" : std::string(path.data(), path.size());
  if (out.path.front() == '?') out.path.insert(0, "/");
  if (out.path.front() != '/') return not_a_url(text, expected_url);
  return out;
}

result<url> resolve_location(const url& base, std::string_view location) {
  if (location.starts_with("//")) return parse_url(base.scheme + ":" + std::string(location));
  if (location.starts_with("/")) return base.with_path(location);
  return parse_url(location);
}

}  // namespace mesoscale
