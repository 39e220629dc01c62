// An HTTP client without a network: answers are written down by path, or given when the test says so.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/net/http_client.hpp"

namespace mesoscale::exporter::testing {

namespace asio = boost::asio;

class scripted_client : public net::http_client {
 public:
  using answer = std::function<asio::awaitable<result<net::http_response>>(net::deadline until)>;

  /// By "host:port/path".
  std::map<std::string, answer> answers;
  std::vector<std::string> asked;
  std::map<std::string, std::string> posted;  ///< the last body that was sent by POST

  /// The body goes to the sink of a 200, as the real client does it.
  void say(const std::string& where, int status, const std::string& body);
  void fail(const std::string& where, errc code);
  /// Comes back with a timeout at the deadline.
  void hang(const std::string& where);

  std::size_t count(const std::string& where) const;

  asio::awaitable<result<net::http_response>> send(net::client_request request, net::deadline until) override;
};

}  // namespace mesoscale::exporter::testing
