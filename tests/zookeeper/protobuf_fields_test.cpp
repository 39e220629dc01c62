#include "common/zookeeper/protobuf_fields.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mesoscale {
namespace {

using namespace std::string_literals;

TEST(protobuf_fields, reads_the_examples_of_the_encoding_guide) {
  // protobuf.dev/programming-guides/encoding: field 1 = 150; field 2 = "testing".
  const auto message = "\x08\x96\x01\x12\x07testing"s;
  protobuf_fields fields(message);
  const auto number = fields.next();
  ASSERT_TRUE(number);
  EXPECT_EQ(number->number, 1u);
  EXPECT_EQ(number->integer, 150u);
  const auto text = fields.next();
  ASSERT_TRUE(text);
  EXPECT_EQ(text->number, 2u);
  EXPECT_EQ(text->bytes, "testing");
  EXPECT_FALSE(fields.next());
  EXPECT_TRUE(fields.is_complete());
}

TEST(protobuf_fields, goes_past_fixed_numbers) {
  const auto message =
      "\x09"
      "12345678"
      "\x15"
      "1234"
      "\x18\x07"s;
  protobuf_fields fields(message);
  ASSERT_TRUE(fields.next());
  ASSERT_TRUE(fields.next());
  const auto last = fields.next();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->number, 3u);
  EXPECT_EQ(last->integer, 7u);
  EXPECT_FALSE(fields.next());
  EXPECT_TRUE(fields.is_complete());
}

TEST(protobuf_fields, a_negative_number_takes_ten_bytes) {
  const auto message = "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s;
  protobuf_fields fields(message);
  const auto number = fields.next();
  ASSERT_TRUE(number);
  EXPECT_EQ(static_cast<std::int64_t>(number->integer), -1);
}

TEST(protobuf_fields, what_is_cut_off_or_broken_ends_incomplete) {
  for (const auto& message :
       {"\x08"s, "\x08\x96"s, "\x12\x07test"s, "\x12\xff\xff\xff\xff\x0fx"s,
        "\x09"
        "123"s,
        "\x15"
        "12"s,
        "\x0b"s, "\x0c"s, "\x0e"s, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"s}) {
    protobuf_fields fields(message);
    EXPECT_FALSE(fields.next());
    EXPECT_FALSE(fields.is_complete());
  }
}

}  // namespace
}  // namespace mesoscale
