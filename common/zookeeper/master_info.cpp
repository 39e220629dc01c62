#include "common/zookeeper/master_info.hpp"

#include "common/zookeeper/protobuf_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace mesoscale {
namespace {

constexpr std::string_view json_label = "json.info_";
constexpr std::string_view protobuf_label = "info_";

/// What the forms have in common before it is checked.
struct raw_info {
  std::string id;
  std::uint64_t ip = 0;  ///< four bytes in network order, read as a little-endian number
  std::uint64_t port = 0;
  std::string pid;
  std::string hostname;
  std::string version;
  std::string address_hostname;
  std::string address_ip;
  std::uint64_t address_port = 0;
};

std::string dotted(std::uint64_t ip) {
  std::string out;
  for (int i = 0; i < 4; ++i) out += (i ? "." : "") + std::to_string(ip >> (8 * i) & 255);
  return out;
}

/// "master@host:port" into host and port; leaves them alone if it is none.
void read_pid(std::string_view pid, std::string& host, std::uint64_t& port) {
  const auto at = pid.find('@');
  const auto colon = pid.rfind(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon < at) return;
  const auto digits = pid.substr(colon + 1);
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (code != std::errc() || end != digits.data() + digits.size()) return;
  host = pid.substr(at + 1, colon - at - 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  port = number;
}

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::optional<raw_info> read_json(std::string_view content) {
  const auto object = nlohmann::json::parse(content, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  raw_info info{text_of(object, "id"),
                number_of(object, "ip"),
                number_of(object, "port"),
                text_of(object, "pid"),
                text_of(object, "hostname"),
                text_of(object, "version"),
                {},
                {},
                0};
  const auto address = object.find("address");
  if (address != object.end() && address->is_object()) {
    info.address_hostname = text_of(*address, "hostname");
    info.address_ip = text_of(*address, "ip");
    info.address_port = number_of(*address, "port");
  }
  return info;
}

/// mesos.proto: Address { hostname = 1; ip = 2; port = 3 }.
bool read_address(std::string_view message, raw_info& info) {
  protobuf_fields fields(message);
  while (const auto field = fields.next()) {
    if (field->number == 1) info.address_hostname = field->bytes;
    if (field->number == 2) info.address_ip = field->bytes;
    if (field->number == 3) info.address_port = field->integer;
  }
  return fields.is_complete();
}

/// mesos.proto: MasterInfo { id = 1; ip = 2; port = 3; pid = 4; hostname = 5; version = 6; address = 7 }.
std::optional<raw_info> read_protobuf(std::string_view content) {
  raw_info info;
  info.port = 5050;  // The default of the field.
  protobuf_fields fields(content);
  while (const auto field = fields.next()) {
    if (field->number == 1) info.id = field->bytes;
    if (field->number == 2) info.ip = field->integer;
    if (field->number == 3) info.port = field->integer;
    if (field->number == 4) info.pid = field->bytes;
    if (field->number == 5) info.hostname = field->bytes;
    if (field->number == 6) info.version = field->bytes;
    if (field->number == 7 && !read_address(field->bytes, info)) return std::nullopt;
  }
  if (!fields.is_complete() || info.id.empty()) return std::nullopt;
  return info;
}

/// The address of the master: the newest form that is there.
std::pair<std::string, std::uint64_t> choose_address(const raw_info& info) {
  if (info.address_port != 0 && !info.address_ip.empty()) return {info.address_ip, info.address_port};
  if (info.address_port != 0 && !info.address_hostname.empty())
    return {info.address_hostname, info.address_port};
  if (info.ip != 0 && info.ip <= 0xffffffff && info.port != 0) return {dotted(info.ip), info.port};
  std::pair<std::string, std::uint64_t> out;
  read_pid(info.pid, out.first, out.second);
  return out;
}

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '%';
  });
}

}  // namespace

std::string master_entry::authority() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<std::int64_t> election_sequence(std::string_view node) {
  if (node.starts_with(json_label)) {
    node.remove_prefix(json_label.size());
  } else if (node.starts_with(protobuf_label)) {
    node.remove_prefix(protobuf_label.size());
  }
  std::int64_t sequence = 0;
  const auto [end, code] = std::from_chars(node.data(), node.data() + node.size(), sequence);
  if (code != std::errc() || end != node.data() + node.size()) return std::nullopt;
  return sequence;
}

result<master_entry> decode_master(std::string_view node, std::string_view content) {
  const auto bad = [&](const std::string& what) {
    return failure{errc::wrong_shape, std::string(node) + ": " + what};
  };
  const auto sequence = election_sequence(node);
  if (!sequence) return bad("found a node that is no master's, expected json.info_N, info_N or N");
  std::optional<raw_info> info;
  if (node.starts_with(json_label)) {
    info = read_json(content);
    if (!info) return bad("found something else, expected a JSON object");
  } else if (node.starts_with(protobuf_label)) {
    info = read_protobuf(content);
    if (!info) return bad("found something else, expected a protobuf MasterInfo");
  } else {
    info = raw_info();
    info->pid = content;
  }
  auto [host, port] = choose_address(*info);
  if (!is_host(host) || port == 0 || port > 65535)
    return bad("found no address, expected the host and port of the master");
  return master_entry{std::string(node),
                      *sequence,
                      std::move(host),
                      static_cast<std::uint16_t>(port),
                      info->hostname.empty() ? std::move(info->address_hostname) : std::move(info->hostname),
                      std::move(info->id),
                      std::move(info->version)};
}

}  // namespace mesoscale
