#include "common/core/basic_login.hpp"

#include "common/core/base64.hpp"

#include <cctype>

namespace mesoscale {

std::optional<basic_login> parse_basic_login(std::string_view authorization) {
  constexpr std::string_view scheme = "basic ";
  if (authorization.size() < scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(authorization[i])) != scheme[i]) return std::nullopt;
  }
  authorization.remove_prefix(scheme.size());
  while (authorization.starts_with(' ')) authorization.remove_prefix(1);
  const auto text = decode_base64(authorization);
  if (!text) return std::nullopt;
  const auto colon = text->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return basic_login{text->substr(0, colon), text->substr(colon + 1)};
}

}  // namespace mesoscale
