#include "exporter/discovery/agent_registry.hpp"

#include <utility>

#include "common/core/url.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::chrono::seconds agent_is_given_up_after{75};

}  // namespace

void agent_registry::update(const std::vector<listed_agent>& listed, time_point now) {
  if (listed.empty() && (!agents_.empty() || !is_known_)) {
    if (!std::exchange(is_empty_now_, true)) empty_since_ = now;
    if (now - empty_since_ < agent_is_given_up_after) return;
  }
  is_empty_now_ = false;
  std::map<std::string, listed_agent> next;
  for (const listed_agent& one : listed) {
    const auto known = agents_.find(one.id);
    if (!one.address.empty()) {
      next[one.id] = one;
    } else if (known != agents_.end()) {
      next[one.id] = known->second;
    }
  }
  agents_ = std::move(next);
  index();
  // A leader that has only recovered its agents names none that could be asked.
  if (listed.empty() || !agents_.empty()) is_known_ = true;
}

void agent_registry::add(const agent_registry& other) {
  agents_.insert(other.agents_.begin(), other.agents_.end());
  index();
  is_known_ = is_known_ && other.is_known_;
}

void agent_registry::index() {
  id_of_address_.clear();
  for (const auto& [id, agent] : agents_) {
    if (const auto base = parse_url("http://" + agent.address)) id_of_address_.emplace(base->authority(), id);
  }
}

const listed_agent* agent_registry::find(const std::string& authority) const {
  const auto id = id_of_address_.find(authority);
  return id == id_of_address_.end() ? nullptr : &agents_.at(id->second);
}

}  // namespace mesoscale::exporter
