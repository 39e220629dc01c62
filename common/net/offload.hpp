// Runs something that blocks (a commit, a bcrypt, a very large body) on a small pool and comes back to the io thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace mesoscale::net {

namespace asio = boost::asio;

/// function must own what it uses. Its exception comes out of the await. pool is a thread pool, which must be joined before the
/// io_context ends, or an executor: that of the io_context itself runs the function in its turn.
template <class Pool, class Function>
auto offload(Pool& pool, Function function) -> asio::awaitable<decltype(function())> {
  using value = decltype(function());
  if constexpr (std::is_void_v<value>) {
    auto run = [](Function blocking) -> asio::awaitable<void> {
      blocking();
      co_return;
    };
    auto piece = run(std::move(function));
    co_await asio::co_spawn(pool, std::move(piece), asio::use_awaitable);
  } else {
    // Asio wants values that can be made from nothing; a result cannot, so it is put into an optional of this frame.
    std::optional<value> answer;
    auto run = [](Function blocking, std::optional<value>* into) -> asio::awaitable<void> {
      into->emplace(blocking());
      co_return;
    };
    auto piece = run(std::move(function), &answer);
    co_await asio::co_spawn(pool, std::move(piece), asio::use_awaitable);
    co_return std::move(*answer);
  }
}

}  // namespace mesoscale::net
