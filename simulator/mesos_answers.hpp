// The answers that Mesos' masters and agents share: JSON with JSONP, plain text, 404, the checks of the v1 operator API.
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/json.hpp"

#include <optional>
#include <string>
#include <variant>

namespace mesoscale::simulator {

/// A v0 answer; with ?jsonp=cb as "cb(...)" of type text/javascript.
net::http_response v0_answer(const net::http_request& request, const json& body);

/// 200 without body and without Content-Type, as /health answers.
net::http_response empty_answer();

net::http_response mesos_text(int status, const std::string& text);
net::http_response mesos_not_found();

/// The refusal of ?timeout= without a unit, as /metrics/snapshot gives it.
std::optional<net::http_response> refused_timeout(const net::http_request& request);

/// The call of a v1 request ("GET_METRICS"), or what is answered instead: 405, 415, 400. whose: "master" or "agent".
std::variant<std::string, net::http_response> v1_call(const net::http_request& request,
                                                      const std::string& whose);

/// {"type": call, member: body}; the member is the call in lower case.
net::http_response v1_answer(const std::string& call, const json& body);

/// A v1 body that is the same for masters and agents: version, health, flags, logging level, metrics.
json v1_version();
json v1_flags(const json& flags);
json v1_metrics(const json& snapshot);

}  // namespace mesoscale::simulator
