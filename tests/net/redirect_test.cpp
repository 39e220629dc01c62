#include "common/net/redirect.hpp"

#include "common/net/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using testing::HasSubstr;

client_request asking(const std::string& method, const std::string& text,
                      std::vector<std::string> login_authorities = {}) {
  client_request request;
  request.method = method;
  request.to = *parse_url(text);
  auto how = std::make_shared<access>();
  how->login_authorities = std::move(login_authorities);
  request.how = how;
  return request;
}

http_response redirecting(int status, const std::string& location) {
  http_response answer;
  answer.status = status;
  if (!location.empty()) answer.headers.set("Location", location);
  return answer;
}

// A standby master of Mesos answers with a Location without a scheme (tests/fixtures/mesos/standby).
TEST(redirect_target, keeps_the_scheme_of_a_location_that_has_none) {
  const auto request = asking("GET", "http://10.0.0.2:5050/slaves");
  const auto next = redirect_target(request, request.to, redirecting(307, "//10.0.0.1:5050/slaves"));
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(next->text(), "http://10.0.0.1:5050/slaves");
}

TEST(redirect_target, sends_a_put_again_only_where_the_status_keeps_the_method) {
  const auto request = asking("PUT", "http://m:8080/v2/apps/x");
  for (const int status : {307, 308}) {
    EXPECT_TRUE(redirect_target(request, request.to, redirecting(status, "http://n:8080/")).ok()) << status;
  }
  for (const int status : {301, 302, 303}) {
    const auto next = redirect_target(request, request.to, redirecting(status, "http://n:8080/"));
    ASSERT_FALSE(next.ok()) << status;
    EXPECT_EQ(next.error().code, errc::redirect);
  }
}

TEST(redirect_target, wants_a_location_that_can_be_used) {
  const auto request = asking("GET", "http://m:8080/");
  for (const auto* location : {"", "ftp://n/", "http://", "http://user:hunter2@n/"}) {
    const auto next = redirect_target(request, request.to, redirecting(302, location));
    ASSERT_FALSE(next.ok()) << location;
    EXPECT_EQ(next.error().code, errc::redirect);
    EXPECT_THAT(next.error().what, Not(HasSubstr("hunter2")));
  }
}

struct login_row {
  const char* name;
  const char* from;
  const char* to;
  bool may_see;
};

TEST(may_see_login, allows_the_own_authority_and_the_named_ones_only) {
  const std::vector<login_row> rows{
      {"same server", "http://a:8080/", "http://a:8080/other", true},
      {"named server", "http://a:8080/", "http://b:8080/", true},
      {"other port", "http://a:8080/", "http://a:8081/", false},
      {"other host", "http://a:8080/", "http://c:8080/", false},
      {"longer name", "http://a:8080/", "http://a.evil:8080/", false},
      {"from https to http", "https://a:8080/", "http://a:8080/", false},
      {"from https to named http", "https://a:8080/", "http://b:8080/", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(may_see_login(asking("GET", row.from, {"b:8080"}), *parse_url(row.to)), row.may_see)
        << row.name;
  }
}

TEST(check_status, tells_the_kinds_of_refusal_apart) {
  const std::vector<std::pair<int, errc>> rows{
      {401, errc::http_401}, {403, errc::http_403}, {404, errc::http_4xx}, {429, errc::http_4xx},
      {500, errc::http_5xx}, {503, errc::http_5xx}, {302, errc::redirect}, {101, errc::wrong_shape}};
  for (const auto& [status, code] : rows) {
    http_response answer;
    answer.status = status;
    const auto checked = check_status(answer, "http://a:1/x");
    ASSERT_FALSE(checked.ok()) << status;
    EXPECT_EQ(checked.error().code, code) << status;
    EXPECT_THAT(checked.error().what, HasSubstr("http://a:1/x"));
    EXPECT_THAT(checked.error().what, HasSubstr(std::to_string(status)));
  }
}

TEST(check_status, has_nothing_against_2xx) {
  for (const int status : {200, 201, 204, 299}) {
    http_response answer;
    answer.status = status;
    EXPECT_TRUE(check_status(answer, "x").ok()) << status;
  }
}

TEST(parse_listen_address, reads_host_and_port) {
  EXPECT_EQ(parse_listen_address(":9105")->host, "");
  EXPECT_EQ(parse_listen_address(":9105")->port, 9105);
  EXPECT_EQ(parse_listen_address("127.0.0.1:0")->host, "127.0.0.1");
  EXPECT_EQ(parse_listen_address("localhost:80")->host, "localhost");
  EXPECT_EQ(parse_listen_address("[::1]:80")->host, "::1");
}

TEST(parse_listen_address, refuses_what_is_no_address) {
  for (const auto* text :
       {"", "9105", "host", "host:", "host:x", "host:65536", "host:-1", "::1:80", "[::1]", "host:80 "}) {
    const auto parsed = parse_listen_address(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().code, errc::invalid);
    EXPECT_THAT(parsed.error().what, HasSubstr(text));
  }
}

}  // namespace
}  // namespace mesoscale::net
