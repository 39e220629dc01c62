// Lets at most so many coroutines through at once; the others wait in the order in which they came. One thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <deque>
#include <memory>

namespace mesoscale::webhook {

class turns {
 public:
  turns(boost::asio::any_io_executor executor, std::size_t at_once)
      : executor_(std::move(executor)), free_(at_once) {}

  boost::asio::awaitable<void> take() {
    if (free_ > 0) {
      --free_;
      co_return;
    }
    const auto waiting =
        std::make_shared<boost::asio::steady_timer>(executor_, boost::asio::steady_timer::time_point::max());
    waiting_.push_back(waiting);
    co_await waiting->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

  /// Hands the turn to the one that waits longest.
  void give_back() {
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    waiting_.front()->cancel();
    waiting_.pop_front();
  }

 private:
  boost::asio::any_io_executor executor_;
  std::size_t free_;
  std::deque<std::shared_ptr<boost::asio::steady_timer>> waiting_;
};

}  // namespace mesoscale::webhook
