#include "common/net/dcos_auth.hpp"

#include "common/core/log.hpp"
#include "common/core/yaml.hpp"
#include "common/net/json_web_token.hpp"
#include "common/net/lifecycle.hpp"
#include "common/net/login_token.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace mesoscale::net {

namespace {

constexpr std::chrono::seconds login_limit{10};
constexpr std::chrono::minutes own_token_lifetime{5};
/// DC/OS gives tokens for five days.
constexpr std::chrono::hours lifetime_without_exp{4 * 24};
constexpr std::size_t largest_answer = 64 * 1024;
const std::string scheme = "token=";

bool is_printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

class dcos_login final : public credentials, public std::enable_shared_from_this<dcos_login> {
 public:
  dcos_login(dcos_account account, std::shared_ptr<http_client> client, dcos_clocks clocks)
      : account_(std::move(account)), client_(std::move(client)), clocks_(std::move(clocks)) {}

  asio::awaitable<result<void>> prepare(deadline until) override {
    const auto alive = shared_from_this();
    const auto executor = co_await asio::this_coro::executor;
    if (!is_logging_in_ && token_.wants_login(clocks_.steady())) {
      is_logging_in_ = true;
      spawn(executor, "login to DC/OS", [alive] { return log_in(alive); });
    }
    // While the old token is good, nobody waits for the new one.
    if (!token_.value(clocks_.steady()).empty()) co_return result<void>();
    if (is_logging_in_) {
      const auto turn = std::make_shared<asio::steady_timer>(executor, until);
      waiting_.push_back(turn);
      co_await turn->async_wait(asio::as_tuple(asio::use_awaitable));
      std::erase(waiting_, turn);
    }
    if (token_.value(clocks_.steady()).empty()) co_return no_token();
    co_return result<void>();
  }

  result<std::string> authorization() override {
    const std::string& token = token_.value(clocks_.steady());
    if (token.empty()) return no_token();
    return scheme + token;
  }

  bool reject(const std::string& authorization) override {
    return authorization.starts_with(scheme) &&
           token_.reject(authorization.substr(scheme.size()), clocks_.steady());
  }

 private:
  failure no_token() const {
    const std::string why =
        token_.last_failure().empty() ? "the login has not ended yet" : token_.last_failure();
    return failure{errc::http_401, "no DC/OS token: " + why};
  }

  static asio::awaitable<void> log_in(std::shared_ptr<dcos_login> self) {
    auto asking = self->ask_for_token();
    result<std::string> token = failure{errc::http_401, "the login ended with an exception"};
    try {
      token = co_await std::move(asking);
    } catch (const std::exception& e) {
      token = failure{errc::http_401, std::string("the login ended with an exception: ") + e.what()};
    }
    self->take(std::move(token));
    self->is_logging_in_ = false;
    for (const auto& turn : self->waiting_) turn->cancel();
  }

  asio::awaitable<result<std::string>> ask_for_token() {
    const auto key = read_file(account_.private_key_file);
    if (!key) co_return key.error();
    nlohmann::json claims;
    claims["uid"] = account_.uid;
    const auto end = std::chrono::system_clock::to_time_t(clocks_.wall() + own_token_lifetime);
    claims["exp"] = static_cast<std::int64_t>(end);
    const auto proof = sign_rs256(claims.dump(), *key);
    if (!proof) co_return failure{errc::http_401, account_.private_key_file + ": " + proof.error().what};

    client_request request;
    request.method = "POST";
    request.to = account_.login_url;
    request.headers.set("Content-Type", "application/json");
    nlohmann::json body;
    body["uid"] = account_.uid;
    body["token"] = *proof;
    request.body = body.dump();
    auto how = std::make_shared<access>();
    how->tls = account_.tls;
    request.how = std::move(how);
    request.max_body_bytes = largest_answer;
    request.max_redirects = 0;  // The proof of who we are goes to the configured server only.
    auto sending = client_->send(std::move(request), after(login_limit));
    auto answer = co_await std::move(sending);
    if (!answer) co_return answer.error();
    const std::string where = "login at " + account_.login_url.text();
    if (auto status = check_status(*answer, where); !status) co_return status.error();
    const auto parsed = nlohmann::json::parse(answer->body, nullptr, false);
    const bool has_token = parsed.is_object() && parsed.contains("token") && parsed["token"].is_string();
    auto token = has_token ? parsed["token"].get<std::string>() : std::string();
    if (token.empty() || !is_printable(token)) {
      co_return failure{errc::http_401, where + ": expected {\"token\": \"...\"}, found something else"};
    }
    co_return token;
  }

  void take(result<std::string> token) {
    const auto now = clocks_.steady();
    if (token) {
      std::chrono::steady_clock::duration lifetime = lifetime_without_exp;
      if (const auto expiry = token_expiry(*token)) lifetime = *expiry - clocks_.wall();
      if (lifetime.count() > 0) {
        token_.succeeded(*std::move(token), lifetime, now);
        log::debug("logged in to DC/OS", {{"uid", account_.uid}});
        return;
      }
      token = failure{errc::http_401, "login at " + account_.login_url.text() +
                                          ": the token has expired already; expected clocks that agree"};
    }
    log::warn("login to DC/OS failed", {{"uid", account_.uid}, {"reason", token.error().what}});
    token_.failed(token.error().what, now);
  }

  dcos_account account_;
  std::shared_ptr<http_client> client_;
  dcos_clocks clocks_;
  login_token token_;
  bool is_logging_in_ = false;
  std::vector<std::shared_ptr<asio::steady_timer>>
      waiting_;  ///< one for each request that waits for the login
};

}  // namespace

std::shared_ptr<credentials> dcos_credentials(dcos_account account, std::shared_ptr<http_client> client,
                                              dcos_clocks clocks) {
  return std::make_shared<dcos_login>(std::move(account), std::move(client), std::move(clocks));
}

}  // namespace mesoscale::net
