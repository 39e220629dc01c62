#include "common/net/message_parser.hpp"

#include "common/net/inflater.hpp"
#include "tests/net/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace mesoscale::net {
namespace {

using testing::HasSubstr;

/// What came out of a parser that was fed a text in pieces of one size.
struct parsed {
  message_head head;
  std::string body;
  std::optional<failure> error;
  bool is_done = false;
  bool keep_alive = false;
};

enum class kind { request, response, response_to_head };

parsed parse(kind which, const std::string& text, std::size_t piece, bool ends = false) {
  parsed out;
  const auto on_head = [&](message_head& head) -> result<void> {
    out.head = head;
    return {};
  };
  const auto on_body = [&](std::string_view more) -> result<void> {
    out.body += more;
    return {};
  };
  const auto parser = which == kind::request
                          ? make_request_parser(1024, on_head, on_body)
                          : make_response_parser(1024, which == kind::response_to_head, on_head, on_body);
  std::size_t from = 0;
  for (std::size_t to = piece; from < text.size() && !parser->is_done(); to += piece) {
    const auto taken = parser->feed(std::string_view(text).substr(from, std::min(to, text.size()) - from));
    if (!taken) {
      out.error = taken.error();
      return out;
    }
    from += *taken;
    if (to >= text.size() && *taken == 0) break;
  }
  if (ends) {
    if (auto ended = parser->end_of_stream(); !ended) out.error = ended.error();
  }
  out.is_done = parser->is_done();
  out.keep_alive = parser->keep_alive();
  return out;
}

TEST(message_parser, reads_a_chunked_answer_however_it_is_cut) {
  const std::string text =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: "
      "1\r\n\r\n4\r\nabcd\r\na;x=y\r\n0123456789\r\n0\r\nX-A: 2\r\n\r\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const auto got = parse(kind::response, text, piece);
    ASSERT_TRUE(got.is_done) << piece;
    EXPECT_EQ(got.body, "abcd0123456789");
    EXPECT_TRUE(got.keep_alive);
    EXPECT_EQ(got.head.headers.fields().size(), 2u) << "a trailer is no header";
  }
}

TEST(message_parser, reads_a_request_with_a_body) {
  const std::string text = "PUT /v2/apps?force=true HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{}";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const auto got = parse(kind::request, text, piece);
    ASSERT_TRUE(got.is_done) << piece;
    EXPECT_EQ(got.head.method, "PUT");
    EXPECT_EQ(got.head.target, "/v2/apps?force=true");
    EXPECT_EQ(got.body, "{}");
  }
}

TEST(message_parser, an_answer_without_length_ends_with_the_stream) {
  const std::string text = "HTTP/1.1 200 OK\r\n\r\nall of it";
  EXPECT_FALSE(parse(kind::response, text, 100).is_done);
  const auto got = parse(kind::response, text, 100, true);
  EXPECT_TRUE(got.is_done);
  EXPECT_EQ(got.body, "all of it");
  EXPECT_FALSE(got.keep_alive);
}

TEST(message_parser, an_answer_that_is_cut_off_is_disconnected) {
  for (const std::string text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234", "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n", ""}) {
    const auto got = parse(kind::response, text, 1000, true);
    ASSERT_TRUE(got.error) << text;
    EXPECT_EQ(got.error->code, errc::disconnected) << text;
  }
}

TEST(message_parser, the_answer_to_head_has_no_body_whatever_its_length_says) {
  EXPECT_TRUE(parse(kind::response_to_head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 1000).is_done);
}

TEST(message_parser, refuses_requests_that_two_parsers_could_read_differently) {
  const std::string start = "POST / HTTP/1.1\r\nHost: m\r\n";
  for (const std::string fields :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: -5\r\n", "Content-Length: +5\r\n",
        "Content-Length: 5,6\r\n", "Content-Length : 5\r\n", "Content-Length: 99999999999999999999\r\n"}) {
    const auto got = parse(kind::request, start + fields + "\r\n0\r\n\r\n", 1000);
    ASSERT_TRUE(got.error) << fields;
    EXPECT_EQ(got.error->code, errc::wrong_shape) << fields;
  }
}

