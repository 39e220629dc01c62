// What the client holds: freed with the io_context, and no more descriptors after failures than before.
#include "common/net/http_client.hpp"

#include "common/net/lifecycle.hpp"
#include "tests/net/loopback.hpp"

#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

using namespace std::chrono_literals;
using ending = raw_answer::ending;

TEST(http_client_resources, requests_in_flight_are_freed_with_the_io_context) {
  const auto before = open_descriptors();
  {
    loopback net;
    const auto silent = net.serve_raw([](std::size_t) { return raw_answer{"", ending::hang}; });
    auto dripping = text_response(200, std::string(10'000, 'a'));
    dripping.fault = wire_fault{10'000'000, wire_fault::ending::close, 1, 1ms};
    const auto slow = net.serve(answering(std::move(dripping)));
    auto unshaken = silent->at;
    unshaken.scheme = "https";
    int ended = 0;
    for (const auto& to : {silent->at, slow, unshaken}) {
      spawn(net.io.get_executor(), "request", [&net, to, &ended]() -> asio::awaitable<void> {
        client_request request;
        request.to = to;
        const auto answer = co_await net.client->send(std::move(request), after(1h));
        ++ended;
      });
    }
    net.run_until([&] { return silent->accepted == 2 && !silent->requests.empty(); });
    net.run_void(pause_for(5ms));
    EXPECT_EQ(ended, 0);
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(http_client_resources, descriptors_do_not_grow_with_failures) {
  loopback net;
  std::size_t turn = 0;
  const std::vector<raw_answer> answers{{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", ending::keep},
                                        {"", ending::reset},
                                        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12", ending::close},
                                        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12", ending::hang},
                                        {"nonsense\r\n\r\n", ending::close}};
  const auto server = net.serve_raw([&](std::size_t) { return answers[turn++ % answers.size()]; });
  std::size_t before = 0;
  for (int i = 0; i < 220; ++i) {
    // The first round opens what is kept, such as the idle connection.
    if (i == 20) before = open_descriptors();
    (void)net.get(server->at, 10ms);
  }
  net.run_until([&] { return open_descriptors() <= before; });
  EXPECT_LE(open_descriptors(), before);
}

}  // namespace
}  // namespace mesoscale::net
