// Asks the Alertmanagers which alerts fire, so that an end whose notification was lost is noticed. Asking and reading only; what
// it means for the alerts that we know is the journal's.
#pragma once

#include "common/net/http_client.hpp"
#include "webhook/alertmanager/notification.hpp"
#include "webhook/rules/rule_file.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace mesoscale::webhook {

/// Reads an answer of GET /api/v2/alerts: labels and fingerprints.
result<std::vector<alert_message>> read_alerts(const net::http_response& response);

struct poll_report {
  std::set<std::string> firing;  ///< keys of the alerts (alert_key())
  bool is_complete = false;      ///< every Alertmanager has answered
};

/// Asks all of them, one after the other. Those that do not answer are logged.
boost::asio::awaitable<poll_report> ask_alertmanagers(
    std::shared_ptr<net::http_client> client, std::shared_ptr<const rule_file> rules,
    std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace mesoscale::webhook
