// One connection of the server: reads requests, lets the handler answer, writes. Who is accepted and when all ends is the
// server's business. For use inside net only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/net/buffer_pool.hpp"
#include "common/net/byte_stream.hpp"
#include "common/net/http_server.hpp"

namespace mesoscale::net {

/// What all sessions of a server share.
struct session_rules {
  server_options options;
  http_handler handle;
  std::shared_ptr<buffer_pool> buffers = std::make_shared<buffer_pool>();
  bool is_stopping = false;  ///< no connection is kept any more
};

class session {
 public:
  session(std::shared_ptr<const session_rules> rules, std::unique_ptr<byte_stream> stream);

  /// Serves until the connection ends. The session must be kept alive by the caller.
  asio::awaitable<void> run();

  /// Whether no request is in progress, and since when.
  bool is_idle() const { return is_idle_; }
  clock::time_point idle_since() const { return idle_since_; }
  /// Closes the connection; run() ends soon after, unless a handler still works.
  void close() noexcept { stream_->close(); }

 private:
  struct refusal {
    int status;
    std::string why;
  };
  enum class read_outcome { request, refused, gone };

  asio::awaitable<bool> wait_for_request();
  asio::awaitable<read_outcome> read_request(deadline until);
  asio::awaitable<http_response> answer();
  asio::awaitable<bool> write_response(http_response response);
  asio::awaitable<void> write_with_fault(std::string wire, wire_fault fault);
  asio::awaitable<void> hang();
  asio::awaitable<void> linger();
  void begin_idle();

  std::shared_ptr<const session_rules> rules_;
  std::unique_ptr<byte_stream> stream_;
  std::string peer_address_;
  std::string local_address_;
  std::uint16_t local_port_ = 0;
  std::optional<read_window> window_;  ///< present while a request is read
  http_request request_;
  std::string method_;  ///< of the request that is answered; the handler has got the rest
  std::optional<refusal> refusal_;
  bool keeps_ = false;  ///< the connection may be used again after this answer
  bool is_version_1_0_ = false;
  bool is_idle_ = true;
  clock::time_point idle_since_;
};

}  // namespace mesoscale::net
