#include "exporter/collectors/json_decoder.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace mesoscale::exporter {
namespace {

json_kinds kind_of(const json_scalar& value) {
  if (value.kind == json_kind::string) return json_kinds::text;
  return value.kind == json_kind::number ? json_kinds::number : json_kinds::truth;
}

}  // namespace

json_decoder::json_decoder(const metric_table& table, root expected, decode_options options,
                           const answer_shape& shape)
    : writer_(table, std::move(options)), expected_(expected), shape_(shape), stream_(*this) {}

const answer_shape& json_decoder::no_shape() {
  static const answer_shape none;
  return none;
}

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
  const std::size_t depth = path.depth();
  if (depth == 0) {
    root_fits_ = is_object == (expected_ == root::object);
    open_.emplace_back();
    return;
  }
  if (!root_fits_ || refused_depth_ > 0) return;
  open_.resize(depth);
  const auto at = shape_.below(open_.back().at, path.key());
  open_.push_back({at, writer_.counts().values_refused});
  if (has_kind(shape_.kinds(at), is_object ? json_kinds::object : json_kinds::list))
    return begin(path, is_object);
  refused_depth_ = depth;
  refuse(path);
}

void json_decoder::on_end(const json_path& path, bool) {
  if (path.depth() == 0 || !root_fits_) return;
  if (refused_depth_ == 0) return end(path);
  if (refused_depth_ == path.depth()) refused_depth_ = 0;
}

void json_decoder::on_scalar(const json_path& path, const json_scalar& value) {
  if (path.depth() == 0 || !root_fits_ || refused_depth_ > 0) return;
  open_.resize(path.depth());
  const auto at = shape_.below(open_.back().at, path.key());
  if (at == answer_shape::nowhere) return scalar(path, value);
  const bool is_null = value.kind == json_kind::null;
  if (is_null && path.key() != "[]") return;
  const bool is_infinite = value.kind == json_kind::number && !std::isfinite(value.number);
  if (!is_null && !is_infinite && has_kind(shape_.kinds(at), kind_of(value))) return scalar(path, value);
  refuse(path);
}

void json_decoder::refuse(const json_path& path) {
  writer_.refuse();
  if (path.depth() == 1) has_refused_member_ = true;
}

void json_decoder::refuse_nameless(const json_path& path) {
  if (writer_.counts().values_refused == open_[path.depth()].refused_before) writer_.refuse();
}

}  // namespace mesoscale::exporter
