// Asks Prometheus for one value (value_from: query). What cannot be read is missing, never a guess: no answer in time, an error,
// no series, several series, NaN.
#pragma once

#include "common/net/http_client.hpp"
#include "webhook/decision/exact_number.hpp"
#include "webhook/rules/rule_file.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace mesoscale::webhook {

/// The value of an answer of GET /api/v1/query. Failure: what was found instead of one number.
result<exact_number> read_query_answer(const net::http_response& response);

class prometheus_source {
 public:
  /// observe gets the outcome of each query: ok, or the reason why there is no value.
  prometheus_source(std::shared_ptr<net::http_client> client, const server_settings& settings,
                    std::function<void(const char* outcome)> observe,
                    std::chrono::milliseconds timeout = std::chrono::seconds(5));

  /// Nothing: the value is missing, which is logged.
  boost::asio::awaitable<std::optional<exact_number>> ask(std::string query);

 private:
  std::shared_ptr<net::http_client> client_;
  url to_;
  std::shared_ptr<const net::access> how_;
  std::function<void(const char*)> observe_;
  std::chrono::milliseconds timeout_;
};

}  // namespace mesoscale::webhook
