#include "common/core/web_config.hpp"

#include "common/core/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace mesoscale {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

const std::string fixtures = std::string(FIXTURES_DIR) + "/web_config/";

result<web_config> parse_good(const std::string& name) {
  const auto text = read_file(fixtures + "good/" + name + ".yml");
  if (!text) return text.error();
  return parse_web_config(*text, "etc/web/" + name + ".yml");
}

std::vector<std::string> bad_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(fixtures + "bad")) {
    if (entry.path().extension() == ".yml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class bad_web_config : public testing::TestWithParam<std::string> {};

TEST_P(bad_web_config, is_refused_with_its_message) {
  const std::string file = GetParam() + ".yml";
  const auto text = read_file(fixtures + "bad/" + file);
  const auto expected = read_file(fixtures + "bad/" + GetParam() + ".txt");
  ASSERT_TRUE(text && expected);
  const auto parsed = parse_web_config(*text, file);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().what + "\n", *expected);
}

INSTANTIATE_TEST_SUITE_P(web_config, bad_web_config, testing::ValuesIn(bad_names()),
                         [](const auto& instance) { return instance.param; });

TEST(web_config, nothing_given_means_plain_http_for_everybody) {
  for (const auto* name : {"empty", "empty_sections"}) {
    const auto config = parse_good(name);
    ASSERT_TRUE(config) << config.error().what;
    EXPECT_FALSE(config->tls);
    EXPECT_THAT(config->user_hashes, IsEmpty());
    EXPECT_THAT(config->headers, IsEmpty());
    EXPECT_EQ(config->rate_limit.interval.count(), 0);
    EXPECT_TRUE(config->http2);
  }
}

TEST(web_config, reads_the_tls_keys) {
  const auto config = parse_good("everything");
  ASSERT_TRUE(config) << config.error().what;
  ASSERT_TRUE(config->tls);
  const web_tls& tls = *config->tls;
  EXPECT_EQ(tls.client_auth_type, client_auth::require_and_verify);
  EXPECT_THAT(tls.client_allowed_sans, ElementsAre("prometheus.example.org", "10.0.0.1"));
  EXPECT_EQ(tls.min_version, tls_version::tls12);
  EXPECT_EQ(tls.max_version, tls_version::tls13);
  ASSERT_TRUE(tls.cipher_suites);
  EXPECT_THAT(*tls.cipher_suites,
              ElementsAre("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"));
  EXPECT_FALSE(tls.prefer_server_cipher_suites);
  EXPECT_THAT(tls.curve_preferences, ElementsAre("X25519", "P-256"));
}

TEST(web_config, relative_files_are_relative_to_the_folder_of_the_file) {
  const auto config = parse_good("everything");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->tls->cert_file, "etc/web/server.crt");
  EXPECT_EQ(config->tls->key_file, "/etc/mesoscale/server.key");
  EXPECT_EQ(config->tls->client_ca_file, "etc/ca.crt");
}

TEST(web_config, reads_headers_users_and_rate_limit_and_leaves_out_blank_headers) {
  const auto config = parse_good("everything");
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->http2);
  EXPECT_THAT(config->headers,
              ElementsAre(Pair("Content-Security-Policy", "default-src 'none'"),
                          Pair("Strict-Transport-Security", "max-age=31536000"),
                          Pair("X-Content-Type-Options", "nosniff"), Pair("X-Frame-Options", "DENY")));
  EXPECT_THAT(
      config->user_hashes,
      ElementsAre(Pair("prometheus", "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
  EXPECT_EQ(config->rate_limit.interval, milliseconds(1000));
  EXPECT_EQ(config->rate_limit.burst, 20);
}

TEST(web_config, certificate_and_key_can_stand_in_the_file_itself) {
  const auto config = parse_good("inline_pem");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config->tls->cert, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
  EXPECT_THAT(config->tls->key, HasSubstr("PRIVATE KEY"));
}

TEST(web_config, every_other_good_file_is_read) {
  const auto users = parse_good("plain_with_users");
  ASSERT_TRUE(users) << users.error().what;
  EXPECT_EQ(users->user_hashes.size(), 2u);
  const auto policy = parse_good("old_policy_name");
  ASSERT_TRUE(policy) << policy.error().what;
  EXPECT_EQ(policy->tls->client_auth_type, client_auth::require_any);
  const auto unlimited = parse_good("rate_limit_off");
  ASSERT_TRUE(unlimited) << unlimited.error().what;
  EXPECT_EQ(unlimited->rate_limit.interval.count(), 0);
}

TEST(web_config, the_example_of_the_documentation_is_good) {
  const std::string path = std::string(SOURCE_DIR) + "/docs/examples/web-config.yml";
  const auto text = read_file(path);
  ASSERT_TRUE(text) << text.error().what;
  const auto config = parse_web_config(*text, path);
  EXPECT_TRUE(config) << config.error().what;
}

TEST(web_config, no_message_repeats_what_may_be_a_secret) {
  for (const auto& name : bad_names()) {
    const auto text = read_file(fixtures + "bad/" + name + ".yml");
    const auto parsed = parse_web_config(*text, name);
    ASSERT_FALSE(parsed);
    for (const auto* secret : {"horse", "apr1", "oRRg", "CCCC", "YPO9", "prometheus:secret", "MIIB"}) {
      EXPECT_EQ(parsed.error().what.find(secret), std::string::npos) << parsed.error().what;
    }
  }
}

TEST(web_config, tells_bcrypt_hashes_from_others) {
  const std::string digest = "CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  for (const auto* start : {"$2a$04$", "$2b$05$", "$2y$10$", "$2y$18$"})
    EXPECT_TRUE(is_bcrypt_hash(start + digest)) << start;
  for (const auto* start :
       {"$2$05$", "$2x$05$", "$2c$05$", "$2y$03$", "$2y$19$", "$2y$5$", "$2y$1x$", "$3y$10$", "2y$10$", ""}) {
    EXPECT_FALSE(is_bcrypt_hash(start + digest)) << start;
  }
  EXPECT_FALSE(is_bcrypt_hash("$2y$10$" + digest + "x"));
  EXPECT_FALSE(is_bcrypt_hash("$2y$10$:" + digest.substr(1)));
  EXPECT_EQ(bcrypt_cost("$2y$12$" + digest), 12);
}

}  // namespace
}  // namespace mesoscale
