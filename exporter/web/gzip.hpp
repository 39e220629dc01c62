// Compresses a page with gzip. Level 1: higher levels cost several times as much CPU for little.
#pragma once

#include <string>
#include <string_view>

namespace mesoscale::exporter {

std::string gzip(std::string_view text);

/// Whether an Accept-Encoding header asks for gzip (and does not rule it out by q=0).
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace mesoscale::exporter
