// The part that all decoders of JSON bodies have in common: the stream, and the check of the root.
// A decoder derives from it, takes what it needs from the visitor's calls and fills writer().
#pragma once

#include <memory>

#include "common/core/json_stream.hpp"
#include "exporter/collectors/decode.hpp"
#include "exporter/collectors/series_writer.hpp"

namespace mesoscale::exporter {

class json_decoder : public body_decoder, protected json_visitor {
 public:
  result<void> feed(std::string_view piece) final;
  result<decoded> finish() final;

 protected:
  enum class root { object, array };

  json_decoder(const metric_table& table, root expected, decode_options options);

  series_writer& writer() { return writer_; }

  /// Called inside the root only.
  virtual void begin(const json_path& path, bool is_object) { (void)path, (void)is_object; }
  virtual void end(const json_path& path) { (void)path; }
  virtual void scalar(const json_path& path, const json_scalar& value) = 0;
  /// The last word of the decoder on the whole answer.
  virtual result<void> check() { return {}; }

 private:
  void on_begin(const json_path& path, bool is_object) final;
  void on_end(const json_path& path, bool is_object) final;
  void on_scalar(const json_path& path, const json_scalar& value) final;

  series_writer writer_;
  root expected_;
  bool root_fits_ = false;
  json_stream stream_;
};

}  // namespace mesoscale::exporter
