// Reads a JSON text piece by piece and tells a visitor what stands where; builds no tree, so that a body of 100 MB costs
// a few kilobytes. For answers that are scraped; configuration and small answers use nlohmann/json.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.hpp"

namespace mesoscale {

enum class json_kind { null, boolean, number, string };

/// A value that is neither object nor array. Views are valid only inside the callback.
struct json_scalar {
  json_kind kind;
  bool boolean = false;
  double number = 0;  ///< by std::from_chars: correctly rounded; out of double's range: +-Inf
  std::string_view
      string;  ///< unescaped text of a string, which may have bytes that are not UTF-8; the digits as they stand of a number
};

/// Where a value stands: the keys from the root; an element of an array is "[]".
class json_path {
 public:
  std::size_t depth() const { return depth_; }
  std::string_view operator[](std::size_t i) const { return steps_[i]; }
  /// The innermost key; "" at the root.
  std::string_view key() const {
    return depth_ == 0 ? std::string_view() : std::string_view(steps_[depth_ - 1]);
  }
  /// Whether the path is exactly these steps, e.g. path.is({"apps", "[]", "id"}).
  bool is(std::initializer_list<std::string_view> steps) const;
  /// Whether the path begins with these steps.
  bool starts_with(std::initializer_list<std::string_view> steps) const;

 private:
  friend class json_stream_access;
  std::vector<std::string>
      steps_;  ///< only the first depth_ count: the others keep their memory for the next key
  std::size_t depth_ = 0;
};

class json_visitor {
 public:
  virtual ~json_visitor() = default;
  /// An object or array begins or ends at path (the root has depth 0).
  virtual void on_begin(const json_path& path, bool is_object) { (void)path, (void)is_object; }
  virtual void on_end(const json_path& path, bool is_object) { (void)path, (void)is_object; }
  virtual void on_scalar(const json_path& path, const json_scalar& value) = 0;
};

struct json_limits {
  std::size_t max_depth = 64;
  std::size_t max_string_bytes = 1 << 20;  ///< of one key or string
};

/// Feed pieces in order, then finish(). After a failure (errc::not_json, with the byte offset) nothing more may be fed.
class json_stream {
 public:
  json_stream(json_visitor& visitor, json_limits limits = {});
  ~json_stream();
  json_stream(const json_stream&) = delete;
  json_stream& operator=(const json_stream&) = delete;

  result<void> feed(std::string_view piece);
  /// Fails when the text is empty or ends in the middle.
  result<void> finish();

 private:
  struct implementation;
  std::unique_ptr<implementation> implementation_;
};

/// A whole text at once.
result<void> read_json(std::string_view text, json_visitor& visitor, json_limits limits = {});

}  // namespace mesoscale
