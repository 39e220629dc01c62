#include "common/net/http_message.hpp"

#include "common/net/response_head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

TEST(header_list, finds_a_name_without_regard_to_case) {
  const header_list headers{{"Content-Type", "text/html"}};
  EXPECT_EQ(headers.get("content-TYPE"), "text/html");
  EXPECT_TRUE(headers.has("CONTENT-type"));
}

TEST(header_list, gives_an_empty_text_for_an_absent_name) {
  const header_list headers{{"Content-Type", "text/html"}};
  EXPECT_EQ(headers.get("Content"), "");
  EXPECT_FALSE(headers.has("Content"));
}

TEST(header_list, set_replaces_all_of_a_name_and_add_keeps_them) {
  header_list headers{{"Via", "a"}, {"Host", "h"}, {"via", "b"}};
  headers.add("Via", "c");
  EXPECT_EQ(headers.get("Via"), "a");
  headers.set("VIA", "d");
  EXPECT_THAT(headers.fields(), ElementsAre(Pair("Host", "h"), Pair("VIA", "d")));
}

TEST(query_values, gives_all_values_of_a_name_in_order) {
  EXPECT_THAT(query_values("app=%2Fdemo%2Fweb&limit=5&app=b", "app"), ElementsAre("/demo/web", "b"));
}

TEST(query_values, tells_an_absent_name_from_an_empty_value) {
  EXPECT_THAT(query_values("force&x=", "force"), ElementsAre(""));
  EXPECT_THAT(query_values("force&x=", "x"), ElementsAre(""));
  EXPECT_THAT(query_values("force&x=", "y"), IsEmpty());
  EXPECT_THAT(query_values("", ""), IsEmpty());
  EXPECT_THAT(query_values("&&", ""), IsEmpty());
}

TEST(query_values, keeps_an_equals_sign_inside_a_value) {
  EXPECT_THAT(query_values("match=a=b", "match"), ElementsAre("a=b"));
}

TEST(percent_encode, escapes_what_has_a_meaning_in_a_url) {
  EXPECT_EQ(percent_encode("sum(x{q=\"a b\"}) > 1 & y"),
            "sum%28x%7Bq%3D%22a%20b%22%7D%29%20%3E%201%20%26%20y");
  EXPECT_EQ(percent_encode("\xc3\xa4-._~"), "%C3%A4-._~");
}

TEST(percent_decode, decodes_escapes_and_keeps_plus) {
  EXPECT_EQ(percent_decode("%2Fdemo%2fweb+1%20x"), "/demo/web+1 x");
  EXPECT_EQ(percent_decode("%00").size(), 1u);
}

TEST(percent_decode, leaves_broken_escapes_as_they_are) {
  EXPECT_EQ(percent_decode("%"), "%");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%2"), "%2");
  EXPECT_EQ(percent_decode("%zz%4"), "%zz%4");
  EXPECT_EQ(percent_decode("%%41"), "%A");
}

TEST(response_head, states_length_and_what_becomes_of_the_connection) {
  const auto head = response_head(text_response(404, "nothing"), connection_word::close);
  EXPECT_THAT(head, testing::StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Length: 7\r\n"));
  EXPECT_THAT(head, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(head, HasSubstr("Date: "));
  EXPECT_THAT(head, testing::EndsWith("\r\n\r\n"));
}

TEST(response_head, a_line_end_in_a_value_begins_no_other_field) {
  http_response response;
  response.headers.add("X-Echo", "a\r\nSet-Cookie: b");
  response.reason = "OK\r\nX: y";
  const auto head = response_head(response, connection_word::none);
  EXPECT_THAT(head, HasSubstr("X-Echo: a  Set-Cookie: b\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("\nSet-Cookie")));
  EXPECT_THAT(head, Not(HasSubstr("\nX: y")));
}

TEST(response_head, a_handler_cannot_contradict_the_real_length) {
  auto response = text_response(200, "12345");
  response.headers.add("content-length", "3");
  response.headers.add("Transfer-Encoding", "chunked");
  const auto head = response_head(response, connection_word::none);
  EXPECT_THAT(head, HasSubstr("Content-Length: 5\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("content-length")));
  EXPECT_THAT(head, Not(HasSubstr("Transfer-Encoding")));
}

TEST(response_head, an_answer_without_body_has_no_length) {
  EXPECT_THAT(response_head(text_response(204, ""), connection_word::none), Not(HasSubstr("Content-Length")));
}

}  // namespace
}  // namespace mesoscale::net
