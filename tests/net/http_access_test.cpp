#include "common/net/http_access.hpp"

#include <gtest/gtest.h>

#include "common/core/yaml.hpp"
#include "common/net/http_client.hpp"

namespace mesoscale::net {
namespace {

struct read_of {
  http_access how;
  std::string mistakes;
};

read_of read(std::string_view text) {
  read_of out;
  config_errors errors;
  yaml_map map(parse_yaml(text, "f.yml").value(), errors);
  read_http_access(map, out.how);
  map.finish();
  for (const config_error& one : errors) out.mistakes += one.text() + "\n";
  return out;
}

TEST(http_access, reads_a_dcos_account) {
  const auto got = read(
      "dcos_auth: { login_url: 'https://leader.mesos/acs/api/v1/auth/login', uid: exporter, "
      "private_key_file: /etc/key.pem }\n");

  EXPECT_EQ(got.mistakes, "");
  ASSERT_TRUE(got.how.dcos_login_url);
  EXPECT_EQ(got.how.dcos_login_url->text(), "https://leader.mesos:443/acs/api/v1/auth/login");
  EXPECT_EQ(got.how.dcos_uid, "exporter");
  EXPECT_EQ(got.how.dcos_private_key_file, "/etc/key.pem");
}

TEST(http_access, takes_names_of_files_relative_to_the_folder_of_the_configuration) {
  config_errors errors;
  http_access how;
  yaml_map map(parse_yaml("basic_auth: { username: u, password_file: secrets/p }\n"
                          "tls_config: { ca_file: /etc/ca.pem }\n",
                          "/srv/mesoscale/exporter.yml")
                   .value(),
               errors);

  read_http_access(map, how);

  EXPECT_EQ(how.basic_password_file, "/srv/mesoscale/secrets/p");
  EXPECT_EQ(how.tls.ca_file, "/etc/ca.pem");
  EXPECT_EQ(how.tls.cert_file, "");
}

TEST(http_access, makes_a_login_of_each_way_and_none_without) {
  for (const char* text :
       {"basic_auth: { username: u, password_file: p }", "authorization: { credentials_file: c }",
        "dcos_auth: { login_url: 'http://a/l', uid: u, private_key_file: k }"}) {
    EXPECT_NE(make_access(read(text).how, nullptr)->login, nullptr) << text;
  }
  EXPECT_EQ(make_access(read("{}").how, nullptr)->login, nullptr);
}

struct bad_access {
  const char* name;
  const char* text;
  const char* told;
};

class wrong_access : public ::testing::TestWithParam<bad_access> {};

TEST_P(wrong_access, is_told_with_line_and_key) {
  EXPECT_EQ(read(GetParam().text).mistakes, GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    http_access, wrong_access,
    ::testing::Values(
        bad_access{"url_with_password",
                   "dcos_auth: { login_url: 'https://u:hidden@a/l', uid: u, private_key_file: k }",
                   "f.yml:1:25: dcos_auth.login_url: found a URL that cannot be used, expected a URL like "
                   "https://leader.mesos/acs/api/v1/auth/login, without user and password\n"},
        bad_access{"no_key", "dcos_auth: { login_url: 'https://a/l', uid: u }",
                   "f.yml:1:12: dcos_auth.private_key_file: found nothing, expected the path of a file that "
                   "holds the account's private key\n"},
        bad_access{"two_ways",
                   "authorization: { credentials_file: c }\n"
                   "dcos_auth: { login_url: 'https://a/l', uid: u, private_key_file: k }\n",
                   "f.yml:2:12: dcos_auth: found a second way to log in, expected either authorization or "
                   "dcos_auth\n"},
        bad_access{"basic_by_hand", "authorization: { type: Basic, credentials_file: c }",
                   "f.yml:1:24: authorization.type: found \"Basic\", expected basic_auth for that\n"},
        bad_access{"type_of_two_words", "authorization: { type: 'a b', credentials_file: c }",
                   "f.yml:1:24: authorization.type: found something else, expected one word, like Bearer\n"},
        bad_access{"half_a_certificate", "tls_config: { key_file: k }",
                   "f.yml:1:13: tls_config: found key_file without cert_file, expected both or none\n"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::net
