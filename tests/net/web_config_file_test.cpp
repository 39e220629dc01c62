#include "common/net/web_config_file.hpp"

#include "tests/net/certificates.hpp"
#include "tests/net/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include <openssl/ssl.h>

namespace mesoscale::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const std::string alice = "  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n";
const std::string bob = "  bob: $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK\n";
const std::string tls_text = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";

class web_config_files : public testing::Test {
 protected:
  web_config_files() { write_certificate(authority.issue("localhost", {"DNS:localhost"})); }

  void write_certificate(const certificate& made) {
    replace("server.crt", made.cert);
    replace("server.key", made.key);
  }

  /// As certificate managers do it: another inode, so that the change shows whatever the clock of the file system.
  void replace(const std::string& name, const std::string& content) {
    std::filesystem::rename(folder.write(name + ".new", content), folder.path(name));
  }

  std::string open_failure(const std::string& content) {
    const auto opened = web_config_file::open(folder.write("web.yml", content));
    return opened.ok() ? "" : opened.error().what;
  }

  temporary_folder folder;
  certificate_authority authority{"test authority"};
  const web_config_file::time_point start{std::chrono::hours(1)};
};

TEST_F(web_config_files, a_file_without_tls_is_plain_http) {
  auto file = web_config_file::open(folder.write("web.yml", "basic_auth_users:\n" + alice));
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ((*file)->current(start)->tls, nullptr);
  EXPECT_THAT((*file)->current(start)->config.user_hashes, SizeIs(1));
}

TEST_F(web_config_files, certificate_and_key_are_found_beside_the_file) {
  const auto file = web_config_file::open(folder.write("web.yml", tls_text));
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_NE((*file)->current(start)->tls, nullptr);
}

TEST_F(web_config_files, certificate_and_key_may_stand_in_the_file) {
  const auto made = authority.issue("localhost", {});
  const auto indented = [](std::string pem) {
    for (std::size_t at = 0; (at = pem.find('\n', at)) != std::string::npos && at + 1 < pem.size(); ++at) {
      pem.insert(at + 1, "    ");
    }
    return "|\n    " + pem;
  };
  EXPECT_EQ(
      open_failure("tls_server_config:\n  cert: " + indented(made.cert) + "  key: " + indented(made.key)),
      "");
}

TEST_F(web_config_files, what_is_missing_or_wrong_is_named) {
  EXPECT_THAT(web_config_file::open("/no/such/web.yml").error().what,
              HasSubstr("/no/such/web.yml: No such file"));
  EXPECT_THAT(open_failure("tls_server_config:\n  cert_file: none.crt\n  key_file: server.key\n"),
              HasSubstr("web.yml: tls_server_config.cert_file: cannot read " + folder.path("none.crt") +
                        ": No such file"));
  EXPECT_THAT(open_failure("tls_server_config:\n  cert_file: server.key\n  key_file: server.key\n"),
              HasSubstr("tls_server_config.cert_file: " + folder.path("server.key") +
                        ": expected a certificate (PEM)"));
  EXPECT_THAT(open_failure(tls_text +
                           "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: server.key\n"),
              HasSubstr("tls_server_config.client_ca_file: " + folder.path("server.key") +
                        ": expected certificates to trust"));
}

TEST_F(web_config_files, the_key_of_another_certificate_is_refused) {
  replace("server.key", authority.issue("other", {}).key);
  EXPECT_THAT(open_failure(tls_text),
              HasSubstr("tls_server_config.key_file: " + folder.path("server.key") +
                        ": expected the private key (PEM, without passphrase) of the certificate"));
}

TEST_F(web_config_files, a_key_with_a_passphrase_is_refused_without_asking) {
  // openssl genpkey -algorithm ed25519 -aes256 -pass pass:secret
  replace("server.key",
          "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
          "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgFp+IINkfbSgICCAAw\n"
          "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDefngIcZ6GR4LStARnzMRwEQGVI\n"
          "ZT32JzvYmduhPc6tAnHn5xgSXZccUoS0YlMZfk3wWcUdSKc/w/4Zan08tdcZdui4\n"
          "H7fsAzUBAHHnkkCM+gk=\n"
          "-----END ENCRYPTED PRIVATE KEY-----\n");
  EXPECT_THAT(open_failure(tls_text), HasSubstr("without passphrase"));
}

TEST_F(web_config_files, a_change_is_seen_a_second_later) {
  auto file = *web_config_file::open(folder.write("web.yml", "basic_auth_users:\n" + alice));
  ASSERT_THAT(file->current(start)->config.user_hashes, SizeIs(1));
  folder.write("web.yml", "basic_auth_users:\n" + alice + bob);
  EXPECT_THAT(file->current(start + milliseconds(999))->config.user_hashes, SizeIs(1))
      << "it looks once a second";
  EXPECT_THAT(file->current(start + seconds(1))->config.user_hashes, SizeIs(2));
  EXPECT_EQ(file->state().reloads, 1u);
}

TEST_F(web_config_files, without_a_change_nothing_is_read_again) {
  auto file = *web_config_file::open(folder.write("web.yml", tls_text));
  const auto first = file->current(start);
  EXPECT_EQ(file->current(start + seconds(10)), first);
  EXPECT_EQ(file->state().reloads, 0u);
}

