// One request and its answer on one connection. Which connection, redirects and second tries are the client's business.
// For use inside net only.
#pragma once

#include <string>

#include "common/net/buffer_pool.hpp"
#include "common/net/byte_stream.hpp"
#include "common/net/http_client.hpp"

namespace mesoscale::net {

/// A request as it goes onto the wire.
struct outgoing {
  std::string head;       ///< request line and fields, with the empty line
  std::string_view body;  ///< must outlive the exchange
  bool is_head_method = false;
  std::size_t max_body_bytes = 0;
  std::function<result<void>(std::string_view)> body_sink;
};

struct exchange_end {
  result<http_response> answer;
  bool answer_began = false;  ///< at least one byte came
  bool may_be_kept = false;   ///< the connection is good for another request
};

/// The head of a request: our own fields first, then the given ones except those that are ours. authorization may be empty.
std::string request_head(const client_request& request, const url& to, const std::string& user_agent,
                         const std::string& authorization, bool with_login);

/// Failures of the answer have texts without the target.
asio::awaitable<exchange_end> exchange(byte_stream& stream, outgoing request, buffer_pool::lease buffer,
                                       deadline until);

}  // namespace mesoscale::net
