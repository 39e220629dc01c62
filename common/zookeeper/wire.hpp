// The bytes of ZooKeeper's client protocol (Jute: big-endian numbers, texts with their length before them), as far as a session that
// creates nodes needs them. Sends nothing. The watch uses ZooKeeper's own C client, which cannot lose a session on purpose.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesoscale {

/// Puts a message together.
class wire_writer {
 public:
  wire_writer& number32(std::int32_t value);
  wire_writer& number64(std::int64_t value);
  wire_writer& text(std::string_view value);
  /// The message with its length before it, as it is sent.
  std::string framed() const;

 private:
  std::string bytes_;
};

/// Takes a message apart; after its end every number is 0 and every text empty.
class wire_reader {
 public:
  explicit wire_reader(std::string_view message) : rest_(message) {}
  std::int32_t number32();
  std::int64_t number64();
  std::string text();
  bool is_good() const { return is_good_; }

 private:
  std::uint64_t number(std::size_t bytes);

  std::string_view rest_;
  bool is_good_ = true;
};

/// A session as the server knows it; id 0: none yet.
struct wire_session {
  std::int64_t id = 0;
  std::string password = std::string(16, '\0');
  std::int32_t timeout_ms = 0;
};

/// What a request's answer said: 0, or one of ZooKeeper's negative codes.
inline constexpr std::int32_t wire_node_exists = -110;

/// The first message: opens a session, or takes an open one up again.
std::string connect_request(const wire_session& session);
/// The answer to it; nothing when the session is over, or the answer cannot be read.
std::optional<wire_session> read_connect_response(std::string_view message);

enum class wire_node { persistent, ephemeral_sequential };
std::string create_request(std::int32_t number, std::string_view path, std::string_view content,
                           wire_node kind);
std::string ping_request();
std::string close_request(std::int32_t number);
/// The code of an answer; nothing if it is none.
std::optional<std::int32_t> read_code(std::string_view message);

}  // namespace mesoscale
