#include "exporter/collectors/info_labels.hpp"

#include <algorithm>

namespace mesoscale::exporter {
namespace {

std::string allowed_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit && name.empty()) name.push_back('_');
    name.push_back(is_letter || is_digit ? c : '_');
  }
  return name.empty() ? "_" : name;
}

}  // namespace

std::vector<std::string> info_label_names(const std::map<std::string, std::string>& labels,
                                          std::vector<std::string> reserved) {
  std::vector<std::string> names;
  for (const auto& [text, value] : labels) {
    std::string name = allowed_name(text);
    if (name.starts_with("__") || std::ranges::count(reserved, name) > 0) name.insert(0, "label_");
    const std::string base = name;
    for (int i = 2; std::ranges::count(reserved, name) > 0; ++i) name = base + "_" + std::to_string(i);
    reserved.push_back(name);
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace mesoscale::exporter
