// Finds the agents of one cluster: asks its masters for their list and believes the one that leads. A standby redirects to the
// leader; that is not followed, because the leader is asked itself. Keeps the last known list when no leader answers, or when a
// leader without a registry shows an empty cluster. The list is the collector's of the same scrape: it is asked for once.
// discovery.hpp puts the clusters together.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "common/net/flight.hpp"
#include "exporter/discovery/agent_registry.hpp"
#include "exporter/scrape/asker.hpp"
#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

class cluster_agents : public std::enable_shared_from_this<cluster_agents> {
 public:
  struct settings {
    /// The masters that are known now.
    std::function<std::vector<target>()> masters;
    std::chrono::milliseconds fresh_for{5000};  ///< a list younger than this is not asked for again
    const collector* list;                      ///< what gives the agents
    const collector* standing;                  ///< what tells whether the leader has its registry
  };

  cluster_agents(asio::any_io_executor executor, std::shared_ptr<asker> ask, settings how);

  /// Brings the list up to date, or comes back at the deadline with the one that is known.
  asio::awaitable<void> refresh(net::deadline until);

  /// The list that another one has of the same cluster.
  void take_over(const cluster_agents& other);

  const agent_registry& agents() const { return agents_; }
  /// Whether the latest question was answered by a leader.
  bool is_up() const { return is_up_; }

 private:
  using agent_list = std::vector<listed_agent>;
  using agent_list_ptr = std::shared_ptr<const agent_list>;
  struct round;

  asio::awaitable<agent_list_ptr> ask_some(std::vector<std::size_t> masters, net::deadline until);
  asio::awaitable<void> ask_for_round(std::size_t master, std::shared_ptr<round> all, net::deadline until);
  asio::awaitable<result<agent_list_ptr>> ask_master(target of, net::deadline until);
  std::vector<std::size_t> other_masters() const;
  void look_up_masters();
  std::optional<std::size_t> place_of(const std::string& instance) const;
  void settle(const agent_list_ptr& found);

  asio::any_io_executor executor_;
  std::shared_ptr<asker> ask_;
  settings how_;
  agent_registry agents_;
  std::vector<target> masters_;  ///< those of this question or the last one
  std::optional<std::size_t> leader_;
  std::optional<net::clock::time_point> answered_;
  bool is_up_ = false;
  net::flight<bool> refreshing_;
};

}  // namespace mesoscale::exporter