TEST(message_parser, refuses_what_is_not_http) {
  for (const std::string text :
       {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"}) {
    const auto got = parse(kind::request, text, 1000);
    ASSERT_TRUE(got.error) << text;
    EXPECT_EQ(got.error->code, errc::wrong_shape) << text;
  }
}

TEST(message_parser, a_header_over_its_limit_is_too_large) {
  const std::string text = "GET / HTTP/1.1\r\nX: " + std::string(2000, 'a') + "\r\n\r\n";
  for (const std::size_t piece : {1u, 100u, 3000u}) {
    const auto got = parse(kind::request, text, piece);
    ASSERT_TRUE(got.error) << piece;
    EXPECT_EQ(got.error->code, errc::too_large) << piece;
    EXPECT_THAT(got.error->what, HasSubstr("1024"));
  }
}

// Nothing to compare with: the sanitizers and Beast's own assertions are the judges, and that it comes to an end.
TEST(message_parser, broken_bytes_end_in_a_message_or_a_failure) {
  const std::vector<std::pair<kind, std::string>> seeds{
      {kind::request, "PUT /v2/apps?force=true HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{}"},
      {kind::request,
       "POST / HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nabcd\r\n0\r\nX: y\r\n\r\n"},
      {kind::response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"},
      {kind::response, "HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>"},
      {kind::response_to_head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"},
  };
  std::mt19937 random(20);
  const std::string inserted = "\r\n :;,\t0159afx%\0";
  for (int round = 0; round < 20'000; ++round) {
    auto [which, text] = seeds[random() % seeds.size()];
    for (auto changes = 1 + random() % 4; changes > 0; --changes) {
      const auto at = random() % text.size();
      if (random() % 3 == 0) text.erase(at, 1 + random() % 3);
      if (text.empty()) text = "\r\n";
      if (random() % 3 == 0) text.insert(random() % text.size(), 1, inserted[random() % inserted.size()]);
      if (random() % 3 == 0) text[random() % text.size()] = static_cast<char>(random());
    }
    const auto got = parse(which, text, 1 + random() % text.size(), true);
    ASSERT_TRUE(got.is_done || got.error) << text;
  }
}

TEST(message_parser, passes_on_what_a_receiver_refuses) {
  const auto parser = make_response_parser(
      1024, false, [](message_head&) -> result<void> { return {}; },
      [](std::string_view) -> result<void> {
        return failure{errc::not_json, "unexpected <"};
      });
  const auto taken = parser->feed("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>");
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().code, errc::not_json);
  EXPECT_EQ(taken.error().what, "unexpected <");
}

TEST(inflater, gives_the_text_back_however_it_is_cut) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919) + ",";
  const auto compressed = gzip(text) + gzip("second member");
  for (const std::size_t piece : {1u, 7u, 1000u, 1000000u}) {
    std::string out;
    inflater inflate([&](std::string_view more) -> result<void> {
      out += more;
      return {};
    });
    for (std::size_t at = 0; at < compressed.size(); at += piece) {
      ASSERT_TRUE(inflate.feed(std::string_view(compressed).substr(at, piece)).ok());
    }
    EXPECT_TRUE(inflate.finish().ok());
    EXPECT_EQ(out, text + "second member") << piece;
  }
}

TEST(inflater, stops_when_the_receiver_has_enough) {
  std::size_t taken = 0;
  inflater inflate([&](std::string_view more) -> result<void> {
    taken += more.size();
    if (taken > 100'000) return failure{errc::too_large, "enough"};
    return {};
  });
  const auto fed = inflate.feed(gzip(std::string(10'000'000, 'a')));
  ASSERT_FALSE(fed.ok());
  EXPECT_EQ(fed.error().code, errc::too_large);
  EXPECT_LE(taken, 100'000u + 64 * 1024);
}

TEST(inflater, tells_a_broken_body_from_one_that_is_cut_off) {
  const auto ignore = [](std::string_view) -> result<void> { return {}; };
  inflater broken(ignore);
  const auto fed = broken.feed("this is no gzip");
  ASSERT_FALSE(fed.ok());
  EXPECT_EQ(fed.error().code, errc::not_json);

  inflater cut(ignore);
  ASSERT_TRUE(cut.feed(gzip("some text").substr(0, 15)).ok());
  ASSERT_FALSE(cut.finish().ok());
  EXPECT_EQ(cut.finish().error().code, errc::disconnected);
}

}  // namespace
}  // namespace mesoscale::net
