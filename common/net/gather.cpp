#include "common/net/gather.hpp"

#include "common/core/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <exception>
#include <memory>
#include <utility>

namespace mesoscale::net {

namespace {

/// Takes pieces one after the other; another takes its place when it has been at one for too long.
struct runner {
  clock::time_point began{};
  bool is_replaced = false;
  bool has_ended = false;
};

/// What the gather and its runners share. Runners may outlive the gather, so it belongs to all of them; the pieces are in it
/// because a coroutine that came out of a function object uses that object's captures until it ends.
struct gathering {
  gathering(asio::any_io_executor executor, std::vector<work> all, deadline until)
      : pieces(std::move(all)), ended(pieces.size(), false), bell(executor, until) {}

  bool has_more() const { return next < pieces.size(); }

  std::vector<work> pieces;
  std::vector<bool> ended;
  std::size_t next = 0;
  std::size_t open = 0;        ///< runners that have not ended
  std::deque<runner> runners;  ///< references to elements stay good
  bool is_closed = false;      ///< the gather has come back: start nothing more
  asio::steady_timer bell;     ///< cancelled by the last runner
};

void log_exception(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    log::error("a piece of work ended with an exception", {{"reason", e.what()}});
  } catch (...) {
    log::error("a piece of work ended with an unknown exception");
  }
}

/// Takes the next piece again and again until none is left.
asio::awaitable<void> run_pieces(std::shared_ptr<gathering> all, runner& me, deadline until) {
  while (!all->is_closed && !me.is_replaced && all->has_more() && clock::now() < until) {
    const auto i = all->next++;
    me.began = clock::now();
    try {
      auto piece = all->pieces[i]();
      co_await std::move(piece);
    } catch (...) {
      log_exception(std::current_exception());
    }
    all->ended[i] = true;
  }
}

void add_runner(asio::any_io_executor executor, const std::shared_ptr<gathering>& all, deadline until) {
  runner& made = all->runners.emplace_back();
  made.began = clock::now();
  ++all->open;
  asio::co_spawn(executor, run_pieces(all, made, until), [all, &made](std::exception_ptr error) {
    if (error) log_exception(error);
    made.has_ended = true;
    if (--all->open == 0) all->bell.cancel();
  });
}

void replace_slow_runners(asio::any_io_executor executor, const std::shared_ptr<gathering>& all,
                          clock::duration patience, deadline until) {
  const auto now = clock::now();
  std::size_t slow = 0;
  for (runner& one : all->runners) {
    if (one.has_ended || one.is_replaced || now - one.began < patience) continue;
    one.is_replaced = true;
    ++slow;
  }
  for (; slow > 0 && all->has_more(); --slow) add_runner(executor, all, until);
}

}  // namespace

asio::awaitable<std::vector<bool>> gather_until(std::vector<work> pieces, std::size_t concurrency,
                                                deadline until, clock::duration patience) {
  const auto executor = co_await asio::this_coro::executor;
  const auto all = std::make_shared<gathering>(executor, std::move(pieces), until);
  const auto at_once = std::min(std::max<std::size_t>(concurrency, 1), all->pieces.size());
  for (std::size_t i = 0; i < at_once; ++i) add_runner(executor, all, until);
  const clock::duration look_interval = std::max<clock::duration>(patience / 2, std::chrono::milliseconds(1));
  while (all->open > 0 && clock::now() < until) {
    const bool may_lose_patience = all->has_more() && patience < clock::duration::max();
    all->bell.expires_at(may_lose_patience ? std::min(until, clock::now() + look_interval) : until);
    co_await all->bell.async_wait(asio::as_tuple(asio::use_awaitable));
    if (may_lose_patience) replace_slow_runners(executor, all, patience, until);
  }
  all->is_closed = true;
  co_return all->ended;
}

}  // namespace mesoscale::net
