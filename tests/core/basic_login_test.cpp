#include "common/core/basic_login.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

TEST(basic_login, reads_the_example_of_the_standard) {
  // RFC 7617, section 2.
  const auto login = parse_basic_login("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->user, "Aladdin");
  EXPECT_EQ(login->password, "open sesame");
}

TEST(basic_login, the_scheme_has_no_case) {
  EXPECT_TRUE(parse_basic_login("bAsIc QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
}

TEST(basic_login, the_first_colon_ends_the_user) {
  const auto login = parse_basic_login("Basic YTpiOmM=");  // a:b:c
  ASSERT_TRUE(login);
  EXPECT_EQ(login->user, "a");
  EXPECT_EQ(login->password, "b:c");
}

TEST(basic_login, an_empty_password_is_one) {
  const auto login = parse_basic_login("Basic YTo=");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->password, "");
}

TEST(basic_login, refuses_everything_else) {
  for (const auto* text : {"", "Basic", "Basic ", "Basic QWxhZGRpbg==", "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                           "Basic ???", "Basic  ", "BasicQWxhZGRpbjpvcGVuIHNlc2FtZQ=="}) {
    EXPECT_FALSE(parse_basic_login(text)) << text;
  }
}

}  // namespace
}  // namespace mesoscale
