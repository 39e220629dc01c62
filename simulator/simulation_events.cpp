// Marathon's event stream, as the simulation serves it.
#include "common/net/lifecycle.hpp"
#include "simulator/marathon_events.hpp"
#include "simulator/simulation.hpp"

#include <chrono>

namespace mesoscale::simulator {
namespace {

/// How often a listener of Marathon's events looks for them, and how long one waits at most.
constexpr std::chrono::milliseconds event_interval{20};
constexpr std::chrono::seconds longest_event_wait{10};

}  // namespace

/// A real stream goes on for ever; this one ends with the first events, and whoever wants more asks again.
asio::awaitable<net::http_response> simulation::wait_for_events() {
  const event_position before = position_of(model_);
  const auto until = std::chrono::steady_clock::now() + longest_event_wait;
  std::string text;
  while (text.empty() && std::chrono::steady_clock::now() < until) {
    co_await net::pause_for(event_interval);
    model_.step(clock_());
    text = events_since(before, model_);
  }
  co_return net::text_response(200, text, "text/event-stream");
}

}  // namespace mesoscale::simulator
