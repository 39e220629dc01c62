// Changes of apps: locks, versions, deployments. The third part of cluster.hpp.
#include "simulator/cluster.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

/// Marathon's --max_running_deployments.
constexpr std::size_t max_running_deployments = 100;

/// Marathon's --zk_max_versions.
constexpr std::size_t max_versions = 50;

void keep_version(app& of, const std::string& version) {
  of.versions.emplace_back(version, of.definition.full);
  if (of.versions.size() > max_versions) of.versions.erase(of.versions.begin());
}

change refused(change::outcome what) {
  change answer;
  answer.what = what;
  return answer;
}

}  // namespace

/// Versions are times in milliseconds; two changes within one get different ones.
std::string cluster::next_version() {
  constexpr std::chrono::milliseconds tick{1};
  const instant earliest = std::chrono::floor<std::chrono::milliseconds>(last_version_) + tick;
  last_version_ = std::max(now_, earliest);
  root_version_ = iso_text(last_version_);
  return root_version_;
}

change cluster::refuse_locked(const std::string& app_id) const {
  change answer = refused(change::outcome::locked);
  for (const deployment& d : deployments_)
    if (d.app_id == app_id) answer.conflicts.push_back(d.id);
  return answer;
}

change cluster::deploy(const std::string& app_id, deployment_action action,
                       std::optional<app_definition> original, bool force, const std::string& version) {
  if (force) std::erase_if(deployments_, [&](const deployment& d) { return d.app_id == app_id; });
  deployment d;
  d.id = ids_.uuid();
  d.version = version;
  d.app_id = app_id;
  d.action = action;
  d.original = std::move(original);
  change answer;
  answer.deployment_id = d.id;
  answer.version = version;
  deployments_.push_back(std::move(d));
  reconcile();
  return answer;
}

/// A deployment without steps affects no app: it conflicts with none and is over at once, but there is a new root version.
change cluster::deploy_nothing() {
  change answer;
  answer.deployment_id = ids_.uuid();
  answer.version = next_version();
  return answer;
}

change cluster::create_app(app_definition wanted, bool force) {
  if (apps_.contains(wanted.id)) return refused(change::outcome::already_exists);
  if (change locked = refuse_locked(wanted.id); !force && !locked.conflicts.empty()) return locked;
  if (deployments_.size() >= max_running_deployments) return refused(change::outcome::too_many_deployments);
  const std::string id = wanted.id;
  const std::string version = next_version();
  app created;
  created.definition = std::move(wanted);
  keep_version(created, version);
  created.version = created.last_scaling_at = created.last_config_change_at = version;
  apps_.emplace(id, std::move(created));
  return deploy(id, deployment_action::start, std::nullopt, force, version);
}

change cluster::update_app(app_definition wanted, bool force) {
  const auto found = apps_.find(wanted.id);
  if (found == apps_.end()) return refused(change::outcome::unknown_app);
  app& of = found->second;
  const app_definition before = of.definition;
  if (before.full == wanted.full) return deploy_nothing();
  if (change locked = refuse_locked(wanted.id); !force && !locked.conflicts.empty()) return locked;
  if (deployments_.size() >= max_running_deployments) return refused(change::outcome::too_many_deployments);
  const std::string version = next_version();
  const bool only_scaled = differs_only_in_instances(before, wanted);
  (only_scaled ? of.last_scaling_at : of.last_config_change_at) = version;
  if (before.instances != wanted.instances) of.last_scaling_at = version;
  of.version = version;
  of.definition = std::move(wanted);
  keep_version(of, version);
  const auto action = only_scaled ? deployment_action::scale : deployment_action::restart;
  return deploy(before.id, action, before, force, version);
}

change cluster::delete_app(const std::string& id, bool force) {
  const auto found = apps_.find(id);
  if (found == apps_.end()) return refused(change::outcome::unknown_app);
  if (change locked = refuse_locked(id); !force && !locked.conflicts.empty()) return locked;
  const app_definition before = found->second.definition;
  apps_.erase(found);
  return deploy(id, deployment_action::stop, before, force, next_version());
}

change cluster::restart_app(const std::string& id, bool force) {
  const auto found = apps_.find(id);
  if (found == apps_.end()) return refused(change::outcome::unknown_app);
  if (change locked = refuse_locked(id); !force && !locked.conflicts.empty()) return locked;
  if (deployments_.size() >= max_running_deployments) return refused(change::outcome::too_many_deployments);
  app& of = found->second;
  const std::string version = next_version();
  of.version = of.last_config_change_at = version;
  keep_version(of, version);
  return deploy(id, deployment_action::restart, of.definition, force, version);
}

change cluster::lock_app(const std::string& id, microseconds span) {
  const auto found = apps_.find(id);
  if (found == apps_.end()) return refused(change::outcome::unknown_app);
  deployment d;
  d.id = ids_.uuid();
  d.version = next_version();
  d.app_id = id;
  d.action = deployment_action::lock;
  d.original = found->second.definition;
  d.until = now_ + span;
  deployments_.push_back(d);
  change answer;
  answer.deployment_id = d.id;
  answer.version = d.version;
  return answer;
}

change cluster::roll_back(const std::string& deployment_id) {
  const auto found = std::find_if(deployments_.begin(), deployments_.end(),
                                  [&](const deployment& d) { return d.id == deployment_id; });
  if (found == deployments_.end()) return refused(change::outcome::unknown_app);
  const deployment undone = *found;
  if (!undone.original) return delete_app(undone.app_id, true);
  return apps_.contains(undone.app_id) ? update_app(*undone.original, true)
                                       : create_app(*undone.original, true);
}

bool cluster::forget_change(const std::string& id) {
  const auto found = apps_.find(id);
  if (found == apps_.end() || found->second.versions.size() < 2) return false;
  app& of = found->second;
  of.versions.pop_back();
  const auto& [version, full] = of.versions.back();
  const auto earlier = define_app(id, full, nullptr);
  const auto* const definition = std::get_if<app_definition>(&earlier);
  if (!definition) return false;
  of.definition = *definition;
  of.version = version;
  of.last_scaling_at = std::min(of.last_scaling_at, version);
  of.last_config_change_at = std::min(of.last_config_change_at, version);
  std::erase_if(deployments_, [&](const deployment& d) { return d.app_id == id; });
  reconcile();
  return true;
}

bool cluster::cancel_deployment(const std::string& deployment_id) {
  return std::erase_if(deployments_, [&](const deployment& d) { return d.id == deployment_id; }) > 0;
}

}  // namespace mesoscale::simulator
