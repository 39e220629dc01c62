#include "common/net/json_web_token.hpp"

#include "common/core/base64.hpp"
#include "tests/net/certificates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

namespace mesoscale::net {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;
using testing::HasSubstr;
using testing::Not;

/// Whether OpenSSL finds the signature right for the text and the key.
bool verifies(const std::string& text, const std::string& signature, const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> checking(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(checking.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(checking.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                          text.size()) == 1;
}

TEST(json_web_token, what_is_signed_has_three_parts_and_a_right_signature) {
  const auto key = make_private_key("RSA-2048");
  const auto token = sign_rs256(R"({"uid":"exporter","exp":1300819380})", key);
  ASSERT_TRUE(token) << token.error().what;
  const auto last = token->rfind('.');
  const auto first = token->find('.');
  ASSERT_LT(first, last);
  EXPECT_EQ(decode_base64(token->substr(0, first)), R"({"alg":"RS256","typ":"JWT"})");
  EXPECT_EQ(decode_base64(token->substr(first + 1, last - first - 1)),
            R"({"uid":"exporter","exp":1300819380})");
  const auto signature = decode_base64(token->substr(last + 1));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(verifies(token->substr(0, last), *signature, key));
  EXPECT_FALSE(verifies(token->substr(0, last) + "x", *signature, key));
  EXPECT_THAT(*token, Not(HasSubstr("=")));
}

TEST(json_web_token, a_key_that_cannot_sign_so_is_refused_and_not_quoted) {
  for (const auto& key :
       {std::string("hunter2"), std::string(), make_private_key("P-256"), make_private_key("ED25519")}) {
    const auto token = sign_rs256("{}", key);
    ASSERT_FALSE(token);
    EXPECT_THAT(token.error().what, HasSubstr("expected"));
    EXPECT_THAT(token.error().what, Not(HasSubstr("hunter2")));
  }
}

TEST(json_web_token, reads_the_expiry_of_the_example_of_the_standard) {
  // RFC 7519, section 3.1.
  const auto expiry = token_expiry(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS"
      "9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  ASSERT_TRUE(expiry);
  EXPECT_EQ(*expiry, system_clock::time_point(seconds(1300819380)));
}

TEST(json_web_token, what_says_no_expiry_has_none) {
  const auto with = [](const std::string& claims) { return "e30." + encode_base64url(claims) + ".x"; };
  for (const auto& token :
       {std::string("opaque"), std::string("a.b"), std::string("a.?.c"), with("{}"), with("[]"), with("{"),
        with(R"({"exp":"soon"})"), with(R"({"exp":-1})"), with(R"({"exp":null})")}) {
    EXPECT_FALSE(token_expiry(token)) << token;
  }
  EXPECT_TRUE(token_expiry(with(R"({"exp":1e300})"))) << "far away, but not beyond the clock";
}

}  // namespace
}  // namespace mesoscale::net
