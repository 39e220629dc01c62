// Asks HTTP servers: keep-alive pool, one deadline for all of a request (look-up, connect, TLS, write, read, redirects),
// limits on body and redirects, gzip answers accepted, credentials only to the hosts they were configured for.
// An interface, so that the code above it can be tested without a network.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/core/result.hpp"
#include "common/core/url.hpp"
#include "common/net/auth.hpp"
#include "common/net/deadline.hpp"
#include "common/net/http_message.hpp"
#include "common/net/tls.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// How a group of targets is reached; shared by all requests to it.
struct access {
  tls_client_options tls;
  std::shared_ptr<credentials> login;  ///< may be null
  std::vector<std::string>
      login_authorities;  ///< "host:port" that may see the login, besides that of the request
};

struct client_request {
  std::string method = "GET";
  url to;
  header_list headers;  ///< Host, User-Agent, Accept-Encoding, Content-Length are the client's
  std::string body;
  std::shared_ptr<const access> how;        ///< null: no login, system certificates
  std::size_t max_body_bytes = 256u << 20;  ///< after decompression
  int max_redirects = 3;                    ///< 0: a redirect is answered as it is
  /// When set, a 200's body goes here piece by piece (decompressed) and response.body stays empty. A failure from it ends
  /// the request with that failure.
  std::function<result<void>(std::string_view)> body_sink;
};

class http_client {
 public:
  virtual ~http_client() = default;
  /// Any status is a result; a failure is that no complete answer came (errc: connect, refused, unreachable, resolve,
  /// timeout, tls, redirect, too_large, disconnected, not_json for a broken gzip body, wrong_shape for what is not HTTP,
  /// http_401 for a login that cannot be read, invalid for a path that must not stand in a request). A request on a kept
  /// connection that the server had closed meanwhile is sent once more on a new one if its method is GET or HEAD.
  /// A redirect of another method is followed only by 307 and 308; else it is errc::redirect.
  virtual asio::awaitable<result<http_response>> send(client_request request, deadline until) = 0;
};

struct client_options {
  std::size_t max_idle_per_server = 4;
  std::chrono::milliseconds idle_timeout{55'000};
  std::string user_agent = "mesoscale";
};

/// The real client. Use it from the thread of its executor only. Name look-ups fall back on the last good addresses of the host.
std::shared_ptr<http_client> make_http_client(asio::any_io_executor executor, client_options options = {});

/// The failure that an unwanted status means (401, 403, other 4xx, 5xx, 3xx), or nothing for 2xx. target is for the text.
result<void> check_status(const http_response& response, const std::string& target);

}  // namespace mesoscale::net
