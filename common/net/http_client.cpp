#include "common/net/http_client.hpp"

#include "common/net/client_exchange.hpp"
#include "common/net/connection_pool.hpp"
#include "common/net/redirect.hpp"

#include <algorithm>
#include <utility>

namespace mesoscale::net {

namespace {

bool is_safe_in_a_request_line(const std::string& text) {
  return !text.empty() &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

/// "GET http://10.0.0.1:5050/metrics/snapshot: WHY". Without the query, which may hold what is not for a log.
failure at(const client_request& request, const url& to, const failure& why) {
  const auto path = to.path.substr(0, to.path.find('?'));
  return failure{why.code,
                 request.method + " " + to.scheme + "://" + to.authority() + path + ": " + why.what};
}

class client final : public http_client, public std::enable_shared_from_this<client> {
 public:
  client(asio::any_io_executor executor, client_options options)
      : user_agent_(std::move(options.user_agent)),
        buffers_(std::make_shared<buffer_pool>()),
        pool_(std::move(executor), options.max_idle_per_server, options.idle_timeout) {}

  asio::awaitable<result<http_response>> send(client_request request, deadline until) override {
    const auto alive = shared_from_this();
    auto to = request.to;
    for (int redirects = 0;; ++redirects) {
      auto answer = co_await send_to(request, to, until);
      if (!answer) co_return at(request, to, answer.error());
      if (!is_redirect(answer->status) || request.max_redirects == 0) {
        if (to.authority() != request.to.authority()) answer->redirected_to = to.authority();
        co_return std::move(answer);
      }
      if (redirects == request.max_redirects) {
        const auto limit = std::to_string(request.max_redirects);
        co_return at(request, to,
                     failure{errc::redirect, "redirected once more after " + limit + " redirects"});
      }
      auto next = redirect_target(request, to, *answer);
      if (!next) co_return at(request, to, next.error());
      to = std::move(*next);
    }
  }

 private:
  /// One request to one server, with the login if it may see that. After a 401 once more if there may be another login.
  asio::awaitable<result<http_response>> send_to(const client_request& request, url to, deadline until) {
    if (!is_safe_in_a_request_line(request.method) || !is_safe_in_a_request_line(to.path)) {
      co_return failure{errc::invalid, "expected a method and a path without spaces and control characters"};
    }
    const bool with_login = may_see_login(request, to);
    const auto login = with_login && request.how ? request.how->login : nullptr;
    for (bool is_first_try = true;; is_first_try = false) {
      std::string authorization;
      if (login) {
        auto ready = co_await login->prepare(until);
        if (!ready) co_return ready.error();
        auto given = login->authorization();
        if (!given) co_return given.error();
        authorization = std::move(*given);
      }
      auto head = request_head(request, to, user_agent_, authorization, with_login);
      auto answer = co_await send_head(request, std::move(head), to, until);
      const bool is_rejected = login && answer && answer->status == 401;
      if (!is_rejected || !is_first_try || !login->reject(authorization)) co_return std::move(answer);
    }
  }

  /// On a kept connection if there is one, else on a new one.
  asio::awaitable<result<http_response>> send_head(const client_request& request, std::string head, url to,
                                                   deadline until) {
    const auto tls = request.how ? request.how->tls : tls_client_options();

    if (auto kept = pool_.take_kept(to, tls)) {
      auto end = co_await talk(std::move(kept), request, head, to, tls, until);
      // The server may have closed the connection just when we wrote. Only what is safe to do twice is sent again.
      const bool was_stale =
          !end.answer && end.answer.error().code == errc::disconnected && !end.answer_began;
      if (!was_stale || (request.method != "GET" && request.method != "HEAD"))
        co_return std::move(end.answer);
    }
    auto opened = co_await pool_.open(to, tls, until);
    if (!opened) co_return opened.error();
    auto end = co_await talk(std::move(*opened), request, head, to, tls, until);
    co_return std::move(end.answer);
  }

  asio::awaitable<exchange_end> talk(std::unique_ptr<byte_stream> stream, const client_request& request,
                                     std::string head, url to, tls_client_options tls, deadline until) {
    outgoing message;
    message.head = std::move(head);
    message.body = request.body;
    message.is_head_method = request.method == "HEAD";
    message.max_body_bytes = request.max_body_bytes;
    message.body_sink = request.body_sink;
    auto buffer = buffers_->take();
    auto end = co_await exchange(*stream, std::move(message), std::move(buffer), until);
    if (end.may_be_kept) pool_.keep(to, tls, std::move(stream));
    co_return end;
  }

  std::string user_agent_;
  std::shared_ptr<buffer_pool> buffers_;
  connection_pool pool_;
};

}  // namespace

std::shared_ptr<http_client> make_http_client(asio::any_io_executor executor, client_options options) {
  return std::make_shared<client>(std::move(executor), std::move(options));
}

result<void> check_status(const http_response& response, const std::string& target) {
  const int status = response.status;
  if (status >= 200 && status < 300) return {};
  const auto code = status == 401   ? errc::http_401
                    : status == 403 ? errc::http_403
                    : status >= 500 ? errc::http_5xx
                    : status >= 400 ? errc::http_4xx
                    : status >= 300 ? errc::redirect
                                    : errc::wrong_shape;
  return failure{code, target + ": answered with status " + std::to_string(status) + ", expected 2xx"};
}

}  // namespace mesoscale::net
