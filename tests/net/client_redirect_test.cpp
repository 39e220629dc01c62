// Redirects and logins of the client on loopback; other hosts are other addresses of 127.0.0.0/8.
#include "common/net/http_client.hpp"

#include "tests/net/loopback.hpp"
#include "tests/net/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class client_redirect : public testing::Test {
 protected:
  /// Two hosts; what was asked of the second is kept, and what the first answers can be set.
  client_redirect() {
    leader = net.serve(
        [this](http_request request) -> asio::awaitable<http_response> {
          at_leader.push_back(request);
          co_return text_response(200, "leader");
        },
        {}, "127.0.0.2");
    standby = net.serve([this](http_request request) -> asio::awaitable<http_response> {
      at_standby.push_back(request);
      co_return redirect;
    });
  }

  void redirect_to(int status, const std::string& location) {
    redirect.status = status;
    redirect.headers.set("Location", location);
  }

  client_request asking(const std::string& method, std::vector<std::string> login_authorities = {}) {
    client_request request;
    request.method = method;
    request.to = standby.with_path("/slaves");
    const auto how = std::make_shared<access>();
    how->login = token_credentials("Bearer", folder.write("token", "hunter2"));
    how->login_authorities = std::move(login_authorities);
    request.how = how;
    return request;
  }

  temporary_folder folder;
  loopback net;
  url leader;
  url standby;
  http_response redirect;
  std::vector<http_request> at_leader;
  std::vector<http_request> at_standby;
};

TEST_F(client_redirect, a_location_without_scheme_is_followed) {
  redirect_to(307, "//" + leader.authority() + "/slaves");
  const auto answer = net.send(asking("GET"));
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->body, "leader");
  ASSERT_EQ(at_leader.size(), 1u);
  EXPECT_EQ(at_leader[0].path, "/slaves");
  EXPECT_EQ(at_leader[0].headers.get("Host"), leader.authority());
  EXPECT_EQ(answer->redirected_to, leader.authority());
}

TEST_F(client_redirect, a_put_keeps_method_and_body) {
  redirect_to(307, leader.with_path("/v2/apps/x").text());
  auto request = asking("PUT");
  request.body = "{\"instances\":2}";
  ASSERT_TRUE(net.send(std::move(request)).ok());
  ASSERT_EQ(at_leader.size(), 1u);
  EXPECT_EQ(at_leader[0].method, "PUT");
  EXPECT_EQ(at_leader[0].body, "{\"instances\":2}");
}

TEST_F(client_redirect, the_login_stays_with_the_host_that_it_was_given_for) {
  redirect_to(307, leader.text());
  auto request = asking("GET");
  request.headers.add("Cookie", "session=hunter2");
  ASSERT_TRUE(net.send(std::move(request)).ok());
  EXPECT_EQ(at_standby[0].headers.get("Authorization"), "Bearer hunter2");
  EXPECT_FALSE(at_leader[0].headers.has("Authorization"));
  EXPECT_FALSE(at_leader[0].headers.has("Cookie"));
}

TEST_F(client_redirect, an_authorization_of_the_caller_stays_too) {
  redirect_to(307, leader.text());
  client_request request;
  request.to = standby;
  request.headers.add("authorization", "Bearer hunter2");
  ASSERT_TRUE(net.send(std::move(request)).ok());
  EXPECT_EQ(at_standby[0].headers.get("Authorization"), "Bearer hunter2");
  EXPECT_FALSE(at_leader[0].headers.has("Authorization"));
}

TEST_F(client_redirect, a_host_that_is_named_for_the_login_gets_it) {
  redirect_to(307, leader.text());
  ASSERT_TRUE(net.send(asking("GET", {leader.authority()})).ok());
  EXPECT_EQ(at_leader[0].headers.get("Authorization"), "Bearer hunter2");
}

TEST_F(client_redirect, without_redirects_allowed_the_redirect_is_the_answer) {
  redirect_to(307, leader.text());
  auto request = asking("GET");
  request.max_redirects = 0;
  const auto answer = net.send(std::move(request));
  EXPECT_EQ(answer->status, 307);
  EXPECT_EQ(answer->redirected_to, "");
  EXPECT_TRUE(at_leader.empty());
}

TEST_F(client_redirect, as_many_as_allowed_are_followed_and_no_more) {
  redirect_to(302, "/slaves");
  auto request = asking("GET");
  request.max_redirects = 2;
  const auto answer = net.send(std::move(request));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::redirect);
  EXPECT_THAT(answer.error().what, Not(HasSubstr("hunter2")));
  EXPECT_EQ(at_standby.size(), 3u);
}

TEST_F(client_redirect, a_put_does_not_become_a_get) {
  redirect_to(302, leader.text());
  EXPECT_EQ(net.send(asking("PUT")).error().code, errc::redirect);
  EXPECT_TRUE(at_leader.empty());
}

TEST_F(client_redirect, a_login_that_cannot_be_read_sends_nothing) {
  auto request = asking("GET");
  const auto how = std::make_shared<access>();
  how->login = token_credentials("Bearer", folder.path("missing"));
  request.how = how;
  EXPECT_EQ(net.send(std::move(request)).error().code, errc::http_401);
  EXPECT_TRUE(at_standby.empty());
}

}  // namespace
}  // namespace mesoscale::net
