#include "webhook/marathon/redirects.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

std::string led(const std::string& location, int status = 307) {
  const std::vector<url> servers = {parse_url("http://m1:8080").value(),
                                    parse_url("https://m2:8443").value()};
  net::http_response answer;
  answer.status = status;
  if (!location.empty()) answer.headers.set("Location", location);
  const auto to = redirect_within(servers, parse_url("http://m1:8080/v2/apps/web").value(), answer);
  return to ? to->text() : "";
}

TEST(redirects, lead_to_the_servers_of_the_list_and_to_tls_on_their_hosts) {
  EXPECT_EQ(led("https://m2:8443/v2/apps/web"), "https://m2:8443/v2/apps/web");
  EXPECT_EQ(led("https://m1/v2/apps/web"), "https://m1:443/v2/apps/web");
  EXPECT_EQ(led("/v2/apps//web", 302), "http://m1:8080/v2/apps//web");
}

TEST(redirects, lead_nowhere_else) {
  EXPECT_EQ(led("https://m3:8443/v2/apps/web"), "");
  EXPECT_EQ(led("http://m2:8080/v2/apps/web"), "") << "a login that went over TLS must not go without";
  EXPECT_EQ(led("http://m1:80/v2/apps/web"), "") << "another program may listen there";
  EXPECT_EQ(led(""), "");
  EXPECT_EQ(led("ftp://m1/"), "");
  EXPECT_EQ(led("https://m2:8443/", 200), "");
}

}  // namespace
}  // namespace mesoscale::webhook
