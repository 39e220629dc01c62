#include "common/net/web_access.hpp"

#include "common/core/basic_login.hpp"

#include <utility>

namespace mesoscale::net {

namespace {

http_response unauthorized() {
  auto response =
      text_response(401, "401 Unauthorized: expected basic authentication with a right user and password\n");
  response.headers.set("WWW-Authenticate", "Basic realm=\"mesoscale\", charset=\"UTF-8\"");
  return response;
}

http_response try_again(int status, std::string text) {
  auto response = text_response(status, std::move(text));
  response.headers.set("Retry-After", "1");
  return response;
}

void add_headers(const web_config& config, http_response& response) {
  for (const auto& [name, value] : config.headers) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
}

asio::awaitable<http_response> guard(std::shared_ptr<web_access> access,
                                     std::shared_ptr<const http_handler> next, http_request request) {
  const auto settings = access->settings();
  auto asking = access->refusal(std::string(request.headers.get("Authorization")), settings);
  auto refused = co_await std::move(asking);
  http_response response;
  if (refused) {
    response = *std::move(refused);
  } else {
    auto answering = (*next)(std::move(request));
    response = co_await std::move(answering);
  }
  add_headers(settings->config, response);
  co_return response;
}

}  // namespace

web_access::web_access(std::shared_ptr<web_config_file> file, password_check_options options)
    : file_(std::move(file)), passwords_(options) {}

bool web_access::is_authenticating() {
  const auto& config = settings()->config;
  return !config.user_hashes.empty() ||
         (config.tls && config.tls->client_auth_type == client_auth::require_and_verify);
}

bool web_access::is_within_rate(const web_rate_limit& limit) {
  if (limit != limit_) {
    limit_ = limit;
    bucket_ = token_bucket(limit.interval, limit.burst);
  }
  return bucket_.take(std::chrono::steady_clock::now());
}

asio::awaitable<std::optional<http_response>> web_access::refusal(
    std::string authorization, std::shared_ptr<const web_settings> settings) {
  const auto& config = settings->config;
  if (!is_within_rate(config.rate_limit)) {
    ++counts_.rate_limited;
    co_return try_again(429, "429 Too Many Requests\n");
  }
  if (config.user_hashes.empty()) co_return std::nullopt;
  auto login = parse_basic_login(authorization);
  if (!login) {
    ++counts_.unauthorized;
    co_return unauthorized();
  }
  auto checking = passwords_.check(std::move(login->user), std::move(login->password), config.user_hashes);
  const password_verdict verdict = co_await std::move(checking);
  if (verdict == password_verdict::right) co_return std::nullopt;
  if (verdict == password_verdict::busy) {
    ++counts_.busy;
    co_return try_again(503, "503 Service Unavailable: too many passwords are being checked\n");
  }
  ++counts_.unauthorized;
  co_return unauthorized();
}

http_handler with_web_config(std::shared_ptr<web_access> access, http_handler next) {
  const auto kept = std::make_shared<const http_handler>(std::move(next));
  return [access = std::move(access), kept](http_request request) {
    return guard(access, kept, std::move(request));
  };
}

}  // namespace mesoscale::net
