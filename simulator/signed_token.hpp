// Checks the signature of a JSON Web Token with RS256, as DC/OS does for the login of a service account. Makes none.
#pragma once

#include "common/core/result.hpp"
#include "simulator/json.hpp"

#include <string>
#include <string_view>

namespace mesoscale::simulator {

/// The claims of a token that the key's owner has signed. key: a public RSA key as PEM. Failure: errc::http_401, or
/// errc::invalid for a key that cannot be read.
result<json> verified_claims(std::string_view token, const std::string& key);

}  // namespace mesoscale::simulator
