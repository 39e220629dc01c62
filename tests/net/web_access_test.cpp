// The web configuration in front of a server on loopback: what a client meets.
#include "common/net/web_access.hpp"

#include "common/core/base64.hpp"
#include "tests/net/certificates.hpp"
#include "tests/net/loopback.hpp"
#include "tests/net/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace mesoscale::net {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string users =
    "basic_auth_users:\n  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n";
const std::string right_password = "U*U";
const std::string tls_text = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";

class web_accesses : public testing::Test {
 protected:
  web_accesses() {
    write_server_certificate();
    folder.write("ca.crt", authority.cert());
    folder.write("strange-ca.crt", stranger.cert());
    write_client("client", authority.issue("prometheus", {"DNS:prometheus.example.org", "IP:10.0.0.1"}));
    write_client("other", authority.issue("other", {"DNS:other.example.org"}));
    write_client("strange", stranger.issue("prometheus", {"DNS:prometheus.example.org"}));
    write_client("expired",
                 authority.issue("prometheus", {"DNS:prometheus.example.org"}, std::chrono::hours(-1)));
  }
  ~web_accesses() override {
    if (access) access->finish();
  }

  void write_server_certificate() {
    const auto made = authority.issue("127.0.0.1", {"IP:127.0.0.1"});
    folder.write("server.crt", made.cert);
    folder.write("server.key", made.key);
  }

  void write_client(const std::string& name, const certificate& made) {
    folder.write(name + ".crt", made.cert);
    folder.write(name + ".key", made.key);
  }

  /// Starts a server with this configuration.
  void serve(const std::string& content) {
    auto file = web_config_file::open(folder.write("web.yml", content));
    if (!file) throw std::runtime_error(file.error().what);
    access = std::make_shared<web_access>(*file);
    server_options options;
    options.tls_source = [guard = access] { return guard->settings()->tls; };
    auto handler = [this](http_request) -> asio::awaitable<http_response> {
      ++handled;
      auto response = text_response(200, "metrics\n");
      response.headers.set("X-Frame-Options", "sameorigin");
      co_return response;
    };
    at = net.serve(with_web_config(access, handler), options);
    if (access->settings()->tls) at.scheme = "https";
  }

  client_request request_with(const std::string& client_name) {
    auto how = std::make_shared<mesoscale::net::access>();
    how->tls.ca_file = folder.path("ca.crt");
    if (!client_name.empty()) {
      how->tls.cert_file = folder.path(client_name + ".crt");
      how->tls.key_file = folder.path(client_name + ".key");
    }
    client_request request;
    request.to = at;
    request.how = how;
    return request;
  }

  /// The status of a request with this user and password.
  int status_for(const std::string& user, const std::string& password) {
    auto request = request_with("");
    request.headers.set("Authorization", "Basic " + encode_base64(user + ":" + password));
    const auto answer = net.send(std::move(request));
    return answer ? answer->status : -1;
  }

  /// What a client with (or, for "", without) a certificate gets to hear: the body, or "refused". Each shakes hands anew.
  std::string talk_as(const std::string& client_name) {
    const auto newcomer = make_http_client(net.io.get_executor());
    const auto answer = net.run(newcomer->send(request_with(client_name), after(std::chrono::seconds(10))));
    if (answer) return answer->body;
    const auto code = answer.error().code;
    return code == errc::tls || code == errc::disconnected ? "refused" : answer.error().what;
  }

  loopback net;
  temporary_folder folder;
  certificate_authority authority{"test authority"};
  certificate_authority stranger{"another authority"};
  std::shared_ptr<web_access> access;
  url at;
  int handled = 0;
};

TEST_F(web_accesses, without_users_everybody_gets_through_and_headers_are_added) {
  serve("http_server_config:\n  headers:\n    X-Content-Type-Options: nosniff\n    X-Frame-Options: deny\n");
  const auto answer = net.get(at);
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer->headers.get("X-Frame-Options"), "sameorigin") << "what the handler sets itself is kept";
  EXPECT_FALSE(access->is_authenticating());
}

TEST_F(web_accesses, without_a_login_the_answer_is_401_and_names_the_scheme) {
  serve(users + "http_server_config:\n  headers:\n    X-Content-Type-Options: nosniff\n");
  const auto answer = net.get(at);
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->status, 401);
  EXPECT_THAT(std::string(answer->headers.get("WWW-Authenticate")), StartsWith("Basic realm="));
  EXPECT_EQ(answer->headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(handled, 0);
  EXPECT_TRUE(access->is_authenticating());
}

TEST_F(web_accesses, only_the_right_password_gets_through) {
  serve(users);
  EXPECT_EQ(status_for("alice", "wrong"), 401);
  EXPECT_EQ(status_for("alice", ""), 401);
  EXPECT_EQ(status_for("bob", right_password), 401);
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(status_for("alice", right_password), 200);
  EXPECT_EQ(handled, 1);
  EXPECT_EQ(access->counts().unauthorized, 3u);
}

TEST_F(web_accesses, a_bearer_token_is_no_login_here) {
  serve(users);
  auto request = request_with("");
  request.headers.set("Authorization", "Bearer " + encode_base64("alice:" + right_password));
  EXPECT_EQ(net.send(std::move(request))->status, 401);
}

TEST_F(web_accesses, after_the_burst_the_answer_is_429) {
  serve("rate_limit:\n  interval: 1h\n  burst: 2\n");
  EXPECT_EQ(net.get(at)->status, 200);
  EXPECT_EQ(net.get(at)->status, 200);
  const auto third = net.get(at);
  ASSERT_TRUE(third);
  EXPECT_EQ(third->status, 429);
  EXPECT_TRUE(third->headers.has("Retry-After"));
  EXPECT_EQ(handled, 2);
  EXPECT_EQ(access->counts().rate_limited, 1u);
}

