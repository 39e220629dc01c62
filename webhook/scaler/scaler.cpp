#include "webhook/scaler/scaler.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"

#include <exception>
#include <functional>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// Steps of different apps at once: enough to hide Marathon's latency, few enough not to hurt it.
constexpr std::size_t steps_at_once = 16;
/// Events come in bursts.
constexpr milliseconds after_event{1'000};
constexpr milliseconds after_exception{10'000};

}  // namespace

scaler::scaler(asio::any_io_executor executor, const environment& shared)
    : executor_(executor), shared_(shared), turns_(executor, steps_at_once) {}

void scaler::plan(seat& of, clock::time_point at) {
  if (of.due && *of.due <= at) return;
  of.due = at;
  of.timer.cancel();
}

scaler::seat& scaler::seat_of(const app_key& target) {
  auto& place = seats_[target];
  if (!place) {
    const auto seed = static_cast<std::uint32_t>(std::hash<std::string>()(target.marathon + target.app));
    place = std::make_shared<seat>(executor_, target, shared_, seed);
    net::spawn(executor_, "actor of " + target.app, [this, of = place] { return run(of); });
  }
  return *place;
}

void scaler::wake(const app_key& target, milliseconds span) {
  if (is_stopping_) return;
  plan(seat_of(target), clock::now() + span);
}

void scaler::note_news(const app_key& target, milliseconds span) {
  if (is_stopping_) return;
  seat_of(target).actor.note_news(shared_.now() + span);
  wake(target, span);
}

void scaler::note_event(const std::string& marathon) {
  for (const auto& [target, of] : seats_) {
    if (target.marathon != marathon || !of->actor.awaits_marathon()) continue;
    of->actor.note_event();
    wake(target, after_event);
  }
}

asio::awaitable<void> scaler::run(std::shared_ptr<seat> of) {
  while (!is_stopping_) {
    if (!of->due || *of->due > clock::now()) {
      of->timer.expires_at(of->due.value_or(clock::time_point::max()));
      co_await of->timer.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    co_await turns_.take();
    if (is_stopping_) {
      turns_.give_back();
      co_return;
    }
    of->due.reset();
    ++running_;
    std::optional<instant> next;
    try {
      next = co_await of->actor.step();
    } catch (const std::exception& e) {
      log::error("a step failed", {{"app", of->actor.target().app}, {"reason", e.what()}});
      next = shared_.now() + after_exception;
    }
    --running_;
    turns_.give_back();
    if (next) plan(*of, clock::now() + std::max(milliseconds(0), *next - shared_.now()));
  }
}

asio::awaitable<void> scaler::stop(milliseconds grace) {
  is_stopping_ = true;
  for (const auto& [target, of] : seats_) of->timer.cancel();
  const auto until = clock::now() + grace;
  while (running_ > 0 && clock::now() < until) co_await net::pause_for(milliseconds(10));
}

}  // namespace mesoscale::webhook
