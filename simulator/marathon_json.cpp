#include "simulator/marathon_json.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

json definition_json(const app& which) {
  json out = which.definition.full;
  out["version"] = which.version;
  out["versionInfo"] = {{"lastScalingAt", which.last_scaling_at},
                        {"lastConfigChangeAt", which.last_config_change_at}};
  return out;
}

const char* action_name(deployment_action action) {
  switch (action) {
    case deployment_action::start:
    case deployment_action::scale:
      return "ScaleApplication";
    case deployment_action::restart:
    case deployment_action::lock:
      return "RestartApplication";
    case deployment_action::stop:
      return "StopApplication";
  }
  return "";
}

json reject_summary(const cluster& of, const app_definition& wanted) {
  int left = static_cast<int>(of.agents().size());
  json out = json::array();
  const auto row = [&](const char* reason, int declined) {
    out.push_back({{"reason", reason}, {"declined", declined}, {"processed", left}});
    left -= declined;
  };
  int no_cpus = 0, no_mem = 0, no_disk = 0;
  for (const agent& a : of.agents()) {
    double cpus = a.cpus, mem = a.mem, disk = a.disk;
    for (const task& t : of.tasks())
      if (t.agent_id == a.id) cpus -= t.cpus, mem -= t.mem, disk -= t.disk;
    if (cpus < wanted.cpus) {
      no_cpus += 1;
    } else if (mem < wanted.mem) {
      no_mem += 1;
    } else if (disk < wanted.disk) {
      no_disk += 1;
    }
  }
  for (const char* reason :
       {"UnfulfilledRole", "UnfulfilledConstraint", "NoCorrespondingReservationFound", "AgentMaintenance"})
    row(reason, 0);
  row("InsufficientCpus", no_cpus);
  row("InsufficientMemory", no_mem);
  row("InsufficientDisk", no_disk);
  row("InsufficientGpus", wanted.gpus > 0 ? left : 0);
  row("InsufficientPorts", 0);
  row("DeclinedScarceResources", 0);
  return out;
}

}  // namespace

json marathon_task(const cluster& of, const task& which) {
  const agent* where = of.agent_of(which);
  json out{{"id", which.id},
           {"appId", which.app_id},
           {"host", where ? where->host : ""},
           {"ipAddresses", json::array({{{"ipAddress", where ? where->host : ""}, {"protocol", "IPv4"}}})},
           {"ports", json::array({which.port})},
           {"servicePorts", json::array()},
           {"slaveId", which.agent_id},
           {"state", which.state == task_state::staging   ? "TASK_STAGING"
                     : which.state == task_state::running ? "TASK_RUNNING"
                                                          : "TASK_KILLING"},
           {"stagedAt", iso_text(which.staged_at)},
           {"version", which.config_version},
           {"localVolumes", json::array()},
           {"role", "*"}};
  if (which.state != task_state::staging) out["startedAt"] = iso_text(which.started_at);
  return out;
}

json marathon_app(const cluster& of, const app& which, bool with_tasks) {
  json out = definition_json(which);
  int staged = 0, running = 0;
  json tasks = json::array();
  for (const task* t : of.tasks_of(which.definition.id)) {
    staged += t->state == task_state::staging ? 1 : 0;
    running += t->state == task_state::running ? 1 : 0;
    if (with_tasks) tasks.push_back(marathon_task(of, *t));
  }
  out["tasksStaged"] = staged;
  out["tasksRunning"] = running;
  out["tasksHealthy"] = which.definition.has_health_checks ? running : 0;
  out["tasksUnhealthy"] = 0;
  out["deployments"] = json::array();
  for (const deployment& d : of.deployments())
    if (d.app_id == which.definition.id) out["deployments"].push_back({{"id", d.id}});
  if (with_tasks) out["tasks"] = std::move(tasks);
  return out;
}

json marathon_deployment(const deployment& which) {
  const json action = {{"action", action_name(which.action)}, {"app", which.app_id}};
  json current = action;
  current["readinessCheckResults"] = json::array();
  json steps = json::array();
  if (which.action == deployment_action::start)
    steps.push_back({{"actions", json::array({{{"action", "StartApplication"}, {"app", which.app_id}}})}});
  steps.push_back({{"actions", json::array({action})}});
  const auto total = steps.size();
  return {{"id", which.id},
          {"version", which.version},
          {"affectedApps", json::array({which.app_id})},
          {"affectedPods", json::array()},
          {"steps", std::move(steps)},
          {"currentActions", json::array({std::move(current)})},
          {"currentStep", total},
          {"totalSteps", total}};
}

