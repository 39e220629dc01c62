// What a program answers to /-/reload. Reading the configuration is the program's business.
#pragma once

#include <optional>

#include "common/core/result.hpp"
#include "common/net/http_message.hpp"

namespace mesoscale::net {

/// The answer when a reload must not begin: 405 for another method than POST and PUT; 403 for a stranger, which is everybody
/// but loopback while the program authenticates nobody.
std::optional<http_response> refuse_reload(const http_request& request, bool is_authenticating);

/// 200, or 500 with the mistakes, a line each.
http_response reload_response(const result<void>& done);

}  // namespace mesoscale::net
