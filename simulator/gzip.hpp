// Compresses answers as Mesos does: from 1,024 bytes, when the client accepts gzip. No streaming.
#pragma once

#include "common/net/http_message.hpp"

#include <string>
#include <string_view>

namespace mesoscale::simulator {

/// The gzip form of a text; empty if zlib fails.
std::string gzip(std::string_view text);

/// Whether an Accept-Encoding header admits gzip (absent, or with q=0: no).
bool accepts_gzip(std::string_view accept_encoding);

/// Compresses the body and says so in the header, where that is due.
void compress_if_due(const net::http_request& request, net::http_response& answer);

}  // namespace mesoscale::simulator
