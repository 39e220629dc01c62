// Serves HTTP/1.1: keep-alive, limits on header, body, time and connections, graceful stop, TLS.
// What a path means is the router's business.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/core/result.hpp"
#include "common/net/http_message.hpp"
#include "common/net/tls.hpp"

namespace boost::asio::ssl {
class context;
}

namespace mesoscale::net {

namespace asio = boost::asio;

using http_handler = std::function<asio::awaitable<http_response>(http_request)>;

struct server_options {
  std::string listen_address = ":0";  ///< "host:port" or ":port" (all addresses); port 0: any free one
  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_body_bytes = 16u << 20;
  std::size_t max_connections = 4096;  ///< at the limit the oldest idle one is closed for a new one
  std::chrono::milliseconds request_timeout{30'000};  ///< from the first byte of a request to its last
  std::chrono::milliseconds idle_timeout{90'000};     ///< between requests of a kept connection
  std::optional<tls_server_options> tls;
  /// Gives the TLS context of each new connection, null for a plain one; goes before tls. So a new certificate needs no restart.
  std::function<std::shared_ptr<asio::ssl::context>()> tls_source;
};

/// Parses "host:port", "[::1]:80", ":9105". Failure: errc::invalid.
struct listen_endpoint {
  std::string host;  ///< empty: all addresses
  std::uint16_t port;
};
result<listen_endpoint> parse_listen_address(const std::string& text);

class http_server {
 public:
  virtual ~http_server() = default;
  /// Opens the socket and starts to accept. Failure names the address and the system's reason.
  virtual result<void> start() = 0;
  /// The port that was bound; after start().
  virtual std::uint16_t port() const = 0;
  /// Closes the listening socket, lets requests in progress finish until the grace has passed, then closes everything.
  virtual asio::awaitable<void> stop(std::chrono::milliseconds grace) = 0;
};

/// handler runs on the executor, one coroutine a connection. An exception out of it is logged and answered with 500.
/// A request with both Content-Length and Transfer-Encoding is refused with 400.
std::shared_ptr<http_server> make_http_server(asio::any_io_executor executor, server_options options,
                                              http_handler handler);

}  // namespace mesoscale::net
