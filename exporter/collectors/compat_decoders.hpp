// Decodes the same answers as the collectors' own decoders, into the names of the old exporters (tables/compat_*).
// Pure. What is not in an answer has no series, unlike in mesos_exporter, which gave zeros.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

std::unique_ptr<body_decoder> make_compat_master_decoder(decode_options options);
std::unique_ptr<body_decoder> make_compat_agent_decoder(decode_options options);
std::unique_ptr<body_decoder> make_compat_container_decoder(decode_options options);
std::unique_ptr<body_decoder> make_compat_agent_list_decoder(decode_options options);
std::unique_ptr<body_decoder> make_compat_app_decoder(decode_options options);

/// How many numbers the ranges of a resource have: 1101 for "[31000-32000, 8000-8099]". Nothing if the text is no such list.
std::optional<double> count_of_ranges(std::string_view text);

}  // namespace mesoscale::exporter
