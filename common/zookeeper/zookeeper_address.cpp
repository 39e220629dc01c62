#include "common/zookeeper/zookeeper_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace mesoscale {
namespace {

constexpr std::string_view scheme = "zk://";
constexpr std::string_view expected = "expected zk://host:port,host:port/path";

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_';
}

/// "host:port" with the port filled in; "" if it is neither.
std::string parse_server(std::string_view text) {
  const auto colon = text.find(':');
  const auto host = text.substr(0, colon);
  if (host.empty() || !std::all_of(host.begin(), host.end(), is_host_character)) return {};
  if (colon == std::string_view::npos) return std::string(host) + ":2181";
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (code != std::errc() || end != digits.data() + digits.size() || port == 0) return {};
  return std::string(text);
}

bool is_path(std::string_view path) {
  const bool is_plain =
      std::all_of(path.begin(), path.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  return is_plain && path.size() > 1 && path.find("//") == std::string_view::npos;
}

}  // namespace

std::string zookeeper_address::hosts() const {
  std::string out;
  for (const auto& server : servers) out += (out.empty() ? "" : ",") + server;
  return out;
}

std::string zookeeper_address::text() const { return std::string(scheme) + hosts() + path; }

bool is_zookeeper_address(std::string_view text) { return text.starts_with(scheme); }

result<zookeeper_address> parse_zookeeper_address(std::string_view text) {
  const auto bad = [](const std::string& found) {
    return failure{errc::invalid, found + ", " + std::string(expected)};
  };
  if (!is_zookeeper_address(text)) return bad("\"" + std::string(text) + "\" does not begin with zk://");
  const auto rest = text.substr(scheme.size());
  // Said before anything is quoted: what stands before the @ may be a password.
  if (rest.find('@') != std::string_view::npos) return bad("found a user or password in a ZooKeeper address");
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return bad("\"" + std::string(text) + "\" has no path");
  zookeeper_address out;
  out.path = rest.substr(slash);
  while (out.path.size() > 1 && out.path.ends_with('/')) out.path.pop_back();
  if (!is_path(out.path)) return bad("\"" + std::string(text) + "\" has no path below /");
  auto servers = rest.substr(0, slash);
  while (true) {
    const auto comma = servers.find(',');
    auto server = parse_server(servers.substr(0, comma));
    if (server.empty()) return bad("\"" + std::string(servers.substr(0, comma)) + "\" is no server");
    out.servers.push_back(std::move(server));
    if (comma == std::string_view::npos) return out;
    servers.remove_prefix(comma + 1);
  }
}

}  // namespace mesoscale
