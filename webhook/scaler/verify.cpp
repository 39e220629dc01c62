#include "webhook/scaler/verify.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

constexpr std::chrono::milliseconds confirmation_delay{2'000};

bool is_over(const watched_change& change, const app_reading& app) {
  if (change.deployment_id.empty()) return app.deployments.empty();
  return std::find(app.deployments.begin(), app.deployments.end(), change.deployment_id) ==
         app.deployments.end();
}

}  // namespace

bool is_as_before(const watched_change& change, const app_reading& app) {
  return app.instances != change.to && app.instances == change.from && app.version == change.version_before;
}

verdict judge(const watched_change& change, const app_reading& app, instant now,
              std::chrono::milliseconds timeout) {
  const auto age = std::max(std::chrono::milliseconds(0), now - change.accepted);
  if (app.instances != change.to) {
    if (age < confirmation_delay) return verdict::waiting;
    return is_as_before(change, app) ? verdict::vanished : verdict::superseded;
  }
  const bool are_running = app.tasks_running >= change.to;
  const bool are_healthy = !app.has_health_checks || app.tasks_healthy >= change.to;
  if (is_over(change, app) && are_running && are_healthy) return verdict::reached;
  return age >= timeout ? verdict::stuck : verdict::waiting;
}

}  // namespace mesoscale::webhook
