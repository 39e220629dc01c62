// The last known list of agents, and how a new answer of the leading master changes it.
// Pure: time comes in as now. cluster_agents.hpp asks the masters.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "exporter/collectors/agent_list.hpp"

namespace mesoscale::exporter {

class agent_registry {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// An agent that the new leader has only recovered keeps what was last known of it. An empty answer replaces a list that is
  /// not empty only once answers have been empty for as long as Mesos takes to give an agent up: a leader without a quorum,
  /// or one that has just been elected, shows an empty cluster. For the same reason a first answer that is empty makes
  /// nothing known until then.
  void update(const std::vector<listed_agent>& listed, time_point now);

  /// Takes in the agents of another cluster. Both are known only if each of them is.
  void add(const agent_registry& other);

  /// The agent at a host:port as url::authority() writes it; null if none is known there.
  const listed_agent* find(const std::string& authority) const;
  /// The agents with an address, by id.
  const std::map<std::string, listed_agent>& agents() const { return agents_; }
  std::size_t size() const { return agents_.size(); }
  /// Whether the list, empty or not, is what the cluster was once seen to be.
  bool is_known() const { return is_known_; }

 private:
  void index();

  std::map<std::string, listed_agent> agents_;                  ///< by agent id
  std::unordered_map<std::string, std::string> id_of_address_;  ///< by authority
  bool is_known_ = false;
  bool is_empty_now_ = false;
  time_point empty_since_{};
};

}  // namespace mesoscale::exporter
