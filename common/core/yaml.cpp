#include "common/core/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

namespace mesoscale {

struct yaml_value::node {
  YAML::Node content;
  std::shared_ptr<const std::string> file;
  std::string path;
  int line = 1;
  int column = 1;
};

namespace {

std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

/// A key that stands twice in one map is lost silently by yaml-cpp, so it is searched for.
const YAML::Node* find_duplicate(const YAML::Node& node, YAML::Node& place) {
  if (node.IsMap()) {
    std::set<std::string> seen;
    for (const auto& member : node) {
      if (!member.first.IsScalar() || !seen.insert(member.first.Scalar()).second) {
        place.reset(member.first);
        return &place;
      }
      if (find_duplicate(member.second, place)) return &place;
    }
  } else if (node.IsSequence()) {
    for (const auto& item : node) {
      if (find_duplicate(item, place)) return &place;
    }
  }
  return nullptr;
}

std::string describe(const yaml_value& value) {
  switch (value.what()) {
    case yaml_value::kind::missing:
      return "nothing";
    case yaml_value::kind::null:
      return "nothing";
    case yaml_value::kind::scalar:
      return quoted(value.scalar());
    case yaml_value::kind::list:
      return "a list";
    case yaml_value::kind::map:
      return "a map";
  }
  return "nothing";
}

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

std::string config_error::text() const {
  std::string out = file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
  if (!key.empty()) out += key + ": ";
  return out + "found " + found + ", expected " + expected;
}

yaml_value::yaml_value() = default;

yaml_value::kind yaml_value::what() const {
  if (!node_ || !node_->content.IsDefined()) return kind::missing;
  if (node_->content.IsNull()) return kind::null;
  if (node_->content.IsScalar()) return kind::scalar;
  return node_->content.IsSequence() ? kind::list : kind::map;
}

std::string yaml_value::scalar() const {
  return what() == kind::scalar ? node_->content.Scalar() : std::string();
}

std::vector<yaml_value> yaml_value::items() const {
  std::vector<yaml_value> out;
  if (what() != kind::list) return out;
  for (const auto& item : node_->content) {
    auto child = std::make_shared<node>(*node_);
    child->content.reset(item);
    child->path = node_->path + "[" + std::to_string(out.size()) + "]";
    child->line = item.Mark().line + 1;
    child->column = item.Mark().column + 1;
    yaml_value value;
    value.node_ = std::move(child);
    out.push_back(std::move(value));
  }
  return out;
}

std::string yaml_value::path() const { return node_ ? node_->path : std::string(); }
int yaml_value::line() const { return node_ ? node_->line : 0; }
int yaml_value::column() const { return node_ ? node_->column : 0; }

config_error yaml_value::mistake(std::string_view found, std::string_view expected) const {
  return {node_ && node_->file ? *node_->file : std::string(),
          line(),
          column(),
          path(),
          std::string(found),
          std::string(expected)};
}

result<yaml_value> parse_yaml(std::string_view text, std::string_view file) {
  const auto where = [&](const YAML::Mark& mark) {
    return std::string(file) + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) +
           ": ";
  };
  try {
    YAML::Node content = YAML::Load(std::string(text));
    YAML::Node place;
    if (find_duplicate(content, place)) {
      const std::string key =
          place.IsScalar() ? "the key " + quoted(place.Scalar()) + " again" : "a key that is not text";
      return failure{errc::invalid,
                     where(place.Mark()) + "found " + key + ", expected each key once in a map"};
    }
    auto root = std::make_shared<yaml_value::node>();
    root->content = content;
    root->file = std::make_shared<const std::string>(file);
    yaml_value value;
    value.node_ = std::move(root);
    return value;
  } catch (const YAML::Exception& e) {
    return failure{errc::invalid, where(e.mark) + "expected YAML, found a mistake: " + e.msg};
  }
}

yaml_map::yaml_map(yaml_value value, config_errors& errors) : value_(std::move(value)), errors_(errors) {
  const auto what = value_.what();
  if (what == yaml_value::kind::scalar || what == yaml_value::kind::list) {
    errors_.push_back(value_.mistake(describe(value_), "a map"));
    value_ = yaml_value();
  }
}

bool yaml_map::has(std::string_view key) const {
  return value_.what() == yaml_value::kind::map && value_.node_->content[std::string(key)].IsDefined();
}

yaml_value yaml_map::get(std::string_view key) {
  known_.emplace_back(key);
  if (!has(key)) return {};
  auto child = std::make_shared<yaml_value::node>(*value_.node_);
  child->content.reset(value_.node_->content[std::string(key)]);
  child->path = join(value_.path(), key);
  child->line = child->content.Mark().line + 1;
  child->column = child->content.Mark().column + 1;
  yaml_value value;
  value.node_ = std::move(child);
  return value;
}

bool yaml_map::read(std::string_view key, std::string& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  if (value.what() != yaml_value::kind::scalar) {
    errors_.push_back(value.mistake(describe(value), "text"));
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
    errors_.push_back(value.mistake(describe(value), "true or false"));
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
  errors_.push_back(value.mistake(describe(value), "a number"));
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
  errors_.push_back(value.mistake(
      describe(value), "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest)));
  return false;
}

bool yaml_map::read(std::string_view key, milliseconds& target) {
  const yaml_value value = get(key);
  if (!value) return false;
  const auto parsed = parse_duration(value.scalar());
  if (!parsed) {
    errors_.push_back(value.mistake(describe(value), expectation(parsed.error())));
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
    errors_.push_back(value.mistake(describe(value), expectation(parsed.error())));
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
      errors_.push_back(item.mistake(describe(item), "text"));
      return false;
    }
    texts.push_back(item.scalar());
  }
  if (value.what() != yaml_value::kind::list) {
    errors_.push_back(value.mistake(describe(value), "a list"));
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
    errors_.push_back(value.mistake(describe(value), "a list"));
    return false;
  }
  for (const yaml_value& item : value.items()) {
    yaml_map inner(item, errors_);
    body(inner);
    inner.finish();
  }
  return true;
}

void yaml_map::complain(std::string_view key, std::string_view found, std::string_view expected) {
  const yaml_value at = key.empty() ? value_ : get(key);
  config_error error = (at ? at : value_).mistake(found, expected);
  if (!key.empty()) error.key = join(value_.path(), key);
  errors_.push_back(std::move(error));
}

void yaml_map::require(std::string_view key, std::string_view expected) {
  if (!has(key)) complain(key, "nothing", expected);
}

void yaml_map::finish() {
  if (value_.what() != yaml_value::kind::map) return;
  std::sort(known_.begin(), known_.end());
  known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
  std::string list;
  for (const std::string& key : known_) list += (list.empty() ? "" : ", ") + key;
  for (const auto& member : value_.node_->content) {
    const std::string key = member.first.Scalar();
    if (std::binary_search(known_.begin(), known_.end(), key)) continue;
    config_error error =
        value_.mistake("the unknown key " + quoted(key), list.empty() ? "no key here" : "one of " + list);
    error.line = member.first.Mark().line + 1;
    error.column = member.first.Mark().column + 1;
    errors_.push_back(std::move(error));
  }
}

result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure{errc::invalid, path + ": " + std::strerror(errno)};
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad() || text.fail()) return failure{errc::invalid, path + ": cannot be read"};
  return text.str();
}

}  // namespace mesoscale
