#include "common/core/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <fstream>
#include <set>

namespace mesoscale {

struct yaml_value::node {
  YAML::Node content;
  std::shared_ptr<const std::string> file;
  std::string path;
  int line = 1;
  int column = 1;
  std::shared_ptr<const variable_source> variables = {};  // null: texts are taken as they stand
};

namespace {

std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

/// Whether a text could be, or hold, what somebody logs in with.
bool may_be_secret(const std::string& text) {
  if (text.find('@') != std::string::npos || text.find("-----BEGIN") != std::string::npos) return true;
  std::string start = text.substr(0, 7);
  std::transform(start.begin(), start.end(), start.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return start.starts_with("bearer ") || start.starts_with("basic ") || start.starts_with("token=");
}

/// Whether a key looks like the name of an option. Another one may be a value that slipped there: {Bearer TOKEN}.
bool is_name(const std::string& key) {
  const auto is_part = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '.'; };
  return !key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), is_part);
}

/// What yaml-cpp says of a mistake, without the name of an alias: a text that begins with * is one.
std::string without_alias(const std::string& message) {
  const bool names_one = message.find("anchor is not defined") != std::string::npos;
  return names_one ? message.substr(0, message.find(':')) : message;
}

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
  if (what() != kind::scalar) return {};
  const std::string& text = node_->content.Scalar();
  if (!node_->variables) return text;
  auto expanded = mesoscale::expand_variables(text, *node_->variables);
  return expanded ? expanded.value() : text;
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

std::vector<std::string> yaml_value::keys() const {
  std::vector<std::string> out;
  if (what() != kind::map) return out;
  for (const auto& member : node_->content) out.push_back(member.first.Scalar());
  return out;
}

std::string yaml_value::description() const {
  if (what() != kind::scalar) return shape();
  const std::string& written = node_->content.Scalar();
  return may_be_secret(written) ? shape() : quoted(written);
}

std::string yaml_value::shape() const {
  switch (what()) {
    case kind::missing:
    case kind::null:
      break;
    case kind::scalar:
      return "a text";
    case kind::list:
      return "a list";
    case kind::map:
      return "a map";
  }
  return "nothing";
}

std::string yaml_value::path() const { return node_ ? node_->path : std::string(); }
std::string yaml_value::file() const { return node_ && node_->file ? *node_->file : std::string(); }

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
      std::string key = "a key that is not text";
      if (place.IsScalar())
        key = (is_name(place.Scalar()) ? "the key " + quoted(place.Scalar()) : "a key") + " again";
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
    return failure{errc::invalid, where(e.mark) + "expected YAML, found a mistake: " + without_alias(e.msg)};
  }
}

namespace {

/// What cannot be replaced in the texts below a value, which has them as they are written.
void report_variables(const yaml_value& at, const variable_source& find, config_errors& errors) {
  constexpr std::string_view found = "found ", expected = ", expected ";
  if (at.what() == yaml_value::kind::scalar) {
    const auto expanded = expand_variables(at.scalar(), find);
    if (expanded) return;
    const std::string& why = expanded.error().what;
    const auto mark = why.find(expected);
    errors.push_back(
        at.mistake(why.substr(found.size(), mark - found.size()), why.substr(mark + expected.size())));
  }
  for (const yaml_value& item : at.items()) report_variables(item, find, errors);
  if (at.what() != yaml_value::kind::map) return;
  yaml_map map(at, errors);
  for (const std::string& key : at.keys()) report_variables(map.get(key), find, errors);
}

}  // namespace

yaml_map::yaml_map(yaml_value value, config_errors& errors) : value_(std::move(value)), errors_(errors) {
  const auto what = value_.what();
  if (what == yaml_value::kind::scalar || what == yaml_value::kind::list) {
    errors_.push_back(value_.mistake(value_.shape(), "a map"));
    value_ = yaml_value();
    is_readable_ = false;
  }
}

void yaml_map::expand_variables(const variable_source& find) {
  if (value_.what() != yaml_value::kind::map) return;
  report_variables(value_, find, errors_);
  auto expanding = std::make_shared<yaml_value::node>(*value_.node_);
  expanding->variables = std::make_shared<const variable_source>(find);
  value_.node_ = std::move(expanding);
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

void yaml_map::complain(std::string_view key, std::string_view found, std::string_view expected) {
  if (!is_readable_) return;
  const yaml_value at = key.empty() ? value_ : get(key);
  config_error error = (at ? at : value_).mistake(found, expected);
  if (!key.empty()) error.key = join(value_.path(), key);
  errors_.push_back(std::move(error));
}

void yaml_map::complain_of_item(std::string_view key, std::size_t index, std::string_view found,
                                std::string_view expected) {
  const auto items = get(key).items();
  if (index >= items.size()) return complain(key, found, expected);
  errors_.push_back(items[index].mistake(found, expected));
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
    const std::string found = is_name(key) ? "the unknown key " + quoted(key) : "a key that is no name";
    config_error error = value_.mistake(found, list.empty() ? "no key here" : "one of " + list);
    error.line = member.first.Mark().line + 1;
    error.column = member.first.Mark().column + 1;
    errors_.push_back(std::move(error));
  }
}

result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure{errc::invalid, path + ": " + std::strerror(errno)};
  std::string text;
  std::array<char, 16384> piece;
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0) {
    text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return failure{errc::invalid, path + ": cannot be read"};  // A folder, for example.
  return text;
}

}  // namespace mesoscale
