#include "exporter/discovery/cluster_agents.hpp"

#include <utility>

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"

namespace mesoscale::exporter {

/// Masters that were asked at the same time; the first that leads ends it, or the last that fails.
struct cluster_agents::round {
  net::flight<agent_list> found;
  std::size_t open = 0;
};

cluster_agents::cluster_agents(asio::any_io_executor executor, std::shared_ptr<asker> ask, settings how)
    : executor_(std::move(executor)), ask_(std::move(ask)), how_(std::move(how)) {}

asio::awaitable<void> cluster_agents::refresh(net::deadline until) {
  const auto alive = shared_from_this();
  const auto now = net::clock::now();
  if (is_up_ && answered_ && now - *answered_ < how_.fresh_for) co_return;
  if (refreshing_.is_under_way()) {
    co_await refreshing_.join(until);
    co_return;
  }
  refreshing_.begin(until);
  look_up_masters();
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

// Masters come and go in ZooKeeper; who led before is asked first as long as it is there.
void cluster_agents::look_up_masters() {
  const std::string led = leader_ ? masters_[*leader_].instance() : std::string();
  masters_ = how_.masters();
  leader_ = place_of(led);
}

std::optional<std::size_t> cluster_agents::place_of(const std::string& instance) const {
  for (std::size_t i = 0; i < masters_.size(); ++i) {
    if (masters_[i].instance() == instance) return i;
  }
  return std::nullopt;
}

void cluster_agents::take_over(const cluster_agents& other) {
  agents_ = other.agents_;
  is_up_ = other.is_up_;
}

std::vector<std::size_t> cluster_agents::other_masters() const {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < masters_.size(); ++i) {
    if (i != leader_) others.push_back(i);
  }
  return others;
}

void cluster_agents::settle(const agent_list_ptr& found) {
  const bool was_up = std::exchange(is_up_, found != nullptr);
  if (found) {
    answered_ = net::clock::now();
    agents_.update(*found, *answered_);
    if (!was_up)
      log::info("the leading master gives its agents",
                {{"target", leader_ ? masters_[*leader_].instance() : std::string()}});
  } else {
    leader_.reset();
    if (was_up) log::warn("no leading master gives its agents: keeping the last known list");
  }
}

asio::awaitable<cluster_agents::agent_list_ptr> cluster_agents::ask_some(std::vector<std::size_t> masters,
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

asio::awaitable<void> cluster_agents::ask_for_round(std::size_t master, std::shared_ptr<round> all,
                                                    net::deadline until) {
  // A question may outlive its round, and the masters change from one round to the next.
  const target of = masters_[master];
  auto list = co_await ask_master(of, until);
  --all->open;
  if (!all->found.is_under_way()) co_return;
  if (list.ok()) {
    leader_ = place_of(of.instance());
    all->found.end(std::move(list).value());
    co_return;
  }
  log::debug("a master gives no agents", {{"target", of.instance()}, {"reason", list.error().what}});
  if (all->open == 0) all->found.end(nullptr);
}

asio::awaitable<result<cluster_agents::agent_list_ptr>> cluster_agents::ask_master(target of,
                                                                                   net::deadline until) {
  const outcome_ptr list = co_await ask_->ask(of, how_.list, until);
  if (list->why) co_return *list->why;
  if (list->data.agents.empty()) {
    // Standbys before 1.0 and leaders without a registry show an empty cluster, and so does what hides agents from a
    // login. One that joined after the list was made is in the next one.
    const outcome_ptr snapshot = co_await ask_->ask(of, how_.standing, until);
    const auto& standing = snapshot->data.standing;
    if (standing && !standing->leads) co_return failure{errc::no_leader, of.instance() + " does not lead"};
    if (standing && !standing->has_registry) {
      co_return failure{errc::not_serving, of.instance() + " leads without having read its registry"};
    }
    if (standing && standing->counts_agents) {
      co_return failure{errc::http_403, of.instance() + " counts active agents and lists none"};
    }
  }
  co_return agent_list_ptr(list, &list->data.agents);
}

}  // namespace mesoscale::exporter