TEST_F(web_accesses, the_rate_limit_goes_before_the_costly_password) {
  serve(users + "rate_limit:\n  interval: 1h\n  burst: 1\n");
  EXPECT_EQ(status_for("alice", "wrong"), 401);
  EXPECT_EQ(status_for("alice", "wrong"), 429);
}

TEST_F(web_accesses, reading_the_same_limit_again_does_not_fill_the_bucket) {
  serve("rate_limit:\n  interval: 1h\n  burst: 1\n");
  EXPECT_EQ(net.get(at)->status, 200);
  ASSERT_TRUE(access->file().reload());
  EXPECT_EQ(net.get(at)->status, 429);
}

TEST_F(web_accesses, new_users_count_from_the_next_request_on) {
  serve(users);
  ASSERT_EQ(status_for("alice", right_password), 200);
  folder.write("web.yml",
               "basic_auth_users:\n  bob: $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK\n");
  ASSERT_TRUE(access->file().reload());
  EXPECT_EQ(status_for("alice", right_password), 401);
  EXPECT_EQ(status_for("bob", "U*U*"), 200);
}

TEST_F(web_accesses, when_too_many_passwords_wait_the_answer_is_503) {
  serve(users);
  access->finish();  // From now on nothing is checked any more.
  EXPECT_EQ(status_for("alice", right_password), 503);
  EXPECT_EQ(access->counts().busy, 1u);
}

TEST_F(web_accesses, speaks_tls_with_the_certificate_of_the_file) {
  serve(tls_text);
  EXPECT_EQ(talk_as(""), "metrics\n");
  auto distrusting = request_with("");
  auto how = std::make_shared<mesoscale::net::access>();
  how->tls.ca_file = folder.path("strange-ca.crt");
  distrusting.how = how;
  const auto answer = net.send(std::move(distrusting));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, errc::tls);
}

TEST_F(web_accesses, a_new_certificate_is_used_without_a_restart) {
  serve(tls_text);
  ASSERT_EQ(talk_as(""), "metrics\n");
  const auto renewed = stranger.issue("127.0.0.1", {"IP:127.0.0.1"});
  folder.write("server.crt", renewed.cert);
  folder.write("server.key", renewed.key);
  ASSERT_TRUE(access->file().reload());
  EXPECT_EQ(talk_as(""), "refused") << "the new certificate is of another authority";
  folder.write("ca.crt", stranger.cert());
  EXPECT_EQ(talk_as(""), "metrics\n");
}

TEST_F(web_accesses, tls_can_be_switched_on_without_a_restart) {
  serve("");
  ASSERT_EQ(net.get(at)->status, 200);
  folder.write("web.yml", tls_text);
  ASSERT_TRUE(access->file().reload());
  at.scheme = "https";
  EXPECT_EQ(talk_as(""), "metrics\n");
}

struct client_case {
  std::string policy;
  bool gets_a_ca;
  std::string may_talk;  ///< of "none client other strange expired", those that get through
};

class client_policies : public web_accesses, public testing::WithParamInterface<client_case> {};

TEST_P(client_policies, let_in_whom_they_say) {
  const auto& given = GetParam();
  serve(tls_text + "  client_auth_type: " + given.policy + "\n" +
        (given.gets_a_ca ? "  client_ca_file: ca.crt\n" : ""));
  std::string let_in;
  for (const std::string client : {"", "client", "other", "strange", "expired"}) {
    const auto heard = talk_as(client);
    EXPECT_THAT(heard, testing::AnyOf("metrics\n", "refused")) << client;
    if (heard == "metrics\n") let_in += (let_in.empty() ? "" : " ") + (client.empty() ? "none" : client);
  }
  EXPECT_EQ(let_in, given.may_talk);
  EXPECT_EQ(access->is_authenticating(), given.policy == "RequireAndVerifyClientCert");
}

INSTANTIATE_TEST_SUITE_P(
    web_access, client_policies,
    testing::Values(client_case{"NoClientCert", false, "none client other strange expired"},
                    client_case{"RequestClientCert", false, "none client other strange expired"},
                    client_case{"RequireAnyClientCert", false, "client other strange expired"},
                    client_case{"VerifyClientCertIfGiven", true, "none client other"},
                    client_case{"RequireAndVerifyClientCert", true, "client other"}),
    [](const auto& instance) { return instance.param.policy; });

TEST_F(web_accesses, only_allowed_names_get_through) {
  const std::string verified =
      tls_text + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";
  serve(verified + "  client_allowed_sans: [prometheus.example.org]\n");
  EXPECT_EQ(talk_as("client"), "metrics\n");
  EXPECT_EQ(talk_as("other"), "refused");
  EXPECT_EQ(talk_as("strange"), "refused") << "the right name does not make up for the wrong authority";
  folder.write("web.yml", verified + "  client_allowed_sans: [10.0.0.1, nobody@example.org]\n");
  ASSERT_TRUE(access->file().reload());
  EXPECT_EQ(talk_as("client"), "metrics\n");
  folder.write("web.yml", verified + "  client_allowed_sans: [example.org]\n");
  ASSERT_TRUE(access->file().reload());
  EXPECT_EQ(talk_as("client"), "refused") << "a part of a name is not the name";
}

}  // namespace
}  // namespace mesoscale::net
