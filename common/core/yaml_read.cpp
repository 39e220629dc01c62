// The typed reads of yaml_map: one function per kind of value, on top of get().
#include "common/core/yaml.hpp"

#include <charconv>
#include <cstring>

namespace mesoscale {
namespace {

template <class Number>
bool parse_whole(const std::string& text, Number& out) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

/// "found X, expected Y" of a failure text, after its "expected ".
std::string expectation(const failure& why) {
  const auto at = why.what.find("expected ");
  return at == std::string::npos ? why.what : why.what.substr(at + std::strlen("expected "));
}

}  // namespace

bool yaml_map::read(std::string_view key, std::string& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  if (value.what() != yaml_value::kind::scalar) {
    errors_.push_back(value.mistake(value.description(), "text"));
    return false;
  }
  target = value.scalar();
  return true;
}

bool yaml_map::read(std::string_view key, bool& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  const std::string text = value.scalar();
  if (text != "true" && text != "false") {
    errors_.push_back(value.mistake(value.description(), "true or false"));
    return false;
  }
  target = text == "true";
  return true;
}

bool yaml_map::read(std::string_view key, double& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  if (double number = 0; parse_whole(value.scalar(), number)) {
    target = number;
    return true;
  }
  errors_.push_back(value.mistake(value.description(), "a number"));
  return false;
}

bool yaml_map::read(std::string_view key, std::int64_t& target, std::int64_t lowest, std::int64_t highest) {
  const yaml_value value = get(key);
  if (!value) return false;
  std::int64_t number = 0;
  if (parse_whole(value.scalar(), number) && number >= lowest && number <= highest) {
    target = number;
    return true;
  }
  errors_.push_back(value.mistake(value.description(), "a whole number from " + std::to_string(lowest) +
                                                           " to " + std::to_string(highest)));
  return false;
}

bool yaml_map::read(std::string_view key, milliseconds& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  const auto parsed = parse_duration(value.scalar());
  if (!parsed) {
    errors_.push_back(value.mistake(value.description(), expectation(parsed.error())));
    return false;
  }
  target = *parsed;
  return true;
}

bool yaml_map::read_bytes(std::string_view key, std::uint64_t& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  const auto parsed = parse_bytes(value.scalar());
  if (!parsed) {
    errors_.push_back(value.mistake(value.description(), expectation(parsed.error())));
    return false;
  }
  target = *parsed;
  return true;
}

bool yaml_map::read(std::string_view key, std::vector<std::string>& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  std::vector<std::string> texts;
  for (const yaml_value& item : value.items()) {
    if (item.what() != yaml_value::kind::scalar) {
      errors_.push_back(item.mistake(item.description(), "text"));
      return false;
    }
    texts.push_back(item.scalar());
  }
  if (value.what() != yaml_value::kind::list) {
    errors_.push_back(value.mistake(value.shape(), "a list"));
    return false;
  }
  target = std::move(texts);
  return true;
}

bool yaml_map::read_map(std::string_view key, const std::function<void(yaml_map&)>& body) {
  const yaml_value value = get(key);
  if (!value) return false;
  yaml_map inner(value, errors_);
  body(inner);
  inner.finish();
  return true;
}

bool yaml_map::read_maps(std::string_view key, const std::function<void(yaml_map&)>& body) {
  const yaml_value value = get(key);
  if (!value || value.what() == yaml_value::kind::null) return false;
  if (value.what() != yaml_value::kind::list) {
    errors_.push_back(value.mistake(value.shape(), "a list"));
    return false;
  }
  for (const yaml_value& item : value.items()) {
    yaml_map inner(item, errors_);
    body(inner);
    inner.finish();
  }
  return true;
}

}  // namespace mesoscale
