#include "exporter/collectors/json_decoder.hpp"

#include <utility>

namespace mesoscale::exporter {

json_decoder::json_decoder(const metric_table& table, root expected, decode_options options)
    : writer_(table, std::move(options)), expected_(expected), stream_(*this) {}

result<void> json_decoder::feed(std::string_view piece) { return stream_.feed(piece); }

result<decoded> json_decoder::finish() {
  if (auto complete = stream_.finish(); !complete) return complete.error();
  if (!root_fits_) {
    const char* const wanted = expected_ == root::object ? "an object" : "an array";
    return failure{errc::wrong_shape, std::string("the answer is JSON, but not ") + wanted};
  }
  if (auto checked = check(); !checked) return checked.error();
  return std::move(writer_).take();
}

void json_decoder::on_begin(const json_path& path, bool is_object) {
  if (path.depth() == 0) {
    root_fits_ = is_object == (expected_ == root::object);
  } else if (root_fits_) {
    begin(path, is_object);
  }
}

void json_decoder::on_end(const json_path& path, bool) {
  if (path.depth() > 0 && root_fits_) end(path);
}

void json_decoder::on_scalar(const json_path& path, const json_scalar& value) {
  if (path.depth() > 0 && root_fits_) scalar(path, value);
}

}  // namespace mesoscale::exporter