TEST_F(web_config_files, a_new_certificate_is_taken_up) {
  auto file = *web_config_file::open(folder.write("web.yml", tls_text));
  const auto first = file->current(start);
  write_certificate(authority.issue("localhost", {"DNS:localhost"}));
  EXPECT_NE(file->current(start + seconds(1))->tls, first->tls);
}

TEST_F(web_config_files, a_certificate_whose_key_comes_later_is_taken_up_then) {
  auto file = *web_config_file::open(folder.write("web.yml", tls_text));
  const auto first = file->current(start);
  const auto renewed = authority.issue("localhost", {"DNS:localhost"});
  replace("server.crt", renewed.cert);
  EXPECT_EQ(file->current(start + seconds(1)), first);
  EXPECT_FALSE(file->state().is_last_reload_successful);
  replace("server.key", renewed.key);
  EXPECT_NE(file->current(start + seconds(2)), first);
  EXPECT_TRUE(file->state().is_last_reload_successful);
}

TEST_F(web_config_files, a_bad_version_leaves_the_old_one_in_force_and_says_so_once) {
  auto file = *web_config_file::open(folder.write("web.yml", "basic_auth_users:\n" + alice));
  const auto first = file->current(start);
  folder.write("web.yml", "basic_auth_users:\n  alice: correct horse\n");
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(file->current(start + seconds(i)), first);
  EXPECT_FALSE(file->state().is_last_reload_successful);
  EXPECT_EQ(file->state().failed_reloads, 1u);
  EXPECT_THAT(file->state().last_failure,
              HasSubstr("web.yml:2:10: basic_auth_users.alice: found text that is no bcrypt"));
  EXPECT_THAT(file->state().last_failure, Not(HasSubstr("horse")));
  folder.write("web.yml", "basic_auth_users:\n" + bob);
  EXPECT_TRUE(file->current(start + seconds(6))->config.user_hashes.contains("bob"));
  EXPECT_TRUE(file->state().is_last_reload_successful);
  EXPECT_EQ(file->state().last_failure, "");
}

TEST_F(web_config_files, a_removed_file_leaves_the_old_version_in_force) {
  auto file = *web_config_file::open(folder.write("web.yml", "basic_auth_users:\n" + alice));
  std::filesystem::remove(folder.path("web.yml"));
  EXPECT_TRUE(file->current(start)->config.user_hashes.contains("alice"));
  EXPECT_FALSE(file->state().is_last_reload_successful);
}

TEST_F(web_config_files, reload_reads_at_once) {
  auto file = *web_config_file::open(folder.write("web.yml", "basic_auth_users:\n" + alice));
  ASSERT_THAT(file->current(start)->config.user_hashes, SizeIs(1));
  folder.write("web.yml", "basic_auth_users:\n" + alice + bob);
  EXPECT_TRUE(file->reload());
  EXPECT_THAT(file->current(start)->config.user_hashes, SizeIs(2));
  folder.write("web.yml", "users:\n");
  EXPECT_FALSE(file->reload());
  EXPECT_THAT(file->current(start)->config.user_hashes, SizeIs(2));
}

TEST_F(web_config_files, versions_and_suites_reach_openssl) {
  const auto native = [&](const std::string& keys) {
    const auto file = web_config_file::open(folder.write("web.yml", tls_text + keys));
    if (!file) throw std::runtime_error(file.error().what);
    return (*file)->current(start);
  };
  const auto standard = native("");
  SSL_CTX* context = standard->tls->native_handle();
  EXPECT_EQ(SSL_CTX_get_min_proto_version(context), TLS1_2_VERSION);
  EXPECT_EQ(SSL_CTX_get_max_proto_version(context), TLS1_3_VERSION);
  EXPECT_NE(SSL_CTX_get_options(context) & SSL_OP_CIPHER_SERVER_PREFERENCE, 0u);

  const auto chosen = native(
      "  min_version: TLS12\n  max_version: TLS12\n  prefer_server_cipher_suites: false\n"
      "  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]\n");
  context = chosen->tls->native_handle();
  EXPECT_EQ(SSL_CTX_get_max_proto_version(context), TLS1_2_VERSION);
  EXPECT_EQ(SSL_CTX_get_options(context) & SSL_OP_CIPHER_SERVER_PREFERENCE, 0u);
  std::vector<std::string> names;
  for (int i = 0; i < sk_SSL_CIPHER_num(SSL_CTX_get_ciphers(context)); ++i) {
    const auto* cipher = sk_SSL_CIPHER_value(SSL_CTX_get_ciphers(context), i);
    if (std::string(SSL_CIPHER_get_version(cipher)) != "TLSv1.3")
      names.emplace_back(SSL_CIPHER_get_name(cipher));
  }
  EXPECT_THAT(names, testing::ElementsAre("ECDHE-ECDSA-AES256-GCM-SHA384"));

  const auto only_13 =
      native("  cipher_suites: [TLS_AES_128_GCM_SHA256]\n  curve_preferences: [X25519, CurveP521]\n");
  EXPECT_EQ(SSL_CTX_get_min_proto_version(only_13->tls->native_handle()), TLS1_3_VERSION);
}

}  // namespace
}  // namespace mesoscale::net
