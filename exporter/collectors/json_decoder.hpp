// The part that all decoders of JSON bodies have in common: the stream, the check of the root, and the rule for refused values.
// A decoder derives from it, says by its answer_shape what belongs where, takes what it needs from the visitor's calls and fills
// writer(). Only values of the right kind reach it from the places that its shape knows.
//
// The rule. A value is refused, that is left out with all that is in it and counted once in
// mesoscale_exporter_collector_values_refused, if
//   - it stands at a known place and is of another kind than belongs there,
//   - it is of the right kind, but no time, period or resource can be read from it, or it is not finite,
//   - its series is there already,
//   - or it is an element of a list without what names it (an id), and nothing in it has been counted.
// null is the same as an absent member; only as an element of a list it is a value, and a wrong one. What stands at other places is
// not looked at. Counts of elements are of those that were not refused. If nothing is left of the list that an answer is about, the
// whole answer fails.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "common/core/json_stream.hpp"
#include "exporter/collectors/answer_shape.hpp"
#include "exporter/collectors/decode.hpp"
#include "exporter/collectors/series_writer.hpp"

namespace mesoscale::exporter {

class json_decoder : public body_decoder, protected json_visitor {
 public:
  result<void> feed(std::string_view piece) final;
  result<decoded> finish() final;

 protected:
  enum class root { object, array };

  /// The shape must outlive the decoder; with none every value reaches the decoder.
  json_decoder(const metric_table& table, root expected, decode_options options,
               const answer_shape& shape = no_shape());

  series_writer& writer() { return writer_; }

  /// Called inside the root only.
  virtual void begin(const json_path& path, bool is_object) { (void)path, (void)is_object; }
  virtual void end(const json_path& path) { (void)path; }
  virtual void scalar(const json_path& path, const json_scalar& value) = 0;
  /// The last word of the decoder on the whole answer.
  virtual result<void> check() { return {}; }

  /// In end() of an element that cannot be used, because what names it is missing.
  void refuse_nameless(const json_path& path);
  /// Whether any value was refused so far.
  bool has_refused() { return writer_.counts().values_refused > 0; }
  /// Whether a member of the root was refused.
  bool has_refused_member() const { return has_refused_member_; }

 private:
  static const answer_shape& no_shape();
  void on_begin(const json_path& path, bool is_object) final;
  void on_end(const json_path& path, bool is_object) final;
  void on_scalar(const json_path& path, const json_scalar& value) final;
  void refuse(const json_path& path);

  /// An object or list that is being read.
  struct open_value {
    answer_shape::place at = answer_shape::root;
    std::size_t refused_before = 0;
  };

  series_writer writer_;
  root expected_;
  const answer_shape& shape_;
  bool root_fits_ = false;
  bool has_refused_member_ = false;
  std::vector<open_value> open_;   ///< from the root on
  std::size_t refused_depth_ = 0;  ///< of the object or list that is being left out; 0: none
  json_stream stream_;
};

}  // namespace mesoscale::exporter
