// The head of an answer as it goes onto the wire. Pure but for the Date. For use inside net, and by faults that end an answer after its head.
#pragma once

#include <string>
#include <string_view>

#include "common/net/http_message.hpp"

namespace mesoscale::net {

/// The standard reason phrase; "Status" for a code that has none here.
std::string_view standard_reason(int status);

/// Whether an answer of this status has a body at all (RFC 9110: not 1xx, 204, 304).
bool may_have_body(int status);

/// What Connection says; keep_alive_1_0 is what a client of HTTP/1.0 must be told when the connection stays.
enum class connection_word { none, close, keep_alive_1_0 };

/// Status line, fields and empty line. Content-Length is that of the body; Date is added unless the answer has one.
std::string response_head(const http_response& response, connection_word connection);

}  // namespace mesoscale::net
