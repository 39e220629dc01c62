#include "common/core/base64.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

struct vector {
  std::string bytes;
  std::string common;
};

// The test vectors of RFC 4648, section 10.
const vector vectors[] = {{"", ""},
                          {"f", "Zg=="},
                          {"fo", "Zm8="},
                          {"foo", "Zm9v"},
                          {"foob", "Zm9vYg=="},
                          {"fooba", "Zm9vYmE="},
                          {"foobar", "Zm9vYmFy"}};

TEST(base64, encodes_the_vectors_of_the_standard) {
  for (const auto& v : vectors) EXPECT_EQ(encode_base64(v.bytes), v.common);
}

TEST(base64, decodes_the_vectors_of_the_standard) {
  for (const auto& v : vectors) EXPECT_EQ(decode_base64(v.common), v.bytes);
}

TEST(base64, the_alphabet_for_urls_has_no_plus_no_slash_and_no_padding) {
  EXPECT_EQ(encode_base64("\xfb\xff\xfe\xff"), "+//+/w==");
  EXPECT_EQ(encode_base64url("\xfb\xff\xfe\xff"), "-__-_w");
}

TEST(base64, decodes_both_alphabets_with_and_without_padding) {
  for (const auto* text : {"+//+/w==", "-__-_w", "-__-_w==", "+//+/w"})
    EXPECT_EQ(decode_base64(text), "\xfb\xff\xfe\xff");
}

TEST(base64, refuses_what_is_no_base_64) {
  for (const auto* text : {"Z", "Zg=", "Zg===", "Z g=", "Zg==\n", "=", "Z*=="}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace mesoscale
