// Asks the Alertmanagers which alerts fire, so that an end whose notification was lost is noticed. Asking and reading only; what
// it means for the alerts that we know is the journal's.
#pragma once

#include "common/net/http_client.hpp"
#include "webhook/alertmanager/notification.hpp"
#include "webhook/rules/rule_file.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

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

/// An Alertmanager, and the way in to it; kept from poll to poll, because a login may be part of it.
struct alertmanager {
  url to;
  std::shared_ptr<const net::access> how;
};

std::vector<alertmanager> make_alertmanagers(const std::vector<server_settings>& from,
                                             const std::shared_ptr<net::http_client>& client);

/// Asks all of them, one after the other. Those that do not answer are logged. Their answers, which may be large, are read on
/// the pool.
boost::asio::awaitable<poll_report> ask_alertmanagers(
    std::shared_ptr<net::http_client> client, std::vector<alertmanager> servers,
    std::vector<std::string> ignore_labels, boost::asio::thread_pool* pool,
    std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace mesoscale::webhook
