// The client and the server of net against each other on loopback.
#include "tests/net/loopback.hpp"
#include "common/net/gather.hpp"
#include "common/net/http_client.hpp"
#include "common/net/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using testing::HasSubstr;

TEST(loopback, a_request_and_its_answer_arrive_whole) {
  loopback net;
  http_request seen;
  const auto at = net.serve([&](http_request request) -> asio::awaitable<http_response> {
    seen = request;
    auto response = text_response(201, "answer to " + request.body);
    response.headers.add("X-Test", "yes");
    co_return response;
  });
  client_request request;
  request.method = "PUT";
  request.to = at.with_path("/v2/apps?force=true");
  request.headers.add("Content-Type", "application/json");
  request.body = "{\"instances\":3}";

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

}  // namespace
}  // namespace mesoscale::net
