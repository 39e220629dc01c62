// Asks ZooKeeper's four-letter words: connect, send the word, read until the server closes. Knows nothing of what is
// answered. An interface, so that the code above it can be tested without a network.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "common/core/result.hpp"
#include "common/net/deadline.hpp"
#include "common/net/four_letter_word.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

struct line_server {
  std::string host;  ///< name or address, IPv6 without brackets
  std::uint16_t port = 2181;

  friend bool operator==(const line_server&, const line_server&) = default;
};

class line_client {
 public:
  virtual ~line_client() = default;
  /// The whole answer. Fails with errc: connect, refused, unreachable, resolve, timeout (ZooKeeper holds the connection of a
  /// word that it does not know), too_large, or disconnected when the connection breaks or ends without a byte.
  virtual asio::awaitable<result<std::string>> ask(line_server to, four_letter_word word, deadline until) = 0;
};

struct line_client_options {
  std::size_t max_answer_bytes = 4u << 20;  ///< mntr of 3.8 has 18 kB
};

/// The real client. Use it from the thread of its executor only. Keeps no connection: the server closes after each answer.
std::shared_ptr<line_client> make_line_client(asio::any_io_executor executor,
                                              line_client_options options = {});

}  // namespace mesoscale::net
