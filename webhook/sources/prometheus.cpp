#include "webhook/sources/prometheus.hpp"

#include "common/core/log.hpp"

#include "webhook/json_members.hpp"

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

constexpr std::size_t largest_answer_bytes = 1u << 20;

/// [1435781451.781, "1"]
result<exact_number> read_sample(const json& sample) {
  if (!sample.is_array() || sample.size() != 2 || !sample[1].is_string())
    return failure{errc::wrong_shape, "found no sample, expected [time, \"value\"]"};
  const auto text = sample[1].get<std::string>();
  auto value = exact_number::parse(text);
  if (!value) return failure{errc::invalid, "found the value " + text + ", expected a number"};
  return value;
}

}  // namespace

result<exact_number> read_query_answer(const net::http_response& response) {
  const json body = json::parse(response.body, nullptr, false);
  if (response.status != 200) {
    const std::string why = text_of(body, "error");
    return failure{errc::http_4xx, "HTTP " + std::to_string(response.status) +
                                       (why.empty() ? "" : ": " + why.substr(0, 256))};
  }
  const json& data = member(body, "data");
  const json& type = member(data, "resultType");
  const json& found = member(data, "result");
  if (type == "scalar") return read_sample(found);
  if (type != "vector" || !found.is_array())
    return failure{errc::wrong_shape, "found no vector and no scalar, expected one of them"};
  if (found.size() != 1)
    return failure{errc::wrong_shape, "found " + std::to_string(found.size()) + " series, expected one"};
  return read_sample(member(found[0], "value"));
}

prometheus_source::prometheus_source(std::shared_ptr<net::http_client> client,
                                     const server_settings& settings,
                                     std::function<void(const char*)> observe,
                                     std::chrono::milliseconds timeout)
    : client_(std::move(client)),
      to_(settings.to),
      how_(net::make_access(settings.http, client_)),
      observe_(std::move(observe)),
      timeout_(timeout) {}

asio::awaitable<std::optional<exact_number>> prometheus_source::ask(std::string query) {
  net::client_request request;
  request.to = to_.below("/api/v1/query?query=" + net::percent_encode(query));
  request.headers.set("Accept", "application/json");
  request.how = how_;
  request.max_body_bytes = largest_answer_bytes;
  const net::deadline until = net::after(timeout_);
  const auto response = co_await client_->send(std::move(request), until);
  if (!response) {
    observe_(std::string(reason_name(response.error().code)).c_str());
    log::warn("Prometheus does not answer", {{"reason", response.error().what}});
    co_return std::nullopt;
  }
  const auto value = read_query_answer(*response);
  observe_(value ? "ok" : "no_value");
  if (!value) {
    log::warn("a query has no value", {{"query", query}, {"reason", value.error().what}});
    co_return std::nullopt;
  }
  co_return *value;
}

}  // namespace mesoscale::webhook
