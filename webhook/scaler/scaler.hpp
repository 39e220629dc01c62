// Keeps one actor for each app that ever had an alert, and runs its steps when something happens or time has come.
// Knows nothing of what a step does.
#pragma once

#include "webhook/scaler/app_actor.hpp"
#include "webhook/scaler/turns.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace mesoscale::webhook {

class scaler {
 public:
  scaler(boost::asio::any_io_executor executor, const environment& shared);

  /// Something happened to an app: look at it after `span`, or earlier if that was planned already.
  void wake(const app_key& target, milliseconds span);

  /// Something new about an app has come in: it is decided on after `span`, so that what belongs to it is decided together.
  void note_news(const app_key& target, milliseconds span);

  /// A Marathon tells that something may have come true: its apps that wait for that are looked at soon.
  void note_event(const std::string& marathon);

  /// Starts no further steps and waits until those that run have ended, at most `grace`.
  boost::asio::awaitable<void> stop(milliseconds grace);

  std::size_t size() const { return seats_.size(); }

 private:
  using clock = boost::asio::steady_timer::clock_type;

  struct seat {
    seat(boost::asio::any_io_executor executor, const app_key& target, const environment& shared,
         std::uint32_t seed)
        : actor(target, shared, seed), timer(std::move(executor)) {}
    app_actor actor;
    boost::asio::steady_timer timer;
    std::optional<clock::time_point> due;
  };

  boost::asio::awaitable<void> run(std::shared_ptr<seat> of);
  seat& seat_of(const app_key& target);
  void plan(seat& of, clock::time_point at);

  boost::asio::any_io_executor executor_;
  const environment& shared_;
  turns turns_;
  std::map<app_key, std::shared_ptr<seat>> seats_;
  bool is_stopping_ = false;
  int running_ = 0;  ///< steps in progress
};

}  // namespace mesoscale::webhook
