// What a Marathon's version says about what it can do. Pure.
#pragma once

#include "common/net/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mesoscale::webhook {

/// The version in an answer of GET /v2/info; nothing when there is none.
std::optional<std::string> read_version(const net::http_response& response);

/// Whether `PATCH /v2/apps/{id}` is there: from 1.4.0 on. False for what is no version.
bool has_patch(std::string_view version);

}  // namespace mesoscale::webhook
