// What proves to a target who we are: basic authentication or a bearer token, the secret always read from a file.
// Files are read again when they change, so that rotated secrets need no restart. Secrets never appear in failures.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

#include "common/core/result.hpp"
#include "common/net/deadline.hpp"

namespace mesoscale {
class yaml_map;
}

namespace mesoscale::net {

namespace asio = boost::asio;

/// Gives the value of the Authorization header.
class credentials {
 public:
  virtual ~credentials() = default;
  /// Gets what authorization() needs and does not have yet, such as a token by a login. Called before each request; most
  /// need nothing. Fails (errc::http_401) when it cannot be had before the deadline.
  virtual asio::awaitable<result<void>> prepare(deadline until);
  /// Fails (errc::http_401) when the secret cannot be read or is empty: an empty header is never sent.
  virtual result<std::string> authorization() = 0;
  /// A server has answered 401 to this value. True: there may be another one, and the request is worth one more try.
  virtual bool reject(const std::string& authorization);
};

/// "Basic base64(username:password)"; the trailing line end of the file is not part of the password.
std::shared_ptr<credentials> basic_credentials(std::string username, std::string password_file);

/// "TYPE token", e.g. type "Bearer".
std::shared_ptr<credentials> token_credentials(std::string type, std::string credentials_file);

}  // namespace mesoscale::net
