#include "exporter/collectors/decode.hpp"

#include <utility>

namespace mesoscale::exporter {

result<decoded> decode_body(decoder_factory make, decode_options options, std::string_view body) {
  const auto decoder = make(std::move(options));
  if (auto fed = decoder->feed(body); !fed) return fed.error();
  return decoder->finish();
}

}  // namespace mesoscale::exporter
