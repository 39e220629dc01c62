#include "common/net/inflater.hpp"

#include <array>
#include <new>
#include <utility>

#include <zlib.h>

namespace mesoscale::net {

struct inflater::state {
  receiver on_piece;
  z_stream stream{};
  bool is_complete = false;
  std::array<char, 64 * 1024> piece;
};

inflater::inflater(receiver on_piece) : state_(std::make_unique<state>()) {
  state_->on_piece = std::move(on_piece);
  // 16: a gzip header is expected, not a zlib one.
  if (inflateInit2(&state_->stream, MAX_WBITS + 16) != Z_OK) throw std::bad_alloc();
}

inflater::~inflater() { inflateEnd(&state_->stream); }

result<void> inflater::feed(std::string_view compressed) {
  auto& stream = state_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  while (true) {
    if (state_->is_complete) {
      if (stream.avail_in == 0) return {};
      // RFC 1952: a gzip file may consist of several members, one after the other.
      inflateReset(&stream);
      state_->is_complete = false;
    }
    stream.next_out = reinterpret_cast<Bytef*>(state_->piece.data());
    stream.avail_out = static_cast<uInt>(state_->piece.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    const auto produced = state_->piece.size() - stream.avail_out;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      return failure{errc::not_json,
                     std::string("the gzip body is broken: ") + (stream.msg ? stream.msg : "bad data")};
    }
    if (produced > 0) {
      if (auto taken = state_->on_piece(std::string_view(state_->piece.data(), produced)); !taken)
        return taken;
    }
    state_->is_complete = code == Z_STREAM_END;
    if (!state_->is_complete && stream.avail_out > 0) return {};
  }
}

result<void> inflater::finish() const {
  if (state_->is_complete || state_->stream.total_in == 0) return {};
  return failure{errc::disconnected, "the gzip body ends in the middle"};
}

}  // namespace mesoscale::net
