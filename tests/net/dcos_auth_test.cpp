// The login of a DC/OS service account: a login server and a protected server on loopback, with clocks that the test sets.
#include "common/net/dcos_auth.hpp"

#include "common/core/base64.hpp"
#include "common/net/json_web_token.hpp"
#include "tests/net/certificates.hpp"
#include "tests/net/loopback.hpp"
#include "tests/net/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

namespace mesoscale::net {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

/// A token as DC/OS answers it: its signature is not looked at.
std::string token_with(const std::string& claims) { return "e30." + encode_base64url(claims) + ".c2ln"; }

/// Made once: an RSA key takes some tenths of a second.
const std::string& account_key() {
  static const std::string key = make_private_key("RSA-2048");
  return key;
}

class dcos_logins : public testing::Test {
 protected:
  dcos_logins() {
    login_at = net.serve([this](http_request request) { return answer_login(std::move(request)); })
                   .with_path("/acs/api/v1/auth/login");
    target_at = net.serve([this](http_request request) { return answer_target(std::move(request)); });
    log_in_with(key_file);
  }

  void log_in_with(const std::string& private_key_file) {
    auto how = std::make_shared<access>();
    dcos_clocks clocks;
    clocks.steady = [this] { return steady; };
    clocks.wall = [this] { return wall; };
    how->login = dcos_credentials({login_at, "exporter", private_key_file, {}}, net.client, clocks);
    shared = how;
  }

  asio::awaitable<http_response> answer_login(http_request request) {
    logins.push_back(std::move(request));
    if (next_login) co_return *next_login;
    nlohmann::json body;
    body["token"] = token_with("{\"n\":" + std::to_string(logins.size()) +
                               (lifetime.count() > 0 ? exp_claim() : "") + "}");
    co_return json_response(200, body.dump());
  }

  std::string exp_claim() const {
    return ",\"exp\":" + std::to_string(std::chrono::system_clock::to_time_t(wall + lifetime));
  }

  asio::awaitable<http_response> answer_target(http_request request) {
    seen.emplace_back(request.headers.get("Authorization"));
    const bool is_refused = refused.contains(seen.back());
    co_return text_response(is_refused ? 401 : 200, "answer\n");
  }

  client_request to_target() {
    client_request request;
    request.to = target_at;
    request.how = shared;
    return request;
  }

  result<http_response> get() { return net.send(to_target()); }

  void pass(std::chrono::seconds span) {
    steady += span;
    wall += span;
  }

  std::string header(int n, bool with_exp = true) const {
    return "token=" + token_with("{\"n\":" + std::to_string(n) +
                                 (with_exp && lifetime.count() > 0 ? exp_claim() : "") + "}");
  }

  loopback net;
  temporary_folder folder;
  const std::string key_file = folder.write("key.pem", account_key());
  std::chrono::steady_clock::time_point steady{hours(1000)};
  std::chrono::system_clock::time_point wall{seconds(1'800'000'000)};
  std::chrono::seconds lifetime{0};
  std::optional<http_response> next_login;
  std::set<std::string> refused;
  std::vector<http_request> logins;
  std::vector<std::string> seen;
  std::shared_ptr<const access> shared;
  url login_at;
  url target_at;
};

TEST_F(dcos_logins, exchange_a_signed_token_for_one_that_the_target_gets) {
  const auto answer = get();
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(seen, ElementsAre(header(1)));
  ASSERT_EQ(logins.size(), 1u);
  EXPECT_EQ(logins[0].method, "POST");
  EXPECT_EQ(logins[0].path, "/acs/api/v1/auth/login");
  EXPECT_EQ(logins[0].headers.get("Content-Type"), "application/json");
  EXPECT_FALSE(logins[0].headers.has("Authorization"));
  const auto body = nlohmann::json::parse(logins[0].body);
  EXPECT_EQ(body["uid"], "exporter");
  const auto proof = body["token"].get<std::string>();
  const auto middle = proof.find('.') + 1;
  const auto claims = nlohmann::json::parse(*decode_base64(proof.substr(middle, proof.rfind('.') - middle)));
  EXPECT_EQ(claims["uid"], "exporter");
  EXPECT_EQ(token_expiry(proof), wall + std::chrono::minutes(5));
}

TEST_F(dcos_logins, one_token_serves_many_requests) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(get());
  EXPECT_EQ(logins.size(), 1u);
  EXPECT_THAT(seen, Each(header(1)));
}

TEST_F(dcos_logins, requests_at_the_same_time_share_one_login) {
  int done = 0;
  auto one = [](std::shared_ptr<http_client> client, client_request request,
                int& count) -> asio::awaitable<void> {
    auto sending = client->send(std::move(request), after(seconds(10)));
    const auto answer = co_await std::move(sending);
    if (answer && answer->status == 200) ++count;
  };
  for (int i = 0; i < 10; ++i)
    asio::co_spawn(net.io, one(net.client, to_target(), done), [](std::exception_ptr) {});
  net.run_until([&] { return done == 10; });
  EXPECT_EQ(logins.size(), 1u);
  EXPECT_THAT(seen, Each(header(1)));
}

TEST_F(dcos_logins, without_exp_a_token_is_renewed_before_four_days_are_over) {
  ASSERT_TRUE(get());
  pass(hours(86));  // Nine tenths of four days are 86 hours and 24 minutes.
  ASSERT_TRUE(get());
  EXPECT_EQ(logins.size(), 1u);
  pass(hours(1));
  ASSERT_TRUE(get());
  net.run_until([&] { return *shared->login->authorization() == header(2); });
  ASSERT_TRUE(get());
  EXPECT_THAT(seen, ElementsAre(header(1), header(1), header(1), header(2))) << "nobody waits for a renewal";
}

TEST_F(dcos_logins, the_exp_of_the_token_decides) {
  lifetime = hours(10);
  const auto first = header(1);
  ASSERT_TRUE(get());
  pass(hours(11));
  const auto second = header(2);
  ASSERT_TRUE(get());
  EXPECT_THAT(seen, ElementsAre(first, second)) << "an expired token is not sent";
  EXPECT_EQ(logins.size(), 2u);
}

TEST_F(dcos_logins, a_renewal_that_fails_leaves_the_old_token_in_force_to_its_end) {
  lifetime = hours(10);
  const auto first = header(1);
  ASSERT_TRUE(get());
  next_login = text_response(503, "down\n");
  pass(hours(9) + seconds(1));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(get());
  EXPECT_THAT(seen, Each(first));
  EXPECT_EQ(logins.size(), 2u) << "there is a pause after a failure";
  pass(hours(1));
  const auto late = get();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, errc::http_401);
  EXPECT_EQ(seen.size(), 6u) << "without a token nothing is sent";
}

TEST_F(dcos_logins, a_refused_login_fails_the_request_and_is_not_repeated_at_once) {
  next_login = json_response(401, R"({"title":"Unauthorized","secret":"hunter2"})");
  const auto answer = get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, errc::http_401);
  EXPECT_THAT(answer.error().what, HasSubstr("no DC/OS token: login at http://127.0.0.1"));
  EXPECT_THAT(answer.error().what, HasSubstr("answered with status 401"));
  EXPECT_THAT(answer.error().what, Not(HasSubstr("hunter2")));
  ASSERT_FALSE(get());
  EXPECT_EQ(logins.size(), 1u);
  EXPECT_TRUE(seen.empty()) << "no request goes out without a token";
  next_login.reset();
  pass(seconds(1));
  EXPECT_TRUE(get());
  EXPECT_EQ(logins.size(), 2u);
}

