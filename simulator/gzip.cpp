#include "simulator/gzip.hpp"

#include <zlib.h>

#include <algorithm>

namespace mesoscale::simulator {
namespace {

/// libprocess: GZIP_MINIMUM_BODY_LENGTH.
constexpr std::size_t minimum_body = 1024;

}  // namespace

std::string gzip(std::string_view text) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(status == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const auto comma = accept_encoding.find(',');
    std::string_view one = accept_encoding.substr(0, comma);
    accept_encoding =
        comma == std::string_view::npos ? std::string_view() : accept_encoding.substr(comma + 1);
    one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
    const auto end = one.find_first_of(" \t;");
    if (one.substr(0, end) != "gzip" && one.substr(0, end) != "*") continue;
    const auto weight = one.find("q=");
    return weight == std::string_view::npos ||
           one.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

void compress_if_due(const net::http_request& request, net::http_response& answer) {
  if (answer.body.size() < minimum_body || !accepts_gzip(request.headers.get("Accept-Encoding"))) return;
  std::string packed = gzip(answer.body);
  if (packed.empty()) return;
  answer.body = std::move(packed);
  answer.headers.set("Content-Encoding", "gzip");
}

}  // namespace mesoscale::simulator
