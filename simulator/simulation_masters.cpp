// The part of a simulation that is about who may enter and which masters run: the door, masters that are killed and come back,
// and their registration in ZooKeeper.
#include "simulator/simulation.hpp"

#include <algorithm>
#include <chrono>

namespace mesoscale::simulator {

std::optional<net::http_response> simulation::answer_of_door(const listener& at,
                                                             const net::http_request& request) {
  const instant now = clock_();
  if (door_.is_login(at.name, request)) return door_.log_in(request, now);
  if (door_.admits(at.name, request, now)) return std::nullopt;
  fault unauthorized;
  unauthorized.kind = fault_kind::status;
  unauthorized.status = 401;
  return replacement(unauthorized, at.name);
}

void simulation::register_masters() {
  const access_options& access = options_.access;
  if (!access.zookeeper) return;
  model_.elect(std::nullopt);
  registration_ = std::make_shared<registration>(executor_, *access.zookeeper, access.session_timeout,
                                                 [this](std::optional<int> leader) { model_.elect(leader); });
  registration_->start();
  for (const auto& at : listeners_)
    if (at->name.what == daemon_name::kind::master) enter_election(*at);
}

void simulation::enter_election(const listener& at) {
  registration_->enter(at.index, {model_.master_id(), at.host, at.port});
}

result<void> simulation::change_master(const std::string& what, int master) {
  const auto found = std::find_if(listeners_.begin(), listeners_.end(), [&](const auto& at) {
    return at->name.what == daemon_name::kind::master && at->index == master;
  });
  if (found == listeners_.end()) return failure{errc::invalid, what + ": there is no such master"};
  listener& at = **found;
  const bool starts = what == "start";
  if (at.is_killed != starts)
    return failure{errc::invalid,
                   what + ": master " + std::to_string(master + 1) + (starts ? " runs" : " does not run")};
  at.is_killed = !starts;
  apply_refusals();
  if (registration_ && starts) enter_election(at);
  if (registration_ && !starts) registration_->leave(master, what == "kill");
  if (!registration_ && !starts && model_.leader() == master) model_.elect(std::nullopt);
  return {};
}

}  // namespace mesoscale::simulator
