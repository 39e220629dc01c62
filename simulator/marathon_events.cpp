#include "simulator/marathon_events.hpp"

#include "simulator/marathon_json.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

std::string event(const char* type, json body, const cluster& now) {
  body["eventType"] = type;
  body["timestamp"] = iso_text(now.now());
  return std::string("event: ") + type +
         "\r\ndata: " + body.dump(-1, ' ', false, json::error_handler_t::replace) + "\r\n\r\n";
}

}  // namespace

event_position position_of(const cluster& of) {
  event_position out;
  for (const deployment& d : of.deployments()) out.deployments.insert(d.id);
  for (const task& t : of.tasks()) out.tasks.insert(t.id);
  return out;
}

std::string events_since(const event_position& before, const cluster& now) {
  const event_position current = position_of(now);
  std::string text;
  for (const deployment& d : now.deployments()) {
    if (before.deployments.contains(d.id)) continue;
    text +=
        event("deployment_info", {{"plan", marathon_deployment(d)}, {"currentStep", json::object()}}, now);
  }
  for (const std::string& id : before.deployments) {
    if (current.deployments.contains(id)) continue;
    text += event("deployment_success", {{"id", id}, {"plan", {{"id", id}}}}, now);
  }
  for (const std::string& id : before.tasks) {
    if (current.tasks.contains(id)) continue;
    text += event("status_update_event", {{"taskId", id}, {"taskStatus", "TASK_KILLED"}}, now);
  }
  return text;
}

}  // namespace mesoscale::simulator
