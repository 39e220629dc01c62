#include "common/core/json_stream.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace mesoscale {
namespace {

/// Writes down everything it is told, one line each.
class recorder : public json_visitor {
 public:
  void on_begin(const json_path& path, bool is_object) override { note(path, is_object ? "{" : "["); }
  void on_end(const json_path& path, bool is_object) override { note(path, is_object ? "}" : "]"); }
  void on_scalar(const json_path& path, const json_scalar& value) override {
    switch (value.kind) {
      case json_kind::null:
        note(path, "null");
        break;
      case json_kind::boolean:
        note(path, value.boolean ? "true" : "false");
        break;
      case json_kind::number:
        note(path, "number " + std::string(value.string));
        break;
      case json_kind::string:
        note(path, "string " + std::string(value.string));
        break;
    }
    numbers.push_back(value.number);
  }
  std::string text;
  std::vector<double> numbers;

 private:
  void note(const json_path& path, const std::string& what) {
    for (std::size_t i = 0; i < path.depth(); ++i) text += "/" + std::string(path[i]);
    text += " " + what + "\n";
  }
};

constexpr std::string_view document =
    R"({"apps":[{"id":"\/a\u00e4","n":1.5e3,"ok":true},[2,[]]],"x":{},"y":null,"master\/elected":-0})";

constexpr std::string_view expected =
    " {\n/apps [\n/apps/[] {\n/apps/[]/id string /aä\n/apps/[]/n number 1.5e3\n/apps/[]/ok true\n/apps/[] }\n"
    "/apps/[] [\n/apps/[]/[] number 2\n/apps/[]/[] [\n/apps/[]/[] ]\n/apps/[] ]\n/apps ]\n/x {\n/x }\n/y "
    "null\n"
    "/master/elected number -0\n }\n";

TEST(json_stream, tells_the_visitor_where_each_value_stands) {
  recorder seen;
  ASSERT_TRUE(read_json(document, seen).ok());
  EXPECT_EQ(seen.text, expected);
}

TEST(json_stream, any_split_into_pieces_gives_the_same) {
  for (std::size_t size = 1; size < document.size(); ++size) {
    recorder seen;
    json_stream stream(seen);
    for (std::size_t at = 0; at < document.size(); at += size)
      ASSERT_TRUE(stream.feed(document.substr(at, size)).ok());
    ASSERT_TRUE(stream.finish().ok());
    EXPECT_EQ(seen.text, expected) << "pieces of " << size;
  }
}

TEST(json_stream, numbers_are_rounded_as_the_c_library_rounds_them) {
  std::mt19937_64 random(7);
  std::string text = "[0";
  std::vector<double> wanted{0};
  for (int i = 0; i < 20'000; ++i) {
    const std::string digits = std::to_string(random() % 100'000'000'000'000'000) + "e" +
                               std::to_string(static_cast<int>(random() % 60) - 40);
    wanted.push_back(std::strtod(digits.c_str(), nullptr));
    text += "," + digits;
  }
  recorder seen;
  ASSERT_TRUE(read_json(text + "]", seen).ok());
  EXPECT_EQ(seen.numbers, wanted);
}

TEST(json_stream, numbers_out_of_range_are_infinite_or_zero) {
  recorder seen;
  ASSERT_TRUE(read_json("[1e999,-1e999,1e-999]", seen).ok());
  EXPECT_EQ(seen.numbers, (std::vector<double>{HUGE_VAL, -HUGE_VAL, 0}));
}

TEST(json_stream, what_is_not_json_is_a_failure) {
  for (const std::string text : {"", " ", "<html>", "{", "{\"a\":1", "[1,]", "{\"a\" 1}", "nul", "NaN",
                                 "{\"a\":NaN}", "{} {}", "{}x", "\"\\x\"", "01", "{\"a\":1,}", "[1 2]"}) {
    recorder seen;
    const auto read = read_json(text, seen);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, errc::not_json) << text;
  }
}

TEST(json_stream, bytes_that_are_not_utf_8_are_passed_on_as_they_are) {
  recorder seen;
  ASSERT_TRUE(read_json("{\"a\xff\":\"\xc3z\"}", seen).ok());
  EXPECT_NE(seen.text.find("a\xff"), seen.text.npos);
  EXPECT_NE(seen.text.find("\xc3z"), seen.text.npos);
}

TEST(json_stream, a_failure_names_the_byte) {
  recorder seen;
  EXPECT_NE(read_json("{\"a\":x}", seen).error().what.find("byte 5"), std::string::npos);
}

TEST(json_stream, deep_nesting_and_endless_strings_are_refused) {
  recorder seen;
  EXPECT_FALSE(read_json(std::string(65, '[') + std::string(65, ']'), seen).ok());
  EXPECT_TRUE(read_json(std::string(63, '[') + std::string(63, ']'), seen).ok());
  EXPECT_FALSE(read_json("\"" + std::string((1 << 20) + 1, 'a') + "\"", seen).ok());
}

TEST(json_path, compares_whole_and_from_the_front) {
  class checker : public json_visitor {
   public:
    void on_scalar(const json_path& path, const json_scalar&) override {
      is = path.is({"apps", "[]", "id"});
      is_longer = path.is({"apps", "[]"});
      starts = path.starts_with({"apps", "[]"});
      key = path.key();
    }
    bool is = false, is_longer = true, starts = false;
    std::string key;
  } seen;
  ASSERT_TRUE(read_json(R"({"apps":[{"id":1}]})", seen).ok());
  EXPECT_TRUE(seen.is);
  EXPECT_FALSE(seen.is_longer);
  EXPECT_TRUE(seen.starts);
  EXPECT_EQ(seen.key, "id");
}

}  // namespace
}  // namespace mesoscale
