#include "common/core/variables.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace mesoscale {
namespace {

bool is_variable_name(std::string_view text) {
  const auto is_part = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !text.empty() && !std::isdigit(static_cast<unsigned char>(text.front())) &&
         std::all_of(text.begin(), text.end(), is_part);
}

}  // namespace

result<std::string> expand_variables(std::string_view text, const variable_source& find) {
  std::string out;
  for (auto begin = text.find("${"); begin != std::string_view::npos; begin = text.find("${")) {
    const auto end = text.find('}', begin);
    const std::string_view inside =
        end == std::string_view::npos ? std::string_view() : text.substr(begin + 2, end - begin - 2);
    if (!is_variable_name(inside))
      return failure{errc::invalid, "found ${ without a name and }, expected ${NAME}"};
    const std::string name(inside);
    const auto value = find(name);
    if (!value)
      return failure{errc::invalid,
                     "found ${" + name + "}, which is not set, expected a variable of the environment"};
    out += std::string(text.substr(0, begin)) + *value;
    text.remove_prefix(end + 1);
  }
  return out + std::string(text);
}

std::optional<std::string> environment_variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace mesoscale
