// JSON Web Tokens (RFC 7519) as far as logging in to DC/OS needs them: signs with RS256, reads when one expires.
// Verifies no signature: what a server has answered is believed as far as its connection is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/result.hpp"

namespace mesoscale::net {

/// A token with these claims (a JSON object as text), signed with RSA and SHA-256. key is a private RSA key as PEM, without
/// passphrase. The failure (errc::invalid) says what is wrong with the key and quotes nothing of it.
result<std::string> sign_rs256(std::string_view claims, const std::string& key);

/// The "exp" of a token; nothing if it is none, or says nothing.
std::optional<std::chrono::system_clock::time_point> token_expiry(std::string_view token);

}  // namespace mesoscale::net
