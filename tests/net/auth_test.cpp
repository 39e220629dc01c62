#include "common/net/auth.hpp"

#include "tests/net/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using testing::HasSubstr;
using testing::Not;

// The example of RFC 7617, section 2.
TEST(basic_credentials, encode_name_and_password) {
  temporary_folder folder;
  const auto login = basic_credentials("Aladdin", folder.write("password", "open sesame\n"));
  EXPECT_EQ(*login->authorization(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST(token_credentials, give_type_and_token_without_the_line_end) {
  temporary_folder folder;
  EXPECT_EQ(*token_credentials("Bearer", folder.write("token", "abc.def\r\n"))->authorization(),
            "Bearer abc.def");
}

TEST(token_credentials, use_a_rotated_secret_at_once) {
  temporary_folder folder;
  const auto path = folder.write("token", "old");
  const auto login = token_credentials("Bearer", path);
  ASSERT_EQ(*login->authorization(), "Bearer old");
  folder.write("token", "new");
  EXPECT_EQ(*login->authorization(), "Bearer new");
}

TEST(credentials, a_missing_file_is_a_failure_that_names_it) {
  const auto login = token_credentials("Bearer", "/no/such/token")->authorization();
  ASSERT_FALSE(login.ok());
  EXPECT_EQ(login.error().code, errc::http_401);
  EXPECT_THAT(login.error().what, HasSubstr("/no/such/token"));
}

TEST(credentials, an_empty_file_is_a_failure_and_no_empty_header) {
  temporary_folder folder;
  const auto login = basic_credentials("user", folder.write("password", "\n"))->authorization();
  ASSERT_FALSE(login.ok());
  EXPECT_EQ(login.error().code, errc::http_401);
}

TEST(credentials, a_secret_of_two_lines_is_refused_and_not_quoted) {
  temporary_folder folder;
  const auto login =
      token_credentials("Bearer", folder.write("token", "hunter2\nX-Admin: 1"))->authorization();
  ASSERT_FALSE(login.ok());
  EXPECT_THAT(login.error().what, Not(HasSubstr("hunter2")));
}

TEST(basic_credentials, a_name_with_a_colon_is_refused_and_the_password_not_quoted) {
  temporary_folder folder;
  const auto login = basic_credentials("a:b", folder.write("password", "hunter2"))->authorization();
  ASSERT_FALSE(login.ok());
  EXPECT_THAT(login.error().what, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace mesoscale::net
