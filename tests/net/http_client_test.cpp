// The client against servers that answer right and wrong, on loopback.
#include "common/net/http_client.hpp"

#include "common/net/gather.hpp"
#include "tests/net/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using ending = raw_answer::ending;

const std::string good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// A raw server's answers, one after the other; the last one again and again.
std::function<raw_answer(std::size_t)> in_turn(std::vector<raw_answer> answers) {
  return [answers](std::size_t i) { return answers[std::min(i, answers.size() - 1)]; };
}

client_request asking(const std::string& method, const url& to, std::string body = {}) {
  client_request request;
  request.method = method;
  request.to = to;
  request.body = std::move(body);
  return request;
}

TEST(http_client, a_request_and_its_answer_arrive_whole) {
  loopback net;
  http_request seen;
  const auto at = net.serve([&](http_request request) -> asio::awaitable<http_response> {
    seen = request;
    auto response = text_response(201, "answer to " + request.body);
    response.headers.add("X-Test", "yes");
    co_return response;
  });
  auto request = asking("PUT", at.with_path("/v2/apps?force=true"), "{\"instances\":3}");
  request.headers.add("Content-Type", "application/json");

  const auto answer = net.send(request);

  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->reason, "Created");
  EXPECT_EQ(answer->body, "answer to {\"instances\":3}");
  EXPECT_EQ(answer->headers.get("x-test"), "yes");
  EXPECT_EQ(seen.method, "PUT");
  EXPECT_EQ(seen.path, "/v2/apps");
  EXPECT_EQ(seen.query, "force=true");
  EXPECT_EQ(seen.headers.get("Content-Length"), "15");
  EXPECT_EQ(seen.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(seen.headers.get("Accept-Encoding"), "gzip");
  EXPECT_EQ(seen.headers.get("Host"), at.authority());
  EXPECT_EQ(seen.peer_address, "127.0.0.1");
  EXPECT_EQ(seen.local_port, at.port);
}

TEST(http_client, states_the_length_of_an_empty_put_and_none_for_get) {
  loopback net;
  const auto server = net.serve_raw(in_turn({{good, ending::keep}}));
  ASSERT_TRUE(net.send(asking("PUT", server->at)).ok());
  ASSERT_TRUE(net.send(asking("GET", server->at)).ok());
  EXPECT_THAT(server->requests[0], HasSubstr("Content-Length: 0\r\n"));
  EXPECT_THAT(server->requests[1], Not(HasSubstr("Content-Length")));
}

TEST(http_client, requests_one_after_the_other_share_a_connection) {
  loopback net;
  const auto server = net.serve_raw(in_turn({{good, ending::keep}}));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(net.get(server->at).ok());
  EXPECT_EQ(server->accepted, 1);
}

