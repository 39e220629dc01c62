#include "exporter/discovery/master_directory.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "common/net/lifecycle.hpp"

namespace mesoscale::exporter {
namespace {

/// How often a wait looks again.
constexpr std::chrono::milliseconds glance{10};

/// Neither an answer of ZooKeeper nor trouble with it yet.
bool is_undecided(const master_view& view) { return !view.is_known && view.trouble.empty(); }

/// "host:port" of those that are registered, the leading one first.
std::vector<std::string> registered(const master_view& view) {
  std::vector<std::string> addresses;
  for (const master_entry& one : view.masters) {
    std::string address = one.authority();
    // A master that came back has a second node until the session of its first one ends.
    if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(std::move(address));
  }
  return addresses;
}

}  // namespace

master_directory::followed master_directory::begin(const zookeeper_address& cluster) {
  followed made{nullptr, std::make_shared<master_memory>()};
  master_watch_options options;
  options.on_change = [memory = made.memory](const master_view& view) {
    if (view.is_known) memory->take(registered(view), std::chrono::steady_clock::now());
  };
  made.watch = watch_masters(executor_, cluster, std::move(options));
  return made;
}

void master_directory::follow(const std::vector<zookeeper_address>& clusters) {
  std::map<std::string, followed> next;
  for (const zookeeper_address& one : clusters) {
    const std::string source = one.text();
    const auto known = watches_.find(source);
    next[source] = known != watches_.end() ? known->second : begin(one);
  }
  std::swap(watches_, next);
  for (const auto& [source, one] : next) {
    if (watches_.contains(source)) continue;
    ++ending_;
    net::spawn(executor_, "end of a watch in ZooKeeper",
               [self = shared_from_this(), watch = one.watch] { return self->end(watch); });
  }
}

std::vector<std::string> master_directory::masters(const std::string& source) const {
  const auto found = watches_.find(source);
  if (found == watches_.end()) return {};
  return found->second.memory->masters(std::chrono::steady_clock::now());
}

std::vector<cluster_state> master_directory::states() const {
  std::vector<cluster_state> states;
  for (const auto& [source, one_of] : watches_) {
    const master_view& view = one_of.watch->view();
    cluster_state one;
    one.source = source;
    one.is_current = view.is_current;
    one.was_seen = one_of.memory->was_seen();
    one.masters = registered(view).size();
    if (const master_entry* const leader = view.leader()) one.leader = leader->authority();
    if (view.is_known) {
      const auto age = view.age(std::chrono::steady_clock::now());
      one.last_success = std::chrono::system_clock::now() - age;
    }
    states.push_back(std::move(one));
  }
  return states;
}

asio::awaitable<void> master_directory::settled(net::deadline until) {
  const auto alive = shared_from_this();
  const auto waits = [this] {
    return std::ranges::any_of(watches_,
                               [](const auto& one) { return is_undecided(one.second.watch->view()); });
  };
  while (net::clock::now() < until && waits()) co_await net::pause_for(glance);
}

asio::awaitable<void> master_directory::end(std::shared_ptr<master_watch> watch) {
  const auto alive = shared_from_this();
  co_await watch->stop();
  --ending_;
}

asio::awaitable<void> master_directory::stop() {
  const auto alive = shared_from_this();
  follow({});
  while (ending_ > 0) co_await net::pause_for(glance);
}

}  // namespace mesoscale::exporter
