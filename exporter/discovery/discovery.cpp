#include "exporter/discovery/discovery.hpp"

#include <utility>

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"

namespace mesoscale::exporter {

/// Masters that were asked at the same time; the first that leads ends it, or the last that fails.
struct discovery::round {
  flight<agent_list> found;
  std::size_t open = 0;
};

discovery::discovery(asio::any_io_executor executor, std::shared_ptr<net::http_client> client, settings how,
                     std::function<void(target_kind)> on_request)
    : executor_(std::move(executor)),
      client_(std::move(client)),
      how_(std::move(how)),
      on_request_(std::move(on_request)) {}

asio::awaitable<void> discovery::refresh(net::deadline until) {
  const auto alive = shared_from_this();
  const auto now = net::clock::now();
  if (is_up_ && answered_ && now - *answered_ < how_.fresh_for) co_return;
  if (refreshing_.is_under_way()) {
    co_await refreshing_.join(until);
    co_return;
  }
  refreshing_.begin(until);
  agent_list_ptr found;
  if (leader_) {
    // A leader that hangs may cost half of the time; the others then have the other half.
    std::vector<std::size_t> known{*leader_};
    found = co_await ask_some(std::move(known), now + (until - now) / 2);
  }
  if (!found) {
    auto others = other_masters();
    found = co_await ask_some(std::move(others), until);
  }
  settle(found);
  refreshing_.end(nullptr);
}

std::vector<std::size_t> discovery::other_masters() const {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < how_.masters.size(); ++i) {
    if (i != leader_) others.push_back(i);
  }
  return others;
}

void discovery::settle(const agent_list_ptr& found) {
  const bool was_up = std::exchange(is_up_, found != nullptr);
  if (found) {
    answered_ = net::clock::now();
    agents_.update(*found, *answered_);
    if (!was_up)
      log::info("the leading master gives its agents", {{"target", how_.masters[*leader_].instance()}});
  } else {
    leader_.reset();
    if (was_up) log::warn("no leading master gives its agents: keeping the last known list");
  }
}

asio::awaitable<discovery::agent_list_ptr> discovery::ask_some(std::vector<std::size_t> masters,
                                                               net::deadline until) {
  if (masters.empty()) co_return nullptr;
  const auto all = std::make_shared<round>();
  all->open = masters.size();
  all->found.begin(until);
  for (const std::size_t i : masters) {
    net::spawn(executor_, "question for agents",
               [self = shared_from_this(), i, all, until] { return self->ask_for_round(i, all, until); });
  }
  // A question may have ended before it was waited for.
  if (!all->found.is_under_way()) co_return all->found.last();
  co_return co_await all->found.join(until);
}

asio::awaitable<void> discovery::ask_for_round(std::size_t master, std::shared_ptr<round> all,
                                               net::deadline until) {
  auto list = co_await ask_master(how_.masters[master], until);
  --all->open;
  if (!all->found.is_under_way()) co_return;
  if (list.ok()) {
    leader_ = master;
    all->found.end(std::make_shared<const agent_list>(std::move(list).value()));
    co_return;
  }
  log::debug("a master gives no agents",
             {{"target", how_.masters[master].instance()}, {"reason", list.error().what}});
  if (all->open == 0) all->found.end(nullptr);
}

asio::awaitable<result<discovery::agent_list>> discovery::ask_master(target of, net::deadline until) {
  const auto decoder = std::make_shared<agent_list_decoder>();
  net::client_request request;
  request.to = endpoint_of(of.base, "/slaves");
  request.headers.set("Accept", "application/json");
  request.how = of.how;
  request.max_body_bytes = how_.max_body_bytes;
  request.max_redirects = 0;
  request.body_sink = [decoder](std::string_view piece) { return decoder->feed(piece); };
  const std::string text = request.to.text();
  on_request_(of.kind);
  auto response = co_await client_->send(std::move(request), until);
  if (!response.ok()) co_return response.error();
  if (auto status = net::check_status(response.value(), text); !status) co_return status.error();
  co_return decoder->finish();
}

}  // namespace mesoscale::exporter
