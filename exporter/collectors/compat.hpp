// Which collectors also give the names of the old exporters, and how: the body of an answer goes to two decoders.
// Pure; compat_decoders.hpp decodes.
#pragma once

#include <memory>
#include <string_view>

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter {

/// The old exporters whose names are served besides ours.
struct compat_names {
  bool mesos_exporter = false;
  bool marathon_exporter = false;
};

/// The collector's own decoder; what it gives has the old names in decoded::compat if they are wanted and there are any. Only
/// the own decoder decides whether the answer is good.
std::unique_ptr<body_decoder> make_decoder(std::string_view collector_name, decoder_factory own,
                                           decode_options options, const compat_names& names);

}  // namespace mesoscale::exporter
