// Runs something that blocks (a commit, a bcrypt, a very large body) on a small pool and comes back to the io thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace mesoscale::net {

namespace asio = boost::asio;

/// function must own what it uses. Its exception comes out of the await.
template <class Function>
auto offload(asio::thread_pool& pool, Function function) -> asio::awaitable<decltype(function())> {
  auto run = [](Function blocking) -> asio::awaitable<decltype(function())> { co_return blocking(); };
  auto piece = run(std::move(function));
  co_return co_await asio::co_spawn(pool, std::move(piece), asio::use_awaitable);
}

}  // namespace mesoscale::net
