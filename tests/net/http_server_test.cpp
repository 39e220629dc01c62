// The server against clients that behave well and badly, on loopback.
#include "common/net/http_server.hpp"

#include "common/net/lifecycle.hpp"
#include "tests/net/loopback.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include <sys/resource.h>

namespace mesoscale::net {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

server_options small() {
  server_options options;
  options.max_header_bytes = 1024;
  options.max_body_bytes = 100;
  options.request_timeout = 300ms;
  options.idle_timeout = 300ms;
  return options;
}

http_handler echo() {
  return [](http_request request) -> asio::awaitable<http_response> {
    co_return text_response(200, request.method + " " + request.path + " " + request.body);
  };
}

struct wire_row {
  const char* name;
  std::string request;
  std::string begin;
};

class http_server_wire : public testing::TestWithParam<wire_row> {};

/// Each request is sent over a raw connection; the answer must begin so, and the connection must end.
TEST_P(http_server_wire, answers_as_it_should) {
  loopback net;
  const auto at = net.serve(echo(), small());
  EXPECT_THAT(net.talk(at, GetParam().request), StartsWith(GetParam().begin));
}

const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";

INSTANTIATE_TEST_SUITE_P(
    requests, http_server_wire,
    testing::Values(
        wire_row{"good", "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\n"},
        wire_row{"body_at_the_limit", post + "Content-Length: 100\r\n\r\n" + std::string(100, 'a'),
                 "HTTP/1.1 200 "},
        wire_row{"body_over_the_limit", post + "Content-Length: 101\r\n\r\n", "HTTP/1.1 413 "},
        wire_row{"chunks_over_the_limit",
                 post + "Transfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'a'), "HTTP/1.1 413 "},
        wire_row{"header_over_the_limit", "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2000, 'a'),
                 "HTTP/1.1 431 "},
        wire_row{"length_and_chunks",
                 post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 400 "},
        wire_row{"no_host", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
        wire_row{"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400 "},
        wire_row{"nonsense", "hello\r\n\r\n", "HTTP/1.1 400 "},
        wire_row{"unknown_expectation", post + "Expect: wonders\r\nContent-Length: 1\r\n\r\n",
                 "HTTP/1.1 417 "},
        wire_row{"expectation", post + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n",
                 "HTTP/1.1 100 Continue\r\n\r\n"},
        wire_row{"expectation_over_the_limit", post + "Expect: 100-continue\r\nContent-Length: 101\r\n\r\n",
                 "HTTP/1.1 413 "},
        wire_row{"never_ends", "GET / HTTP/1.1\r\nHost:", ""}, wire_row{"never_begins", "", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(http_server, version_1_0_is_answered_and_the_connection_closed) {
  loopback net;
  const auto answer = net.talk(net.serve(echo()), "GET /x HTTP/1.0\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("GET /x "));
}

TEST(http_server, version_1_0_may_ask_to_keep_the_connection) {
  loopback net;
  const auto answer =
      net.talk(net.serve(echo(), small()), "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Connection: keep-alive\r\n"));
}

TEST(http_server, requests_sent_together_are_answered_in_order) {
  loopback net;
  const std::string one = "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nA";
  const std::string two = "GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  const auto answer = net.talk(net.serve(echo()), one + two);
  EXPECT_LT(answer.find("POST /1 A"), answer.find("GET /2 "));
  EXPECT_THAT(answer, EndsWith("GET /2 "));
}

TEST(http_server, head_gets_the_length_and_no_body) {
  loopback net;
  const auto answer = net.talk(net.serve(echo()), "HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(http_server, the_absolute_form_of_a_target_is_its_path) {
  loopback net;
  const auto answer =
      net.talk(net.serve(echo()), "GET http://h/x?y=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, EndsWith("GET /x "));
}

TEST(http_server, an_exception_is_answered_with_500_and_not_shown) {
  loopback net;
  const auto at = net.serve([](http_request request) -> asio::awaitable<http_response> {
    if (request.path == "/bad") throw std::runtime_error("hunter2");
    co_return text_response(200, "fine");
  });
  const auto bad = net.get(at.with_path("/bad"));
  ASSERT_TRUE(bad.ok()) << bad.error().what;
  EXPECT_EQ(bad->status, 500);
  EXPECT_THAT(bad->body, Not(HasSubstr("hunter2")));
  EXPECT_EQ(net.get(at)->body, "fine");
}

TEST(http_server, the_answer_to_too_large_a_body_arrives_though_the_body_is_not_read) {
  loopback net;
  client_request request;
  request.method = "PUT";
  request.to = net.serve(echo(), small());
  request.body = std::string(5'000'000, 'a');
  const auto answer = net.send(std::move(request));
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->status, 413);
}

TEST(http_server, an_idle_connection_makes_room_for_a_new_one) {
  loopback net;
  server_options options;
  options.max_connections = 1;
  const auto at = net.serve(echo(), std::move(options));
  ASSERT_TRUE(net.get(at).ok());
  EXPECT_THAT(net.talk(at, "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), EndsWith("GET /x "));
}

TEST(http_server, being_out_of_descriptors_neither_spins_nor_lasts) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the check of virtual calls opens a pipe, and takes its failure for a broken object";
#endif
  loopback net;
  const auto at = net.serve(echo());
  asio::ip::tcp::socket caller(net.io);
  caller.open(asio::ip::tcp::v4());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{3, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  caller.connect(asio::ip::tcp::endpoint(asio::ip::make_address(at.host), at.port));
  // A server that tried again at once would never let poll() come back.
  net.io.restart();
  net.io.poll();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  asio::write(caller, asio::buffer(std::string("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")));
  net.run_until([&] { return caller.available() > 0; });
  EXPECT_GT(caller.available(), 0u);
}

/// A handler that answers when the gate opens.
struct gated {
  explicit gated(asio::io_context& io) : gate(std::make_shared<asio::steady_timer>(io, deadline::max())) {}
  http_handler handler() {
    return [this](http_request) -> asio::awaitable<http_response> {
      ++begun;
      co_await gate->async_wait(asio::as_tuple(asio::use_awaitable));
      co_return text_response(200, "finished");
    };
  }
  std::shared_ptr<asio::steady_timer> gate;
  int begun = 0;
};

TEST(http_server_stop, lets_a_request_in_progress_finish) {
  loopback net;
  gated work_in_progress(net.io);
  const auto at = net.serve(work_in_progress.handler());
  std::optional<result<http_response>> answer;
  spawn(net.io.get_executor(), "request", [&]() -> asio::awaitable<void> {
    client_request request;
    request.to = at;
    answer = co_await net.client->send(std::move(request), after(10s));
  });
  net.run_until([&] { return work_in_progress.begun == 1; });

  bool has_stopped = false;
  spawn(net.io.get_executor(), "stop", [&]() -> asio::awaitable<void> {
    co_await net.servers[0]->stop(10s);
    has_stopped = true;
  });
  EXPECT_EQ(net.get(at).error().code, errc::refused);
  EXPECT_FALSE(has_stopped);
  work_in_progress.gate->cancel();
  net.run_until([&] { return answer.has_value() && has_stopped; });
  ASSERT_TRUE(answer->ok()) << answer->error().what;
  EXPECT_EQ((*answer)->body, "finished");
  EXPECT_EQ((*answer)->headers.get("Connection"), "close");
}

TEST(http_server_stop, closes_what_has_not_finished_when_the_grace_has_passed) {
  loopback net;
  gated work_in_progress(net.io);
  const auto at = net.serve(work_in_progress.handler());
  std::optional<result<http_response>> answer;
  spawn(net.io.get_executor(), "request", [&]() -> asio::awaitable<void> {
    client_request request;
    request.to = at;
    answer = co_await net.client->send(std::move(request), after(10s));
  });
  net.run_until([&] { return work_in_progress.begun == 1; });
  net.run_void(net.servers[0]->stop(5ms));
  net.run_until([&] { return answer.has_value(); });
  EXPECT_EQ(answer->error().code, errc::disconnected);
}

TEST(http_server_stop, does_not_wait_for_idle_and_hanging_connections) {
  loopback net;
  auto hanging = text_response(200, "x");
  hanging.fault = wire_fault{0, wire_fault::ending::hang, 0, 0ms};
  const auto at = net.serve(answering(hanging));
  EXPECT_EQ(net.get(at, 50ms).error().code, errc::timeout);
  const auto begun = clock::now();
  net.run_void(net.servers[0]->stop(15s));
  EXPECT_LT(clock::now() - begun, 10s);
}

TEST(http_server_start, says_which_address_cannot_be_used) {
  loopback net;
  const auto at = net.serve(echo());
  server_options options;
  options.listen_address = at.authority();
  const auto started = make_http_server(net.io.get_executor(), options, echo())->start();
  ASSERT_FALSE(started.ok());
  EXPECT_THAT(started.error().what, HasSubstr(at.authority()));
  EXPECT_THAT(started.error().what, HasSubstr("in use"));
}

TEST(http_server_start, all_addresses_include_ipv4) {
  loopback net;
  server_options options;
  options.listen_address = ":0";
  http_request seen;
  const auto server = make_http_server(net.io.get_executor(), options,
                                       [&](http_request request) -> asio::awaitable<http_response> {
                                         seen = request;
                                         co_return http_response();
                                       });
  ASSERT_TRUE(server->start().ok());
  ASSERT_TRUE(net.get(*parse_url("http://127.0.0.3:" + std::to_string(server->port()))).ok());
  EXPECT_EQ(seen.peer_address, "127.0.0.1");
  EXPECT_EQ(seen.local_address, "127.0.0.3");
}

TEST(wire_fault, ends_as_it_is_told) {
  struct row {
    const char* name;
    wire_fault fault;
    std::optional<errc> expected;
  };
  const std::vector<row> rows{
      {"truncated", {200, wire_fault::ending::close, 0, 0ms}, errc::disconnected},
      {"reset", {200, wire_fault::ending::reset, 0, 0ms}, errc::disconnected},
      {"reset at once", {0, wire_fault::ending::reset, 0, 0ms}, errc::disconnected},
      {"hang after headers", {200, wire_fault::ending::hang, 0, 0ms}, errc::timeout},
      {"never answers", {0, wire_fault::ending::hang, 0, 0ms}, errc::timeout},
      {"whole in drops", {1'000'000, wire_fault::ending::close, 100, 1ms}, std::nullopt},
  };
  for (const auto& row : rows) {
    loopback net;
    auto response = text_response(200, std::string(1000, 'a'));
    response.fault = row.fault;
    const auto answer =
        net.get(net.serve(answering(response)), row.expected == errc::timeout ? 100ms : 10'000ms);
    EXPECT_EQ(answer.ok(), !row.expected) << row.name;
    if (!row.expected || answer.ok()) continue;
    EXPECT_EQ(answer.error().code, *row.expected) << row.name << answer.error().what;
  }
}

}  // namespace
}  // namespace mesoscale::net
