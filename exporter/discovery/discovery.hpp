// The agents of all clusters: one list that cluster_agents keep up to date, one for each cluster.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "exporter/discovery/cluster_agents.hpp"

namespace mesoscale::exporter {

class discovery : public std::enable_shared_from_this<discovery> {
 public:
  /// Gives the masters of a cluster that are known now.
  using master_list = std::function<std::vector<target>()>;

  struct settings {
    std::vector<target> masters;                ///< of one cluster; empty: only the others
    std::vector<master_list> clusters = {};     ///< whose masters come and go
    std::chrono::milliseconds fresh_for{5000};  ///< a list younger than this is not asked for again
    const collector* list = find_collector("mesos_master_agents");
    const collector* standing = find_collector("mesos_master_snapshot");
  };

  discovery(asio::any_io_executor executor, std::shared_ptr<asker> ask, settings how);

  /// Brings the lists up to date, or comes back at the deadline with those that are known.
  asio::awaitable<void> refresh(net::deadline until);

  /// What another discovery of the same clusters has found, so that a new configuration does not forget it.
  void take_over(const discovery& other);

  const agent_registry& agents() const;
  /// Whether the leader of each cluster has answered the latest question.
  bool is_up() const;

 private:
  std::vector<std::shared_ptr<cluster_agents>> clusters_;
  agent_registry all_;  ///< of several clusters; rebuilt with each refresh
};

}  // namespace mesoscale::exporter
