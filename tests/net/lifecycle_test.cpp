#include "common/net/lifecycle.hpp"

#include "common/net/offload.hpp"
#include "tests/net/loopback.hpp"

#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <thread>

namespace mesoscale::net {
namespace {

TEST(run_until_signal, a_signal_ends_the_program_after_its_stop_has_ended) {
  for (const int number : {SIGTERM, SIGINT}) {
    asio::io_context io;
    bool has_stopped = false;
    lifecycle_hooks hooks;
    hooks.on_stop = [&]() -> asio::awaitable<void> {
      co_await pause_for(std::chrono::milliseconds(1));
      has_stopped = true;
    };
    asio::post(io, [number] { std::raise(number); });
    EXPECT_EQ(run_until_signal(io, std::move(hooks)), 0);
    EXPECT_TRUE(has_stopped);
  }
}

TEST(run_until_signal, a_hangup_reloads_and_the_program_goes_on) {
  asio::io_context io;
  int reloads = 0;
  lifecycle_hooks hooks;
  hooks.on_reload = [&] { std::raise(++reloads < 3 ? SIGHUP : SIGTERM); };
  asio::post(io, [] { std::raise(SIGHUP); });
  EXPECT_EQ(run_until_signal(io, std::move(hooks)), 0);
  EXPECT_EQ(reloads, 3);
}

TEST(run_until_signal, a_second_signal_ends_a_stop_that_hangs) {
  asio::io_context io;
  lifecycle_hooks hooks;
  hooks.on_stop = []() -> asio::awaitable<void> {
    std::raise(SIGTERM);
    co_await pause_for(std::chrono::hours(1));
  };
  asio::post(io, [] { std::raise(SIGTERM); });
  EXPECT_EQ(run_until_signal(io, std::move(hooks)), 1);
}

TEST(run_until_signal, an_exception_in_the_stop_shows_in_the_exit_code) {
  asio::io_context io;
  lifecycle_hooks hooks;
  hooks.on_stop = []() -> asio::awaitable<void> {
    throw std::runtime_error("thrown by a test");
    co_return;
  };
  asio::post(io, [] { std::raise(SIGTERM); });
  EXPECT_EQ(run_until_signal(io, std::move(hooks)), 1);
}

TEST(spawn, keeps_the_captures_of_its_body_until_it_has_ended) {
  loopback net;
  auto owned = std::make_shared<std::string>("captured");
  const std::weak_ptr<std::string> watched = owned;
  std::string seen;
  spawn(net.io.get_executor(), "test", [owned = std::move(owned), &seen]() -> asio::awaitable<void> {
    co_await pause_for(std::chrono::milliseconds(1));
    seen = *owned;
  });
  net.run_until([&] { return !seen.empty(); });
  EXPECT_EQ(seen, "captured");
  net.run_until([&] { return watched.expired(); });
}

TEST(offload, runs_elsewhere_and_comes_back) {
  loopback net;
  asio::thread_pool pool(1);
  const auto here = std::this_thread::get_id();
  auto there = here;
  auto back = std::thread::id();
  net.run_void(
      [](asio::thread_pool& on, std::thread::id* ran, std::thread::id* came_back) -> asio::awaitable<void> {
        auto running = offload(on, [] { return std::this_thread::get_id(); });
        *ran = co_await std::move(running);
        *came_back = std::this_thread::get_id();
      }(pool, &there, &back));
  EXPECT_NE(there, here);
  EXPECT_EQ(back, here);
}

TEST(offload, carries_results_and_nothing) {
  loopback net;
  asio::thread_pool pool(1);
  const auto value = net.run(offload(pool, []() -> result<std::string> {
    return failure{errc::storage, "full"};
  }));
  EXPECT_EQ(value.error().code, errc::storage);
  bool has_run = false;
  net.run_void(offload(pool, [&] { has_run = true; }));
  EXPECT_TRUE(has_run);
}

TEST(offload, carries_the_exception) {
  loopback net;
  asio::thread_pool pool(1);
  EXPECT_THROW(net.run(offload(pool, []() -> int { throw std::invalid_argument("thrown by a test"); })),
               std::invalid_argument);
}

}  // namespace
}  // namespace mesoscale::net