json marathon_queue(const cluster& of) {
  json queue = json::array();
  for (const auto& [id, which] : of.apps()) {
    const int waiting = of.waiting_instances(which);
    if (waiting == 0 || which.waiting_since == instant{}) continue;
    const auto agents = static_cast<std::int64_t>(of.agents().size());
    // Each agent's free resources are offered again about once a second.
    const auto rounds =
        1 + std::chrono::duration_cast<std::chrono::seconds>(of.now() - which.waiting_since).count();
    json summary{{"processedOffersCount", agents * rounds}, {"unusedOffersCount", agents * rounds}};
    if (agents > 0) summary["lastUnusedOfferAt"] = iso_text(of.now());
    summary["rejectSummaryLastOffers"] = reject_summary(of, which.definition);
    summary["rejectSummaryLaunchAttempt"] = reject_summary(of, which.definition);
    queue.push_back({{"app", definition_json(which)},
                     {"count", waiting},
                     {"role", "*"},
                     {"delay", {{"timeLeftSeconds", 0}, {"overdue", true}}},
                     {"since", iso_text(which.waiting_since)},
                     {"processedOffersSummary", std::move(summary)}});
  }
  return {{"queue", std::move(queue)}};
}

json marathon_group(const cluster& of, const std::string& id) {
  const std::string prefix = id == "/" ? "/" : id + '/';
  json apps = json::array();
  json groups = json::array();
  std::string last_child;
  for (const auto& [app_id, which] : of.apps()) {
    if (app_id.compare(0, prefix.size(), prefix) != 0) continue;
    const auto slash = app_id.find('/', prefix.size());
    if (slash == std::string::npos) {
      apps.push_back(marathon_app(of, which, false));
    } else if (const std::string child = app_id.substr(0, slash); child != last_child) {
      groups.push_back(marathon_group(of, child));
      last_child = child;
    }
  }
  return {{"id", id},
          {"apps", std::move(apps)},
          {"dependencies", json::array()},
          {"enforceRole", false},
          {"groups", std::move(groups)},
          {"pods", json::array()},
          {"version", of.root_version()}};
}

json marathon_info(const cluster& of, const std::string& address) {
  const auto colon = address.rfind(':');
  const std::string host = address.substr(0, colon);
  const int port = colon == std::string::npos ? 0 : std::stoi(address.substr(colon + 1));
  return {{"name", "marathon"},
          {"version", "1.11.24"},
          {"buildref", "unknown"},
          {"elected", true},
          {"leader", address},
          {"frameworkId", of.framework_id()},
          {"marathon_config",
           {{"checkpoint", true},
            {"failover_timeout", 604800},
            {"framework_name", "marathon"},
            {"ha", true},
            {"hostname", host},
            {"max_running_deployments", 100},
            {"mesos_role", "*"},
            {"mesos_user", "root"},
            {"task_launch_timeout", 300000},
            {"webui_url", "http://" + address + "/"}}},
          {"http_config", {{"http_port", port}, {"https_port", 8443}}}};
}

json marathon_metrics(const cluster& of) {
  const auto in_state = [&](task_state wanted) {
    return std::count_if(of.tasks().begin(), of.tasks().end(),
                         [&](const task& t) { return t.state == wanted; });
  };
  const double uptime = seconds_of(of.now() - of.started_at());
  return {{"version", "4.0.0"},
          {"gauges",
           {{"marathon.apps.active.gauge", {{"value", of.apps().size()}}},
            {"marathon.deployments.active.gauge", {{"value", of.deployments().size()}}},
            {"marathon.instances.running.gauge", {{"value", in_state(task_state::running)}}},
            {"marathon.instances.staged.gauge", {{"value", in_state(task_state::staging)}}},
            {"marathon.leadership.duration.gauge.seconds", {{"value", uptime}}},
            {"marathon.uptime.gauge.seconds", {{"value", uptime}}}}},
          {"counters", json::object()},
          {"histograms", json::object()},
          {"meters", json::object()},
          {"timers", json::object()}};
}

}  // namespace mesoscale::simulator
