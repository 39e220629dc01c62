#include "common/core/json_stream.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <limits>

namespace mesoscale {

/// Lets the parser's handler move the path without making that public.
class json_stream_access {
 public:
  static void push(json_path& path, std::string_view step) {
    if (path.depth_ == path.steps_.size()) path.steps_.emplace_back();
    path.steps_[path.depth_++].assign(step);
  }
  static void pop(json_path& path) { --path.depth_; }
};

bool json_path::is(std::initializer_list<std::string_view> steps) const {
  return steps.size() == depth_ && starts_with(steps);
}

bool json_path::starts_with(std::initializer_list<std::string_view> steps) const {
  if (steps.size() > depth_) return false;
  std::size_t i = 0;
  for (const std::string_view step : steps) {
    if (step != steps_[i++]) return false;
  }
  return true;
}

namespace {

constexpr std::string_view element_step = "[]";

/// What boost::json::basic_parser calls. Its own numbers are not used: it rounds some by one unit in the last place, so
/// the digits are collected and given to std::from_chars.
struct parser_handler {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  using error_code = boost::json::error_code;
  using text = boost::json::string_view;

  json_visitor& visitor;
  json_limits limits;
  json_path path;
  std::vector<bool> in_object;  ///< for each open object or array, innermost last
  std::string collected;
  std::string number;

  /// An element of an array stands under "[]"; a member under its key, which is already on the path.
  void enter_value() {
    if (!in_object.empty() && !in_object.back()) json_stream_access::push(path, element_step);
  }
  void leave_value() {
    if (!in_object.empty()) json_stream_access::pop(path);
  }
  void scalar(const json_scalar& value) {
    enter_value();
    visitor.on_scalar(path, value);
    leave_value();
  }
  bool begin(bool is_object) {
    enter_value();
    visitor.on_begin(path, is_object);
    in_object.push_back(is_object);
    return true;
  }
  bool end(bool is_object) {
    in_object.pop_back();
    visitor.on_end(path, is_object);
    leave_value();
    return true;
  }
  bool collect(text part, error_code& ec) {
    if (collected.size() + part.size() > limits.max_string_bytes) {
      ec = boost::json::error::string_too_large;
      return false;
    }
    collected.append(part.data(), part.size());
    return true;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return begin(true); }
  bool on_object_end(std::size_t, error_code&) { return end(true); }
  bool on_array_begin(error_code&) { return begin(false); }
  bool on_array_end(std::size_t, error_code&) { return end(false); }
  bool on_key_part(text part, std::size_t, error_code& ec) { return collect(part, ec); }
  bool on_key(text part, std::size_t, error_code& ec) {
    if (!collect(part, ec)) return false;
    json_stream_access::push(path, collected);
    collected.clear();
    return true;
  }
  bool on_string_part(text part, std::size_t, error_code& ec) { return collect(part, ec); }
  bool on_string(text part, std::size_t, error_code& ec) {
    if (!collect(part, ec)) return false;
    scalar({json_kind::string, false, 0, collected});
    collected.clear();
    return true;
  }
  bool on_number_part(text part, error_code&) {
    number.append(part.data(), part.size());
    return true;
  }
  bool finish_number(text part) {
    number.append(part.data(), part.size());
    double value = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
    if (parsed.ec == std::errc::result_out_of_range) value = out_of_range_value();
    scalar({json_kind::number, false, value, number});
    number.clear();
    return true;
  }
  /// from_chars leaves the value alone when it is out of range: too small is 0, too large is infinite.
  double out_of_range_value() const {
    const auto exponent = number.find_first_of("eE");
    const bool is_tiny = exponent != std::string::npos && number.find('-', exponent) != std::string::npos;
    const double magnitude = is_tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return number.front() == '-' ? -magnitude : magnitude;
  }
  bool on_int64(std::int64_t, text part, error_code&) { return finish_number(part); }
  bool on_uint64(std::uint64_t, text part, error_code&) { return finish_number(part); }
  bool on_double(double, text part, error_code&) { return finish_number(part); }
  bool on_bool(bool value, error_code&) {
    scalar({json_kind::boolean, value, 0, {}});
    return true;
  }
  bool on_null(error_code&) {
    scalar({json_kind::null, false, 0, {}});
    return true;
  }
  bool on_comment_part(text, error_code&) { return true; }
  bool on_comment(text, error_code&) { return true; }
};

boost::json::parse_options parser_options(const json_limits& limits) {
  boost::json::parse_options options;
  options.max_depth = limits.max_depth;
  // Mesos passes on names as they were given to it: one bad byte in one of them must not cost a whole answer.
  options.allow_invalid_utf8 = true;
  return options;
}

}  // namespace

struct json_stream::implementation {
  implementation(json_visitor& visitor, json_limits limits)
      : parser(parser_options(limits), parser_handler{visitor, limits, {}, {}, {}, {}}) {}

  result<void> write(std::string_view piece, bool has_more) {
    boost::json::error_code ec;
    const std::size_t taken = parser.write_some(has_more, piece.data(), piece.size(), ec);
    if (!ec && taken < piece.size()) ec = boost::json::error::extra_data;
    offset += taken;
    if (!ec) return {};
    return failure{errc::not_json, "expected JSON, found a mistake at byte " + std::to_string(offset) + " (" +
                                       ec.message() + ")"};
  }

  boost::json::basic_parser<parser_handler> parser;
  std::size_t offset = 0;
};

json_stream::json_stream(json_visitor& visitor, json_limits limits)
    : implementation_(std::make_unique<implementation>(visitor, limits)) {}

json_stream::~json_stream() = default;

result<void> json_stream::feed(std::string_view piece) { return implementation_->write(piece, true); }

result<void> json_stream::finish() { return implementation_->write({}, false); }

result<void> read_json(std::string_view text, json_visitor& visitor, json_limits limits) {
  json_stream stream(visitor, limits);
  if (const auto fed = stream.feed(text); !fed) return fed;
  return stream.finish();
}

}  // namespace mesoscale
