#include "common/net/byte_stream.hpp"

#include "common/net/tls_context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <array>
#include <cerrno>
#include <type_traits>
#include <utility>

#include <sys/socket.h>

namespace mesoscale::net {

namespace {

namespace beast = boost::beast;
namespace ssl = asio::ssl;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using plain_layer = beast::tcp_stream;
using tls_layer = beast::ssl_stream<beast::tcp_stream>;

/// What fits into one TLS record (RFC 8446, 5.1).
constexpr std::size_t one_record = 16 * 1024;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

template <class Layer>
class stream final : public byte_stream {
 public:
  static constexpr bool is_tls = std::is_same_v<Layer, tls_layer>;

  template <class... Arguments>
  stream(ssl::stream_base::handshake_type side, Arguments&&... arguments)
      : layer_(std::forward<Arguments>(arguments)...), side_(side) {}

  asio::awaitable<error_code> connect(tcp::endpoint to, deadline until) override {
    tcp_layer().expires_at(until);
    const auto [error] = co_await tcp_layer().async_connect(to, with_error);
    if (!error) set_no_delay();
    co_return error;
  }

  asio::awaitable<result<void>> handshake(deadline until) override {
    if constexpr (is_tls) {
      tcp_layer().expires_at(until);
      const auto [error] = co_await layer_.async_handshake(side_, with_error);
      if (error) co_return handshake_failure(error);
    }
    co_return result<void>();
  }

  asio::awaitable<io_result> read_some(asio::mutable_buffer into, deadline until) override {
    tcp_layer().expires_at(until);
    const auto [error, bytes] = co_await layer_.async_read_some(into, with_error);
    co_return io_result{error, bytes};
  }

  asio::awaitable<io_result> write(std::string_view first, std::string_view second, deadline until) override {
    tcp_layer().expires_at(until);
    if constexpr (is_tls) {
      // Beast 1.81's TLS stream ends a write of two buffers after the first, without an error, when both together are
      // larger than a record. So each is written by itself, unless they share a record.
      if (first.size() + second.size() <= one_record) {
        const auto joined = std::string(first) + std::string(second);
        const auto [error, bytes] = co_await asio::async_write(layer_, asio::buffer(joined), with_error);
        co_return io_result{error, bytes};
      }
      const auto [first_error, first_bytes] =
          co_await asio::async_write(layer_, asio::buffer(first), with_error);
      if (first_error) co_return io_result{first_error, first_bytes};
      const auto [error, bytes] = co_await asio::async_write(layer_, asio::buffer(second), with_error);
      co_return io_result{error, first_bytes + bytes};
    } else {
      const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
      const auto [error, bytes] = co_await asio::async_write(layer_, both, with_error);
      co_return io_result{error, bytes};
    }
  }

  asio::awaitable<void> finish(deadline until) override {
    if constexpr (is_tls) {
      tcp_layer().expires_at(until);
      co_await layer_.async_shutdown(with_error);
    }
    error_code ignored;
    tcp_layer().socket().shutdown(tcp::socket::shutdown_send, ignored);
  }

  void close() noexcept override { tcp_layer().close(); }

  void reset() noexcept override {
    error_code ignored;
    tcp_layer().socket().set_option(asio::socket_base::linger(true, 0), ignored);
    tcp_layer().close();
  }

  bool is_quiet() override {
    char byte = 0;
    const auto got = ::recv(tcp_layer().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    // A TLS peer may send session tickets at any time, so waiting bytes say nothing.
    return got > 0 && is_tls;
  }

  tcp::endpoint local() const override {
    error_code ignored;
    return beast::get_lowest_layer(layer_).socket().local_endpoint(ignored);
  }

  tcp::endpoint peer() const override {
    error_code ignored;
    return beast::get_lowest_layer(layer_).socket().remote_endpoint(ignored);
  }

  Layer& layer() { return layer_; }

  /// Requests are small and wait for their answer: they are not held back to be merged.
  void set_no_delay() {
    error_code ignored;
    tcp_layer().socket().set_option(tcp::no_delay(true), ignored);
  }

 private:
  plain_layer& tcp_layer() { return beast::get_lowest_layer(layer_); }

  failure handshake_failure(const error_code& error) {
    const auto why = classify(error, io_phase::talking);
    if (why == errc::timeout || why == errc::cancelled) return failure{why, describe(error)};
    std::string text = "TLS handshake failed: " + describe(error);
    if constexpr (is_tls) {
      const auto verdict = SSL_get_verify_result(layer_.native_handle());
      if (verdict != X509_V_OK) text += std::string(" (") + X509_verify_cert_error_string(verdict) + ")";
    }
    return failure{errc::tls, std::move(text)};
  }

  Layer layer_;
  ssl::stream_base::handshake_type side_;
};

}  // namespace

std::unique_ptr<byte_stream> make_client_stream(asio::any_io_executor executor,
                                                std::shared_ptr<ssl::context> tls, std::string server_name) {
  if (!tls) return std::make_unique<stream<plain_layer>>(ssl::stream_base::client, executor);
  auto secure = std::make_unique<stream<tls_layer>>(ssl::stream_base::client, executor, *tls);
  expect_server_name(secure->layer().native_handle(), server_name);
  return secure;
}

std::unique_ptr<byte_stream> make_server_stream(tcp::socket socket, std::shared_ptr<ssl::context> tls) {
  if (!tls) {
    auto plain = std::make_unique<stream<plain_layer>>(ssl::stream_base::server, std::move(socket));
    plain->set_no_delay();
    return plain;
  }
  auto secure = std::make_unique<stream<tls_layer>>(ssl::stream_base::server, std::move(socket), *tls);
  secure->set_no_delay();
  return secure;
}

errc classify(const error_code& error, io_phase phase) {
  namespace code = asio::error;
  if (error == beast::error::timeout || error == code::timed_out) return errc::timeout;
  if (error == code::operation_aborted) return errc::cancelled;
  if (error.category() == asio::error::get_ssl_category()) return errc::tls;
  if (phase == io_phase::talking) return errc::disconnected;
  if (error == code::connection_refused) return errc::refused;
  if (error == code::host_unreachable || error == code::network_unreachable || error == code::network_down) {
    return errc::unreachable;
  }
  return errc::connect;
}

std::string describe(const error_code& error) {
  if (error == beast::error::timeout) return "the deadline passed";
  if (error == asio::error::eof) return "the peer closed the connection";
  return error.message();
}

}  // namespace mesoscale::net
