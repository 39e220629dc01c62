// What the client makes of answers that go wrong on the wire.
#include "common/net/http_client.hpp"

#include "tests/net/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using ending = raw_answer::ending;

struct failing_row {
  const char* name;
  raw_answer answer;
  errc code;
};

class http_client_failing : public testing::TestWithParam<failing_row> {};

TEST_P(http_client_failing, says_why_and_whom) {
  loopback net;
  const auto server = net.serve_raw([](std::size_t) { return GetParam().answer; });
  client_request request;
  request.to = server->at.with_path("/state?token=hunter2");
  request.max_body_bytes = 1000;

  const auto answer = net.send(std::move(request), 200ms);

  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(reason_name(answer.error().code), reason_name(GetParam().code)) << answer.error().what;
  EXPECT_EQ(answer.error().code, GetParam().code) << answer.error().what;
  EXPECT_THAT(answer.error().what, StartsWith("GET http://" + server->at.authority() + "/state: "));
  EXPECT_THAT(answer.error().what, Not(HasSubstr("hunter2")));
}

const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string gzipped = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    wire, http_client_failing,
    testing::Values(
        failing_row{"never_answers", {"", ending::hang}, errc::timeout},
        failing_row{"hangs_in_the_header", {"HTTP/1.1 200 OK\r\nContent-", ending::hang}, errc::timeout},
        failing_row{"hangs_after_the_header",
                    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", ending::hang},
                    errc::timeout},
        failing_row{"hangs_in_the_body",
                    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12", ending::hang},
                    errc::timeout},
        failing_row{
            "closes_in_the_header", {"HTTP/1.1 200 OK\r\nContent-", ending::close}, errc::disconnected},
        failing_row{"closes_in_the_body",
                    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12", ending::close},
                    errc::disconnected},
        failing_row{"closes_in_a_chunk", {chunked + "5\r\n12", ending::close}, errc::disconnected},
        failing_row{
            "closes_before_the_last_chunk", {chunked + "2\r\n12\r\n", ending::close}, errc::disconnected},
        failing_row{"resets_at_once", {"", ending::reset}, errc::disconnected},
        failing_row{"resets_in_the_body",
                    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12", ending::reset},
                    errc::disconnected},
        failing_row{
            "resets_a_body_without_length", {"HTTP/1.1 200 OK\r\n\r\n12", ending::reset}, errc::disconnected},
        failing_row{"promises_too_much",
                    {"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", ending::hang},
                    errc::too_large},
        failing_row{"sends_too_much",
                    {"HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'a'), ending::hang},
                    errc::too_large},
        failing_row{"sends_too_large_a_header",
                    {"HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'a'), ending::hang},
                    errc::too_large},
        failing_row{"sends_a_gzip_bomb",
                    {gzipped + gzip(std::string(10'000'000, 'a')), ending::hang},
                    errc::too_large},
        failing_row{"sends_broken_gzip", {gzipped + "no gzip at all", ending::hang}, errc::not_json},
        failing_row{
            "cuts_gzip_off", {gzipped + gzip("some text").substr(0, 14), ending::close}, errc::disconnected},
        failing_row{"sends_an_unknown_coding",
                    {"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", ending::keep},
                    errc::not_json},
        failing_row{"speaks_something_else", {"SSH-2.0-OpenSSH_9.2p1\r\n", ending::close}, errc::wrong_shape},
        failing_row{"redirects_nowhere",
                    {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", ending::keep},
                    errc::redirect},
        failing_row{"redirects_for_ever",
                    {"HTTP/1.1 302 Found\r\nLocation: /state\r\nContent-Length: 0\r\n\r\n", ending::keep},
                    errc::redirect}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mesoscale::net
