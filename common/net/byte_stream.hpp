// A connection as bytes: plain TCP or TLS, every operation with its deadline. What the bytes mean is the parser's business.
// Beast's streams, which watch the deadlines, stay behind byte_stream.cpp. For use inside net only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "common/core/result.hpp"
#include "common/net/deadline.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// How an operation on a stream ended. An ended stream is asio::error::eof; a TLS stream that was cut off is not.
struct io_result {
  boost::system::error_code error;
  std::size_t bytes = 0;
};

class byte_stream {
 public:
  virtual ~byte_stream() = default;

  virtual asio::awaitable<boost::system::error_code> connect(asio::ip::tcp::endpoint to, deadline until) = 0;
  /// TLS only: shakes hands and verifies; a plain stream has nothing to do. The text says what was wrong with a certificate.
  virtual asio::awaitable<result<void>> handshake(deadline until) = 0;

  virtual asio::awaitable<io_result> read_some(asio::mutable_buffer into, deadline until) = 0;
  /// Writes both, one after the other; the views must stay valid until it has ended.
  virtual asio::awaitable<io_result> write(std::string_view first, std::string_view second,
                                           deadline until) = 0;
  /// Says good-bye (TLS close notification, end of our direction); the other direction stays open.
  virtual asio::awaitable<void> finish(deadline until) = 0;

  /// Closes at once; what is waiting on the stream ends with operation_aborted.
  virtual void close() noexcept = 0;
  /// Closes with a TCP reset.
  virtual void reset() noexcept = 0;
  /// Whether the peer of an unused stream has neither closed it nor sent what nobody asked for.
  virtual bool is_quiet() = 0;

  virtual asio::ip::tcp::endpoint local() const = 0;
  virtual asio::ip::tcp::endpoint peer() const = 0;
};

/// For a client: not connected yet. tls null: plain. server_name is what the certificate must be for.
std::unique_ptr<byte_stream> make_client_stream(asio::any_io_executor executor,
                                                std::shared_ptr<asio::ssl::context> tls,
                                                std::string server_name);

/// For a server: an accepted socket.
std::unique_ptr<byte_stream> make_server_stream(asio::ip::tcp::socket socket,
                                                std::shared_ptr<asio::ssl::context> tls);

/// What an error of a stream means. Errors of connect and those in the middle of a connection differ: see the argument.
enum class io_phase { connecting, talking };
errc classify(const boost::system::error_code& error, io_phase phase);

/// Words for a person: "connection refused", "the deadline passed".
std::string describe(const boost::system::error_code& error);

}  // namespace mesoscale::net
