// Takes the bytes of one HTTP message and tells what stands in it: the head once, the body piece by piece. Bounds the head;
// how much body is welcome is the receiver's business. Beast's parser stays behind message_parser.cpp. For use inside net only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/result.hpp"
#include "common/net/http_message.hpp"

namespace mesoscale::net {

/// The first line and the header fields.
struct message_head {
  std::string method;  ///< of a request
  std::string target;  ///< of a request
  int status = 0;      ///< of a response
  std::string reason;  ///< of a response
  int version = 11;    ///< 10 or 11
  header_list headers;
  std::optional<std::uint64_t> content_length;
};

class message_parser {
 public:
  /// Called once when the head is complete, before any of the body. A failure ends the parsing and is passed on.
  using head_receiver = std::function<result<void>(message_head&)>;
  using body_receiver = std::function<result<void>(std::string_view)>;

  virtual ~message_parser() = default;

  /// Takes what it can and returns how many bytes that was; the rest must be given again with more behind it.
  /// Failures: too_large (the head is over its limit), wrong_shape (not HTTP), or what a receiver said.
  virtual result<std::size_t> feed(std::string_view bytes) = 0;
  /// The peer has closed. Fails (errc::disconnected) if the message is not complete by that.
  virtual result<void> end_of_stream() = 0;

  virtual bool has_head() const = 0;
  virtual bool is_done() const = 0;
  /// Whether the connection may be used for another message; valid when done.
  virtual bool keep_alive() const = 0;
};

/// A request with both Content-Length and Transfer-Encoding, or with a coding other than chunked, is refused.
std::unique_ptr<message_parser> make_request_parser(std::size_t max_header_bytes,
                                                    message_parser::head_receiver on_head,
                                                    message_parser::body_receiver on_body);

/// answers_head: the answer to a HEAD request, which has no body whatever its header says.
std::unique_ptr<message_parser> make_response_parser(std::size_t max_header_bytes, bool answers_head,
                                                     message_parser::head_receiver on_head,
                                                     message_parser::body_receiver on_body);

}  // namespace mesoscale::net
