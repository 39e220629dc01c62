#include "common/core/url.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

TEST(url, parse_fills_in_the_port_of_the_scheme) {
  EXPECT_EQ(parse_url("http://Master1:5050/metrics/snapshot?x=1")->text(),
            "http://master1:5050/metrics/snapshot?x=1");
  EXPECT_EQ(parse_url("http://h")->authority(), "h:80");
  EXPECT_EQ(parse_url("https://h")->authority(), "h:443");
  EXPECT_EQ(parse_url("http://h")->path, "/");
}

TEST(url, parse_reads_an_ipv6_address) {
  const auto parsed = parse_url("http://[::1]:5050/");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->host, "::1");
  EXPECT_EQ(parsed->authority(), "[::1]:5050");
}

TEST(url, parse_refuses_what_is_not_an_absolute_http_url) {
  for (const std::string text :
       {"", "h:5050", "master1", "ftp://h/", "http://", "http://h:0/", "http://h:99999/", "http://h/#x",
        "//h/x", "http://h:50x50/", "http://a b/"}) {
    EXPECT_FALSE(parse_url(text).ok()) << text;
  }
}

TEST(url, parse_refuses_credentials_and_does_not_repeat_them) {
  const auto parsed = parse_url("http://admin:hunter2@h:5050/");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().what.find("hunter2"), std::string::npos);
  EXPECT_NE(parsed.error().what.find("password_file"), std::string::npos);
}

TEST(url, below_puts_a_path_behind_its_own_with_one_slash) {
  EXPECT_EQ(parse_url("http://h")->below("/v2/apps").text(), "http://h:80/v2/apps");
  EXPECT_EQ(parse_url("http://h/marathon")->below("/v2/apps").text(), "http://h:80/marathon/v2/apps");
  EXPECT_EQ(parse_url("http://h/marathon/")->below("/v2?a=b/").text(), "http://h:80/marathon/v2?a=b/");
}

TEST(url, resolve_location_understands_the_three_forms_of_a_redirect) {
  const url base = *parse_url("http://standby:5050/master/state");
  EXPECT_EQ(resolve_location(base, "//leader:5051/master/state")->text(), "http://leader:5051/master/state");
  EXPECT_EQ(resolve_location(base, "/v2/apps")->text(), "http://standby:5050/v2/apps");
  EXPECT_EQ(resolve_location(base, "https://other/x")->text(), "https://other:443/x");
  EXPECT_FALSE(resolve_location(base, "x/y").ok());
}

}  // namespace
}  // namespace mesoscale
