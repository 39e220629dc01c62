// Asks one Marathon over HTTP: several URLs, the one that answered last is asked first. No retries over time and no
// decisions: what an answer means for an app is the actor's business.
#pragma once

#include "common/net/http_client.hpp"
#include "webhook/marathon/marathon_api.hpp"
#include "webhook/rules/rule_file.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace mesoscale::webhook {

/// Called for each request with its status as text, or the reason why no answer came.
using request_observer = std::function<void(const std::string& code)>;

std::unique_ptr<marathon_api> make_marathon_client(
    std::shared_ptr<net::http_client> client, const marathon_settings& settings, request_observer observe,
    std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace mesoscale::webhook
