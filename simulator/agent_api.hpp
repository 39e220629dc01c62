// The HTTP endpoints of a Mesos agent 1.12: a request in, its answer out. Pure; the queues before /metrics/snapshot and
// /monitor/statistics and the network are somebody else's.
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/cluster.hpp"
#include "simulator/pods.hpp"

#include <string>
#include <vector>

namespace mesoscale::simulator {

class agent_api {
 public:
  /// host: which agent of the model. An agent that has been removed answers 404 to everything. pods: how many Marathon has.
  agent_api(const cluster& model, std::string host, int pods = 0)
      : model_(model), host_(std::move(host)), pods_(pods) {}

  net::http_response answer(const net::http_request& request) const;

 private:
  net::http_response operator_call(const net::http_request& request, const agent& self) const;
  json operator_body(const std::string& call, const net::http_request& request, const agent& self) const;
  json flags(const agent& self) const;
  json state(const agent& self) const;
  json containers(const agent& self, bool with_ids) const;
  json v1_containers(const agent& self, bool with_nested) const;
  json v1_tasks(const agent& self) const;
  json v1_executors(const agent& self) const;
  json v1_frameworks(const agent& self) const;
  json executor_v0(const task& of, bool completed) const;
  std::vector<pod_instance> pods_on(const agent& self) const;

  const cluster& model_;
  std::string host_;
  int pods_;
};

}  // namespace mesoscale::simulator
