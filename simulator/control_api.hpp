// The control API of the simulation: load, faults, locks, leader, agents, and what Marathon was asked for. For people, demos
// and tests; no real system has it.
#pragma once

#include "common/core/result.hpp"
#include "common/net/http_message.hpp"
#include "simulator/cluster.hpp"
#include "simulator/faults.hpp"
#include "simulator/put_log.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mesoscale::simulator {

/// What the control API wants of whoever owns the listeners.
struct control_hooks {
  std::function<void()> faults_changed;
  std::function<result<std::string>()> add_agent;  ///< "host:port" of the new one
  std::function<result<void>(const std::string& address)> remove_agent;
  std::function<std::vector<std::string>()> master_addresses;
  std::function<std::vector<std::string>()> agent_addresses;
  /// "kill" (its session in ZooKeeper is left to expire), "remove" or "start" a master, from 0.
  std::function<result<void>(const std::string& what, int master)> change_master = {};
  std::function<json()> door_counts = {};  ///< what came to the door
  bool is_elected_by_zookeeper = false;    ///< then nobody else can say who leads
};

class control_api {
 public:
  control_api(cluster& model, put_log& log, fault_list& faults, control_hooks hooks)
      : model_(model), log_(log), faults_(faults), hooks_(std::move(hooks)) {}

  /// The answer at the model's now. Bad input: 400 with {"error": what was found and what was expected}.
  net::http_response answer(const net::http_request& request);

 private:
  net::http_response state() const;
  net::http_response puts() const;
  net::http_response fault_answer() const;
  net::http_response set_load(const json& body);
  net::http_response add_fault(const json& body);
  net::http_response lock(const json& body);
  net::http_response forget(const json& body);
  net::http_response elect(const json& body);
  net::http_response change_agents(const json& body);
  net::http_response change_master(const json& body);
  net::http_response change_registrar(const json& body);
  net::http_response set_weights(const json& body);
  net::http_response set_maintenance(const json& body);

  cluster& model_;
  put_log& log_;
  fault_list& faults_;
  control_hooks hooks_;
};

}  // namespace mesoscale::simulator
