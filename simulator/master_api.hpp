// The HTTP endpoints of a Mesos master 1.12, leading or standing by: a request in, its answer out. Pure; the queue before
// /metrics/snapshot and the network are somebody else's.
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/cluster.hpp"

#include <string>
#include <vector>

namespace mesoscale::simulator {

class master_api {
 public:
  /// addresses: "host:port" of all masters; index: which of them this one is.
  master_api(const cluster& model, const std::vector<std::string>& addresses, int index)
      : model_(model), addresses_(addresses), index_(index) {}

  net::http_response answer(const net::http_request& request) const;

 private:
  bool leads() const { return model_.leader() == index_; }
  const std::string& address() const { return addresses_[static_cast<std::size_t>(index_)]; }
  net::http_response to_leader(const std::string& path) const;
  net::http_response leader_v0(const net::http_request& request, const std::string& name) const;
  net::http_response operator_call(const net::http_request& request) const;
  json operator_body(const std::string& call) const;
  json flags() const;
  json state() const;
  json state_summary() const;
  json agents() const;
  json recovered_agents() const;
  json maintenance_status() const;
  json role_weight(const std::string& role) const;
  json frameworks() const;
  json roles() const;
  json tasks(const net::http_request& request) const;
  json framework_summary() const;
  json task_list(bool completed, bool v1) const;
  json v1_agents() const;
  json v1_frameworks() const;
  json v1_tasks() const;
  json v1_roles() const;
  json v1_master() const;
  json master_info() const;
  json task_counts(const std::string& agent_id) const;

  const cluster& model_;
  const std::vector<std::string>& addresses_;
  int index_;
};

}  // namespace mesoscale::simulator