TEST_F(dcos_logins, a_login_server_that_is_down_fails_the_request) {
  login_at.port = 1;
  log_in_with(key_file);
  const auto answer = get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, errc::http_401);
  EXPECT_THAT(answer.error().what, HasSubstr("refused"));
  EXPECT_TRUE(seen.empty());
}

TEST_F(dcos_logins, answers_without_a_token_are_failures) {
  for (const auto* body : {"", "{}", "null", "[]", "<html>", R"({"token":null})", R"({"token":""})",
                           R"({"token":"a\r\nX: y"})", R"({"token":["a"]})"}) {
    next_login = json_response(200, body);
    log_in_with(key_file);
    const auto answer = get();
    ASSERT_FALSE(answer) << body;
    EXPECT_THAT(answer.error().what, HasSubstr("expected {\"token\": \"...\"}")) << body;
  }
  EXPECT_TRUE(seen.empty());
}

TEST_F(dcos_logins, a_token_that_has_expired_already_is_a_failure_that_speaks_of_clocks) {
  nlohmann::json body;
  body["token"] = token_with(R"({"exp":1700000000})");
  next_login = json_response(200, body.dump());
  EXPECT_THAT(get().error().what, HasSubstr("clocks that agree"));
}

TEST_F(dcos_logins, a_redirect_of_the_login_is_not_followed) {
  next_login = text_response(307, "");
  next_login->headers.set("Location", target_at.text());
  const auto answer = get();
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().what, HasSubstr("status 307"));
  EXPECT_TRUE(seen.empty());
}

TEST_F(dcos_logins, a_key_that_cannot_be_used_is_named_and_nobody_is_asked) {
  for (const auto& file : {folder.path("none.pem"), folder.write("ec.pem", make_private_key("P-256"))}) {
    log_in_with(file);
    const auto answer = get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, errc::http_401);
    EXPECT_THAT(answer.error().what, HasSubstr(file));
  }
  EXPECT_TRUE(logins.empty());
}

TEST_F(dcos_logins, after_a_401_there_is_one_more_login_and_one_more_try) {
  ASSERT_TRUE(get());
  refused = {header(1)};
  pass(hours(1));
  const auto answer = get();
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(seen, ElementsAre(header(1), header(1), header(2)));
  EXPECT_EQ(logins.size(), 2u);
}

TEST_F(dcos_logins, a_token_that_is_refused_at_once_is_renewed_too) {
  ASSERT_TRUE(get());
  refused = {header(1)};
  pass(seconds(5));
  const auto answer = get();
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(logins.size(), 2u);
}

TEST_F(dcos_logins, a_target_that_refuses_every_token_does_not_cause_a_login_each_time) {
  ASSERT_TRUE(get());
  refused = {header(1), header(2), header(3)};
  pass(hours(1));
  EXPECT_EQ(get()->status, 401);
  EXPECT_THAT(seen, ElementsAre(header(1), header(1), header(2))) << "once more, not twice";
  EXPECT_EQ(get()->status, 401);
  pass(seconds(30));
  EXPECT_EQ(get()->status, 401);
  EXPECT_EQ(logins.size(), 2u);
}

TEST_F(dcos_logins, a_request_waits_for_the_login_no_longer_than_its_deadline) {
  const auto silent = net.serve_raw([](std::size_t) { return raw_answer{"", raw_answer::ending::hang}; });
  login_at = silent->at;
  log_in_with(key_file);
  const auto answer = net.send(to_target(), std::chrono::milliseconds(50));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, errc::http_401);
  EXPECT_THAT(answer.error().what, HasSubstr("the login has not ended yet"));
}

}  // namespace
}  // namespace mesoscale::net
