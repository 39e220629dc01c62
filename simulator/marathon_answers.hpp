// The small answers that all of Marathon's resources share. No routing and no state.
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/json.hpp"

#include <string>
#include <string_view>

namespace mesoscale::simulator {

net::http_response answer_json(int status, const json& body);

/// {"message": text}, Marathon's form of an error.
net::http_response message(int status, const std::string& text);

/// 404 "App '/x' does not exist".
net::http_response unknown_app(const std::string& id);

/// A query parameter that is true or false.
bool flag(const net::http_request& request, std::string_view name, bool otherwise);

}  // namespace mesoscale::simulator
