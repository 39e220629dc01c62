#include "webhook/sources/firing_alerts.hpp"

#include "common/core/log.hpp"

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

asio::awaitable<poll_report> ask_alertmanagers(std::shared_ptr<net::http_client> client,
                                               std::shared_ptr<const rule_file> rules,
                                               std::chrono::milliseconds timeout) {
  poll_report out;
  out.is_complete = !rules->alertmanagers.empty();
  for (const server_settings& one : rules->alertmanagers) {
    net::client_request request;
    request.to = one.to.with_path((one.to.path == "/" ? std::string() : one.to.path) + alerts_path);
    request.headers.set("Accept", "application/json");
    request.how = net::make_access(one.http, client);
    const net::deadline until = net::after(timeout);
    const auto response = co_await client->send(std::move(request), until);
    const auto alerts =
        response ? read_alerts(*response) : result<std::vector<alert_message>>(response.error());
    if (!alerts) {
      out.is_complete = false;
      log::warn("an Alertmanager does not say what fires",
                {{"alertmanager", one.to.authority()}, {"reason", alerts.error().what}});
      continue;
    }
    for (const alert_message& alert : *alerts)
      out.firing.insert(alert_key(alert, rules->global.ignore_labels));
  }
  co_return out;
}

}  // namespace mesoscale::webhook
