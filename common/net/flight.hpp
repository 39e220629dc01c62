// Something under way that several coroutines want: one does it, the others wait for its end, each until its own deadline.
// For one thread; knows nothing of what is done.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <utility>

#include "common/net/deadline.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

template <class Value>
class flight {
 public:
  bool is_under_way() const { return under_way_; }
  /// The deadline of the one who does it; only while it is under way.
  deadline until() const { return until_; }

  void begin(deadline until) {
    under_way_ = true;
    until_ = until;
  }

  /// Ends it and wakes everybody who waits.
  void end(std::shared_ptr<const Value> value) {
    under_way_ = false;
    value_ = std::move(value);
    ++ended_;
    for (asio::steady_timer* bell : waiting_) bell->cancel();
  }

  /// What it ended with; null if it had not ended by the deadline. The flight must outlive the wait.
  asio::awaitable<std::shared_ptr<const Value>> join(deadline latest) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer bell(executor, latest);
    const auto ended_before = ended_;
    const auto place = waiting_.insert(waiting_.end(), &bell);
    co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
    waiting_.erase(place);
    co_return ended_ == ended_before ? nullptr : value_;
  }

  /// What the latest one ended with; null if there was none.
  const std::shared_ptr<const Value>& last() const { return value_; }

 private:
  bool under_way_ = false;
  deadline until_{};
  std::shared_ptr<const Value> value_;
  std::uint64_t ended_ = 0;
  std::list<asio::steady_timer*> waiting_;
};

}  // namespace mesoscale::net