TEST(http_client, a_connection_that_the_server_closes_is_not_used_again) {
  loopback net;
  const auto server = net.serve_raw(
      in_turn({{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", ending::keep}}));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(net.get(server->at).ok());
  EXPECT_EQ(server->accepted, 3);
}

TEST(http_client, a_connection_with_bytes_that_nobody_asked_for_is_not_used_again) {
  loopback net;
  const auto server = net.serve_raw(in_turn(
      {{good + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad", ending::keep}, {good, ending::keep}}));
  EXPECT_EQ(net.get(server->at)->body, "ok");
  EXPECT_EQ(net.get(server->at)->body, "ok");
  EXPECT_EQ(server->accepted, 2);
}

TEST(http_client, a_get_on_a_connection_that_was_closed_meanwhile_is_sent_once_more) {
  loopback net;
  const auto server =
      net.serve_raw(in_turn({{good, ending::keep}, {"", ending::close}, {good, ending::keep}}));
  ASSERT_TRUE(net.get(server->at).ok());
  EXPECT_TRUE(net.get(server->at).ok());
  EXPECT_EQ(server->requests.size(), 3u);
  EXPECT_EQ(server->accepted, 2);
}

TEST(http_client, a_put_is_never_sent_twice) {
  loopback net;
  const auto server =
      net.serve_raw(in_turn({{good, ending::keep}, {"", ending::close}, {good, ending::keep}}));
  ASSERT_TRUE(net.get(server->at).ok());
  const auto answer = net.send(asking("PUT", server->at));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::disconnected);
  EXPECT_EQ(server->requests.size(), 2u);
}

TEST(http_client, a_get_on_a_new_connection_is_sent_once) {
  loopback net;
  const auto server = net.serve_raw(in_turn({{"", ending::close}}));
  EXPECT_EQ(net.get(server->at).error().code, errc::disconnected);
  EXPECT_EQ(server->requests.size(), 1u);
}

TEST(http_client, a_body_that_drips_ends_at_the_deadline) {
  loopback net;
  auto dripping = text_response(200, std::string(1'000'000, 'a'));
  dripping.fault = wire_fault{10'000'000, wire_fault::ending::close, 1, 1ms};
  const auto answer = net.get(net.serve(answering(std::move(dripping))), 100ms);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::timeout);
}

TEST(http_client, a_deadline_that_has_passed_is_a_timeout) {
  loopback net;
  const auto server = net.serve_raw(in_turn({{"", ending::hang}}));
  EXPECT_EQ(net.get(server->at, -1ms).error().code, errc::timeout);
}

TEST(http_client, a_port_where_nobody_listens_refuses) {
  loopback net;
  const auto at = net.serve(answering({}));
  net.run_void(net.servers[0]->stop(0ms));
  const auto answer = net.get(at);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::refused);
  EXPECT_THAT(answer.error().what, HasSubstr(at.authority()));
}

TEST(http_client, gzip_is_undone) {
  loopback net;
  const auto body = gzip("the plain text");
  const auto server =
      net.serve_raw(in_turn({{"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                                  std::to_string(body.size()) + "\r\n\r\n" + body,
                              ending::keep}}));
  EXPECT_EQ(net.get(server->at)->body, "the plain text");
  EXPECT_EQ(net.get(server->at)->body, "the plain text");
  EXPECT_EQ(server->accepted, 1);
}

TEST(http_client, interim_answers_are_passed_over) {
  loopback net;
  const auto server = net.serve_raw(in_turn(
      {{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + good, ending::keep}}));
  EXPECT_EQ(net.get(server->at)->body, "ok");
}

TEST(http_client, the_answer_to_head_has_no_body) {
  loopback net;
  const auto at = net.serve(answering(text_response(200, "body")));
  for (int i = 0; i < 2; ++i) {
    const auto answer = net.send(asking("HEAD", at));
    ASSERT_TRUE(answer.ok()) << answer.error().what;
    EXPECT_EQ(answer->body, "");
    EXPECT_EQ(answer->headers.get("Content-Length"), "4");
  }
}

TEST(http_client, the_sink_gets_the_body_of_a_200_and_of_nothing_else) {
  loopback net;
  const auto at = net.serve([](http_request request) -> asio::awaitable<http_response> {
    co_return text_response(request.path == "/good" ? 200 : 404, std::string(200'000, 'a'));
  });
  std::string sunk;
  auto request = asking("GET", at.with_path("/good"));
  request.body_sink = [&](std::string_view piece) -> result<void> {
    sunk += piece;
    return {};
  };
  EXPECT_EQ(net.send(request)->body, "");
  EXPECT_EQ(sunk.size(), 200'000u);
  request.to.path = "/bad";
  EXPECT_EQ(net.send(request)->body.size(), 200'000u);
  EXPECT_EQ(sunk.size(), 200'000u);
}

TEST(http_client, a_failure_of_the_sink_ends_the_request_with_it) {
  loopback net;
  auto request = asking("GET", net.serve(answering(text_response(200, "<html>"))));
  request.body_sink = [](std::string_view) -> result<void> {
    return failure{errc::not_json, "unexpected <"};
  };
  const auto answer = net.send(std::move(request));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::not_json);
  EXPECT_THAT(answer.error().what, HasSubstr("unexpected <"));
}

TEST(http_client, large_bodies_go_both_ways) {
  loopback net;
  server_options options;
  options.max_body_bytes = 30u << 20;
  const auto at = net.serve(
      [](http_request request) -> asio::awaitable<http_response> {
        co_return text_response(200, std::move(request.body));
      },
      std::move(options));
  const std::string body(20u << 20, 'x');
  const auto answer = net.send(asking("POST", at, body));
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_TRUE(answer->body == body);
}

TEST(http_client, many_requests_at_once_have_each_its_own_answer) {
  loopback net;
  const auto at = net.serve([](http_request request) -> asio::awaitable<http_response> {
    co_return text_response(200, request.path);
  });
  const auto right = std::make_shared<int>(0);
  std::vector<work> pieces;
  for (int i = 0; i < 100; ++i) {
    pieces.push_back(
        [client = net.client, to = at.with_path("/" + std::to_string(i)), right]() -> asio::awaitable<void> {
          client_request request;
          request.to = to;
          const auto answer = co_await client->send(std::move(request), after(10s));
          if (answer.ok() && answer->body == to.path) ++*right;
        });
  }
  net.run(gather_until(std::move(pieces), 20, after(10s)));
  EXPECT_EQ(*right, 100);
}

TEST(http_client, a_path_that_would_break_the_request_line_is_not_sent) {
  loopback net;
  const auto server = net.serve_raw(in_turn({{good, ending::keep}}));
  for (const std::string path : {"/a b", "/a\r\nX: y", ""}) {
    EXPECT_EQ(net.get(server->at.with_path(path)).error().code, errc::invalid) << path;
  }
  auto request = asking("GET", server->at);
  request.headers.add("X-A", "b\r\nX-Evil: c");
  ASSERT_TRUE(net.send(std::move(request)).ok());
  EXPECT_THAT(server->requests[0], Not(HasSubstr("\nX-Evil")));
}

}  // namespace
}  // namespace mesoscale::net
