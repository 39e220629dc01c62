#include "webhook/decision/case_fields.hpp"

#include "common/core/json_stream.hpp"

#include <limits>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;

/// Builds the tree; a number stays the digits that stand in the text.
class tree_builder : public json_visitor {
 public:
  void on_begin(const json_path& path, bool is_object) override {
    open_.push_back(place(path, is_object ? json::object() : json::array()));
  }
  void on_end(const json_path&, bool) override { open_.pop_back(); }
  void on_scalar(const json_path& path, const json_scalar& value) override {
    switch (value.kind) {
      case json_kind::null:
        place(path, nullptr);
        break;
      case json_kind::boolean:
        place(path, value.boolean);
        break;
      case json_kind::number:
      case json_kind::string:
        place(path, std::string(value.string));
        break;
    }
  }
  json take() { return std::move(root_); }

 private:
  json* place(const json_path& path, json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    json& slot = parent[std::string(path.key())];
    slot = std::move(value);
    return &slot;
  }

  json root_;
  std::vector<json*> open_;
};

std::string description(const json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 80);
}

std::optional<exact_number> number_from(const json& value) {
  if (!value.is_string()) return std::nullopt;
  auto number = exact_number::parse(value.get_ref<const std::string&>());
  if (!number) return std::nullopt;
  return *number;
}

/// Prometheus writes a missing value so; nothing can be calculated with an infinite one either.
bool is_not_finite(const json& value) {
  static const std::set<std::string, std::less<>> words = {"NaN",  "nan", "Inf",  "+Inf",
                                                           "-Inf", "inf", "+inf", "-inf"};
  return value.is_string() && words.contains(value.get_ref<const std::string&>());
}

std::chrono::milliseconds cut_to_ms(std::int64_t count) {
  // Half of the range, so that sums of spans do not overflow.
  constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max() / 2;
  return std::chrono::milliseconds(count < longest ? count : longest);
}

}  // namespace

result<json> parse_exact_json(std::string_view text) {
  tree_builder builder;
  if (const auto read = read_json(text, builder); !read) return read.error();
  return builder.take();
}

case_fields::case_fields(const json& object, std::string path, std::vector<std::string>& errors)
    : object_(object), path_(std::move(path)), errors_(errors) {}

const json* case_fields::find(std::string_view key) const {
  known_.emplace(key);
  const auto at = object_.find(key);
  return at == object_.end() || at->is_null() ? nullptr : &*at;
}

bool case_fields::has(std::string_view key) const { return find(key) != nullptr; }

void case_fields::complain_at(const std::string& at, const json& found, std::string_view expected) {
  errors_.push_back(at + ": found " + description(found) + ", expected " + std::string(expected));
}

void case_fields::complain(std::string_view key, std::string_view expected) {
  const json* const value = find(key);
  complain_at(path_ + "." + std::string(key), value ? *value : json("nothing"), expected);
}

void case_fields::require(std::string_view key, std::string_view expected) {
  if (!has(key))
    errors_.push_back(path_ + "." + std::string(key) + ": found nothing, expected " + std::string(expected));
}

void case_fields::read(std::string_view key, bool& out) {
  const json* const value = find(key);
  if (!value) return;
  if (value->is_boolean()) {
    out = value->get<bool>();
  } else {
    complain(key, "true or false");
  }
}

void case_fields::read(std::string_view key, std::string& out) {
  const json* const value = find(key);
  if (!value) return;
  if (value->is_string()) {
    out = value->get<std::string>();
  } else {
    complain(key, "a text");
  }
}

void case_fields::read(std::string_view key, exact_number& out) {
  std::optional<exact_number> value;
  if (!has(key)) return;
  read(key, value);
  if (value) {
    out = *value;
  } else if (is_not_finite(*find(key))) {
    complain(key, "a number");
  }
}

void case_fields::read(std::string_view key, std::optional<exact_number>& out) {
  const json* const value = find(key);
  if (!value) return;
  out = number_from(*value);
  if (!out && !is_not_finite(*value)) complain(key, "a number of at most 1000 digits");
}

void case_fields::read_count(std::string_view key, std::int64_t& out, std::int64_t lowest) {
  const json* const value = find(key);
  if (!value) return;
  const auto number = number_from(*value);
  if (number && number->is_whole() && *number >= lowest) {
    out = number->floor();
  } else {
    complain(key, lowest == std::numeric_limits<std::int64_t>::min()
                      ? "a whole number"
                      : "a whole number, at least " + std::to_string(lowest));
  }
}

void case_fields::read_count(std::string_view key, std::optional<std::int64_t>& out, std::int64_t lowest) {
  if (!has(key)) return;
  std::int64_t count = 0;
  read_count(key, count, lowest);
  out = count;
}

void case_fields::read_seconds(std::string_view key, std::chrono::milliseconds& out) {
  const json* const value = find(key);
  if (!value) return;
  const auto number = number_from(*value);
  if (number && *number >= 0) {
    out = cut_to_ms((*number * 1000).ceil());
  } else {
    complain(key, "seconds, at least 0");
  }
}

void case_fields::read_object(std::string_view key, const std::function<void(case_fields&)>& reader) {
  const json* const value = find(key);
  if (!value) return;
  if (!value->is_object()) return complain(key, "an object");
  case_fields inner(*value, path_ + "." + std::string(key), errors_);
  reader(inner);
  inner.finish();
}

void case_fields::read_objects(std::string_view key, const std::function<void(case_fields&)>& reader) {
  const json* const value = find(key);
  if (!value) return;
  if (!value->is_array()) return complain(key, "a list of objects");
  for (std::size_t i = 0; i < value->size(); ++i) {
    const std::string at = path_ + "." + std::string(key) + "[" + std::to_string(i) + "]";
    if (!(*value)[i].is_object()) {
      complain_at(at, (*value)[i], "an object");
      continue;
    }
    case_fields inner((*value)[i], at, errors_);
    reader(inner);
    inner.finish();
  }
}

void case_fields::read_aged_item(const json& item, const std::string& at,
                                 const std::function<void(std::chrono::milliseconds, std::int64_t)>& take) {
  const bool is_pair = item.is_array() && item.size() == 2;
  const auto age = is_pair ? number_from(item[0]) : std::nullopt;
  const auto count = is_pair ? number_from(item[1]) : std::nullopt;
  if (!age || !count || !count->is_whole() || *count < 0) {
    return complain_at(at, item, "a pair of an age in seconds and a whole number, at least 0");
  }
  // A clock that was set back makes an age negative: then it has just happened.
  take(cut_to_ms(std::max<std::int64_t>(0, (*age * 1000).floor())), count->floor());
}

void case_fields::read_aged(std::string_view key,
                            const std::function<void(std::chrono::milliseconds, std::int64_t)>& take) {
  const json* const value = find(key);
  if (!value) return;
  if (!value->is_array()) return complain(key, "a list of pairs of an age in seconds and a whole number");
  for (std::size_t i = 0; i < value->size(); ++i) {
    read_aged_item((*value)[i], path_ + "." + std::string(key) + "[" + std::to_string(i) + "]", take);
  }
}

void case_fields::finish() {
  for (const auto& [key, value] : object_.items()) {
    if (!known_.contains(key)) errors_.push_back(path_ + "." + key + ": is no key that is known here");
  }
}

}  // namespace mesoscale::webhook
