// What the service does by itself: taking up what is open, pruning, asking the Alertmanagers.
#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "common/net/offload.hpp"
#include "webhook/service.hpp"
#include "webhook/sources/firing_alerts.hpp"

#include <chrono>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::chrono::hours prune_interval{1};

}  // namespace

asio::awaitable<void> service::sweep(bool rebind) {
  const auto rules = options_.rules;
  auto work = [log = log_.get(), rules, at = shared_.here(), rebind] {
    return log->sweep(*rules, at, rebind);
  };
  const auto woken = co_await net::offload(storage_thread_, std::move(work));
  if (!woken) {
    log::error("the store cannot be written", {{"reason", woken.error().what}});
    co_return;
  }
  for (const app_key& target : *woken) scaler_->wake(target, milliseconds(0));
  if (!rebind || rules != options_.rules) co_return;
  must_rebind_ = false;
  is_ready_ = !is_stopping_;
}

/// The first sweep takes up what an earlier run left; the others look for alerts of which nothing is heard any more.
asio::awaitable<void> service::sweep_forever() {
  auto next_prune = steady_clock::now();
  while (!is_stopping_) {
    const bool rebind = must_rebind_;
    co_await sweep(rebind);
    if (steady_clock::now() >= next_prune) {
      next_prune = steady_clock::now() + prune_interval;
      auto work = [log = log_.get(), now = shared_.now()] { return log->prune(now); };
      const auto pruned = co_await net::offload(storage_thread_, std::move(work));
      if (!pruned) log::error("the store cannot be pruned", {{"reason", pruned.error().what}});
    }
    const milliseconds pause = is_ready_ ? options_.rules->global.tick : options_.rules->global.retry_backoff;
    co_await net::pause_for(pause);
  }
}

asio::awaitable<void> service::poll_alertmanagers() {
  while (!is_stopping_) {
    co_await net::pause_for(options_.rules->global.alertmanager_poll);
    const auto rules = options_.rules;
    if (rules->alertmanagers.empty()) continue;
    const poll_report found =
        co_await ask_alertmanagers(http_, alertmanagers_, rules->global.ignore_labels, &storage_thread_);
    auto work = [log = log_.get(), found, rules, at = shared_.here()] {
      return log->apply_poll(found.firing, found.is_complete, *rules, at);
    };
    const auto woken = co_await net::offload(storage_thread_, std::move(work));
    if (!woken) {
      log::error("the store cannot be written", {{"reason", woken.error().what}});
      continue;
    }
    for (const app_key& target : *woken) scaler_->note_news(target, rules->global.settle);
  }
}

}  // namespace mesoscale::webhook
