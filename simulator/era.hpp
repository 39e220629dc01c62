// The daemons of early 2015: Mesos 0.21 and Marathon 0.8.1. Which paths they had, and the answers of today's daemons cut down to
// what they told. Pure; what the simulated cluster does is what it does today.
#pragma once

#include "common/net/http_message.hpp"

#include <cstdint>
#include <functional>

namespace mesoscale::simulator {

enum class era : std::uint8_t { current, of_2015 };

/// How the daemon of today answers a request.
using daemon_of_today = std::function<net::http_response(const net::http_request&)>;

/// leads: a standby of 2015 does not redirect, it answers for itself, with an empty cluster.
net::http_response old_master_answer(const net::http_request& request, bool leads,
                                     const daemon_of_today& today);
net::http_response old_agent_answer(const net::http_request& request, const daemon_of_today& today);
net::http_response old_marathon_answer(const net::http_request& request, const daemon_of_today& today);

}  // namespace mesoscale::simulator
