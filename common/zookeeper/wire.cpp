#include "common/zookeeper/wire.hpp"

namespace mesoscale {
namespace {

// zookeeper.jute and ZooDefs.java.
constexpr std::int32_t create_operation = 1;
constexpr std::int32_t ping_operation = 11;
constexpr std::int32_t close_operation = -11;
constexpr std::int32_t ping_number = -2;
constexpr std::int32_t all_permissions = 31;
constexpr std::int32_t ephemeral_and_sequential = 3;

template <class Unsigned>
void append(std::string& bytes, Unsigned value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
    bytes += static_cast<char>(value >> shift & 0xff);
}

}  // namespace

wire_writer& wire_writer::number32(std::int32_t value) {
  append(bytes_, static_cast<std::uint32_t>(value));
  return *this;
}

wire_writer& wire_writer::number64(std::int64_t value) {
  append(bytes_, static_cast<std::uint64_t>(value));
  return *this;
}

wire_writer& wire_writer::text(std::string_view value) {
  number32(static_cast<std::int32_t>(value.size()));
  bytes_ += value;
  return *this;
}

std::string wire_writer::framed() const {
  std::string out;
  append(out, static_cast<std::uint32_t>(bytes_.size()));
  return out + bytes_;
}

std::uint64_t wire_reader::number(std::size_t bytes) {
  if (rest_.size() < bytes) {
    is_good_ = false;
    rest_ = {};
    return 0;
  }
  std::uint64_t value = 0;
  for (const char byte : rest_.substr(0, bytes)) value = value << 8 | static_cast<unsigned char>(byte);
  rest_.remove_prefix(bytes);
  return value;
}

std::int32_t wire_reader::number32() { return static_cast<std::int32_t>(number(4)); }

std::int64_t wire_reader::number64() { return static_cast<std::int64_t>(number(8)); }

std::string wire_reader::text() {
  const std::int32_t size = number32();
  if (size < 0 || static_cast<std::size_t>(size) > rest_.size()) {
    is_good_ = is_good_ && size == -1;
    return {};
  }
  std::string value(rest_.substr(0, static_cast<std::size_t>(size)));
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return value;
}

std::string connect_request(const wire_session& session) {
  wire_writer out;
  out.number32(0).number64(0).number32(session.timeout_ms).number64(session.id).text(session.password);
  return out.framed();
}

std::optional<wire_session> read_connect_response(std::string_view message) {
  wire_reader in(message);
  in.number32();  // The version of the protocol.
  wire_session session;
  session.timeout_ms = in.number32();
  session.id = in.number64();
  session.password = in.text();
  // A server that does not know the session any more answers with zeros.
  if (!in.is_good() || session.id == 0 || session.timeout_ms <= 0) return std::nullopt;
  return session;
}

std::string create_request(std::int32_t number, std::string_view path, std::string_view content,
                           wire_node kind) {
  wire_writer out;
  out.number32(number).number32(create_operation).text(path).text(content);
  out.number32(1).number32(all_permissions).text("world").text("anyone");
  out.number32(kind == wire_node::ephemeral_sequential ? ephemeral_and_sequential : 0);
  return out.framed();
}

std::string ping_request() {
  wire_writer out;
  return out.number32(ping_number).number32(ping_operation).framed();
}

std::string close_request(std::int32_t number) {
  wire_writer out;
  return out.number32(number).number32(close_operation).framed();
}

std::optional<std::int32_t> read_code(std::string_view message) {
  wire_reader in(message);
  in.number32();  // The number of the request.
  in.number64();  // The transaction.
  const std::int32_t code = in.number32();
  return in.is_good() ? std::optional(code) : std::nullopt;
}

}  // namespace mesoscale
