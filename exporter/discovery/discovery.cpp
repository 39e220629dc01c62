#include "exporter/discovery/discovery.hpp"

#include <algorithm>
#include <utility>

#include "common/net/gather.hpp"

namespace mesoscale::exporter {

discovery::discovery(asio::any_io_executor executor, std::shared_ptr<asker> ask, settings how) {
  if (!how.masters.empty())
    how.clusters.insert(how.clusters.begin(), [fixed = std::move(how.masters)] { return fixed; });
  for (master_list& masters : how.clusters) {
    cluster_agents::settings one{std::move(masters), how.fresh_for, how.list, how.standing};
    clusters_.push_back(std::make_shared<cluster_agents>(executor, ask, std::move(one)));
  }
}

asio::awaitable<void> discovery::refresh(net::deadline until) {
  const auto alive = shared_from_this();
  if (clusters_.size() == 1) {  // its own list serves as it is
    co_await clusters_.front()->refresh(until);
    co_return;
  }
  if (clusters_.empty()) co_return;
  std::vector<net::work> pieces;
  for (const auto& one : clusters_) pieces.push_back([one, until] { return one->refresh(until); });
  const std::size_t at_once = pieces.size();
  co_await net::gather_until(std::move(pieces), at_once, until);
  all_ = clusters_.front()->agents();
  for (const auto& one : clusters_) all_.add(one->agents());
}

void discovery::take_over(const discovery& other) {
  const std::size_t common = std::min(clusters_.size(), other.clusters_.size());
  for (std::size_t i = 0; i < common; ++i) clusters_[i]->take_over(*other.clusters_[i]);
  all_ = other.all_;
}

const agent_registry& discovery::agents() const {
  return clusters_.size() == 1 ? clusters_.front()->agents() : all_;
}

bool discovery::is_up() const {
  return std::ranges::all_of(clusters_, [](const auto& one) { return one->is_up(); });
}

}  // namespace mesoscale::exporter
