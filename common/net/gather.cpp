#include "common/net/gather.hpp"

#include "common/core/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace mesoscale::net {

namespace {

/// What the gather and its runners share. Runners may outlive the gather, so it belongs to all of them; the pieces are in it
/// because a coroutine that came out of a function object uses that object's captures until it ends.
struct gathering {
  gathering(asio::any_io_executor executor, std::vector<work> all, deadline until)
      : pieces(std::move(all)), ended(pieces.size(), false), finished(executor, until) {}

  std::vector<work> pieces;
  std::vector<bool> ended;
  std::size_t next = 0;
  std::size_t open = 0;         ///< runners that have not ended
  bool is_closed = false;       ///< the gather has come back: start nothing more
  asio::steady_timer finished;  ///< expires at the deadline; cancelled by the last runner
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
asio::awaitable<void> run_pieces(std::shared_ptr<gathering> all, deadline until) {
  while (!all->is_closed && all->next < all->pieces.size() && clock::now() < until) {
    const auto i = all->next++;
    try {
      auto piece = all->pieces[i]();
      co_await std::move(piece);
    } catch (...) {
      log_exception(std::current_exception());
    }
    all->ended[i] = true;
  }
}

}  // namespace

asio::awaitable<std::vector<bool>> gather_until(std::vector<work> pieces, std::size_t concurrency,
                                                deadline until) {
  const auto executor = co_await asio::this_coro::executor;
  const auto all = std::make_shared<gathering>(executor, std::move(pieces), until);
  const auto runners = std::min(std::max<std::size_t>(concurrency, 1), all->pieces.size());
  all->open = runners;
  for (std::size_t i = 0; i < runners; ++i) {
    asio::co_spawn(executor, run_pieces(all, until), [all](std::exception_ptr error) {
      if (error) log_exception(error);
      if (--all->open == 0) all->finished.cancel();
    });
  }
  if (all->open > 0) co_await all->finished.async_wait(asio::as_tuple(asio::use_awaitable));
  all->is_closed = true;
  co_return all->ended;
}

}  // namespace mesoscale::net
