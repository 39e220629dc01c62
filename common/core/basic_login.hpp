// Reads the Authorization header of basic authentication (RFC 7617). Checks no password.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesoscale {

struct basic_login {
  std::string user;
  std::string password;
};

/// The user and password of "Basic base64(user:password)"; the scheme's case does not matter. Nothing for anything else.
std::optional<basic_login> parse_basic_login(std::string_view authorization);

}  // namespace mesoscale
