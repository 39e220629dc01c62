#include "webhook/sources/firing_alerts.hpp"

#include "common/core/log.hpp"
#include "common/net/offload.hpp"

#include <nlohmann/json.hpp>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

/// Silenced and inhibited alerts are in the answer too: they fire, and only their notifications are held back.
constexpr const char* alerts_path = "/api/v2/alerts?active=true";

}  // namespace

result<std::vector<alert_message>> read_alerts(const net::http_response& response) {
  if (response.status != 200) return failure{errc::http_4xx, "HTTP " + std::to_string(response.status)};
  const json body = json::parse(response.body, nullptr, false);
  if (!body.is_array()) return failure{errc::wrong_shape, "found no list, expected a list of alerts"};
  std::vector<alert_message> out;
  for (const json& one : body) {
    const auto labels = one.is_object() ? one.find("labels") : one.end();
    if (!one.is_object() || labels == one.end() || !labels->is_object())
      return failure{errc::wrong_shape, "found an alert without labels"};
    alert_message alert;
    alert.firing = true;
    for (const auto& [name, value] : labels->items()) {
      if (value.is_string()) alert.labels[name] = value.get<std::string>();
    }
    alert.fingerprint = one.value("fingerprint", "");
    out.push_back(std::move(alert));
  }
  return out;
}

std::vector<alertmanager> make_alertmanagers(const std::vector<server_settings>& from,
                                             const std::shared_ptr<net::http_client>& client) {
  std::vector<alertmanager> out;
  for (const server_settings& one : from) out.push_back({one.to, net::make_access(one.http, client)});
  return out;
}

asio::awaitable<poll_report> ask_alertmanagers(std::shared_ptr<net::http_client> client,
                                               std::vector<alertmanager> servers,
                                               std::vector<std::string> ignore_labels,
                                               asio::thread_pool* pool, std::chrono::milliseconds timeout) {
  poll_report out;
  out.is_complete = !servers.empty();
  for (const alertmanager& one : servers) {
    net::client_request request;
    request.to = one.to.below(alerts_path);
    request.headers.set("Accept", "application/json");
    request.how = one.how;
    const net::deadline until = net::after(timeout);
    auto response = co_await client->send(std::move(request), until);
    auto read = [answer = std::move(response)]() -> result<std::vector<alert_message>> {
      return answer ? read_alerts(*answer) : result<std::vector<alert_message>>(answer.error());
    };
    const auto alerts = co_await net::offload(*pool, std::move(read));
    if (!alerts) {
      out.is_complete = false;
      log::warn("an Alertmanager does not say what fires",
                {{"alertmanager", one.to.authority()}, {"reason", alerts.error().what}});
      continue;
    }
    for (const alert_message& alert : *alerts) out.firing.insert(alert_key(alert, ignore_labels));
  }
  co_return out;
}

}  // namespace mesoscale::webhook
