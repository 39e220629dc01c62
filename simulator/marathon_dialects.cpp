#include "simulator/marathon_dialects.hpp"

#include "simulator/marathon_answers.hpp"
#include "simulator/marathon_json.hpp"
#include "simulator/pods.hpp"

#include <algorithm>
#include <cstdio>

namespace mesoscale::simulator {
namespace {

struct level {
  const char* old_name;  ///< behind "service.mesosphere.marathon."
  const char* name;      ///< behind "marathon."
  double value;          ///< in the new name's unit
  double old_scale;      ///< the old name's unit
};

std::vector<level> levels_of(const cluster& of) {
  const auto in_state = [&](task_state wanted) {
    return static_cast<double>(std::count_if(of.tasks().begin(), of.tasks().end(),
                                             [&](const task& t) { return t.state == wanted; }));
  };
  const double uptime = seconds_of(of.now() - of.started_at());
  return {{"app.count", "apps.active.gauge", static_cast<double>(of.apps().size()), 1},
          {"task.running.count", "instances.running.gauge", in_state(task_state::running), 1},
          {"task.staged.count", "instances.staged.gauge", in_state(task_state::staging), 1},
          {"leaderDuration", "leadership.duration.gauge.seconds", uptime, 1000},
          {"uptime", "uptime.gauge.seconds", uptime, 1000}};
}

json dropwizard_metrics(const cluster& of) {
  json gauges = json::object();
  for (const level& one : levels_of(of)) {
    gauges[std::string("service.mesosphere.marathon.") + one.old_name] = {
        {"value", one.value * one.old_scale}};
  }
  gauges["jvm.threads.count"] = {{"value", 42}};
  gauges["jvm.threads.deadlocks"] = {{"value", json::array()}};
  return {{"version", "3.0.0"},           {"gauges", std::move(gauges)}, {"counters", json::object()},
          {"histograms", json::object()}, {"meters", json::object()},    {"timers", json::object()}};
}

json kamon_metrics(const cluster& of) {
  json gauges = json::object();
  for (const level& one : levels_of(of)) {
    const double value = one.value * one.old_scale;
    json& window = gauges[std::string("service.mesosphere.marathon.") + one.old_name];
    window = {
        {"count", 100}, {"tags", json::object()}, {"unit", {{"name", "unknown"}, {"label", "unknown"}}}};
    for (const char* stat : {"min", "max", "mean", "p50", "p75", "p98", "p99", "p999"}) window[stat] = value;
  }
  return {{"start", iso_text(of.now() - std::chrono::seconds(10))},
          {"end", iso_text(of.now())},
          {"histograms", json::object()},
          {"counters", json::object()},
          {"gauges", std::move(gauges)},
          {"min-max-counters", json::object()}};
}

/// As Marathon writes it: no HELP, six decimals.
std::string prometheus_text(const cluster& of) {
  std::string text;
  for (const level& one : levels_of(of)) {
    std::string name = std::string("marathon_") + one.name;
    std::replace(name.begin(), name.end(), '.', '_');
    char number[64];
    std::snprintf(number, sizeof number, "%f", one.value);
    text += "# TYPE " + name + " gauge\n" + name + " " + number + "\n";
  }
  return text;
}

json pod_definition(const std::string& id, const std::string& version) {
  return {
      {"id", id},
      {"labels", json::object()},
      {"version", version},
      {"containers",
       {{{"name", "main"}, {"resources", {{"cpus", pod_cpus}, {"mem", pod_mem}, {"disk", 0}, {"gpus", 0}}}}}},
      {"networks", {{{"mode", "host"}}}},
      {"scaling", {{"kind", "fixed"}, {"instances", 1}}}};
}

json pod_status(const cluster& of, const pod_instance& pod) {
  const std::string& id = pod.pod_id;
  const std::string since = iso_text(of.started_at());
  const json resources = {{"cpus", 0.2}, {"mem", 64}, {"disk", 10}, {"gpus", 0}};
  const json container = {
      {"name", "main"}, {"status", "TASK_RUNNING"}, {"statusSince", since}, {"containerId", pod.task_id}};
  json instance = {
      {"id", pod.instance_id},  {"status", "STABLE"},
      {"statusSince", since},   {"agentHostname", of.agents().empty() ? "" : of.agents().front().host},
      {"resources", resources}, {"containers", json::array({container})},
      {"lastUpdated", since},   {"lastChanged", since}};
  return {{"id", id},
          {"spec", pod_definition(id, since)},
          {"status", "STABLE"},
          {"statusSince", since},
          {"instances", json::array({std::move(instance)})},
          {"terminationHistory", json::array()},
          {"lastUpdated", iso_text(of.now())},
          {"lastChanged", since}};
}

net::http_response pods_answer(const cluster& of, int pods, const std::string& path) {
  const bool wants_status = path.ends_with("::status");
  const std::string which = path.substr(8, path.size() - 8 - (wants_status ? 8 : 0));
  json all = json::array();
  for (const pod_instance& pod : pods_of(of, pods)) {
    json one = wants_status ? pod_status(of, pod) : pod_definition(pod.pod_id, iso_text(of.started_at()));
    if (which == pod.pod_id) return answer_json(200, one);
    all.push_back(std::move(one));
  }
  if (!which.empty()) return message(404, "Pod '" + which + "' does not exist");
  return answer_json(200, all);
}

}  // namespace

std::optional<metrics_dialect> parse_dialect(const std::string& name) {
  if (name == "dropwizard") return metrics_dialect::dropwizard;
  if (name == "kamon") return metrics_dialect::kamon;
  if (name == "new") return metrics_dialect::current;
  return std::nullopt;
}

std::optional<net::http_response> extra_answer(const cluster& of, const marathon_extras& extras,
                                               const std::string& path) {
  const bool is_current = extras.dialect == metrics_dialect::current;
  if (path == "/metrics" && !is_current) {
    return answer_json(200,
                       extras.dialect == metrics_dialect::kamon ? kamon_metrics(of) : dropwizard_metrics(of));
  }
  if (path == "/metrics/prometheus" && is_current) {
    return net::text_response(200, prometheus_text(of), "text/plain; version=0.0.4; charset=utf-8");
  }
  if (path == "/v2/pods" || path.starts_with("/v2/pods/") || path == "/v2/pods::status") {
    return pods_answer(of, extras.pods, path);
  }
  return std::nullopt;
}

}  // namespace mesoscale::simulator
