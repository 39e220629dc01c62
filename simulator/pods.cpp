#include "simulator/pods.hpp"

#include "simulator/mesos_json.hpp"
#include "simulator/mesos_snapshot.hpp"

#include <cmath>
#include <functional>

namespace mesoscale::simulator {
namespace {

constexpr double mebibyte = 1024.0 * 1024.0;
constexpr double used_cpus = 0.02;  ///< what the task uses, always

double hundredths(double seconds) { return std::floor(seconds * 100) / 100; }

/// Without isolation of its own a nested container shares the control group of its root: it has limits and no usage.
json nested_statistics(const cluster& of) {
  const auto limit = static_cast<std::int64_t>(pod_mem * mebibyte);
  return {{"timestamp", epoch_seconds(of.now())},
          {"cpus_soft_limit", pod_cpus},
          {"mem_limit_bytes", limit},
          {"mem_soft_limit_bytes", limit}};
}

json executor_statistics(const cluster& of) {
  const double since = epoch_seconds(of.now()) - epoch_seconds(of.started_at());
  const auto limit = static_cast<std::int64_t>((pod_mem + executor_mem) * mebibyte);
  const auto used = static_cast<std::int64_t>(pod_mem / 2 * mebibyte);
  return {{"timestamp", epoch_seconds(of.now())},
          {"cpus_soft_limit", pod_cpus + executor_cpus},
          {"cpus_user_time_secs", hundredths(since * used_cpus * 3 / 4)},
          {"cpus_system_time_secs", hundredths(since * used_cpus / 4)},
          {"mem_limit_bytes", limit},
          {"mem_soft_limit_bytes", limit},
          {"mem_rss_bytes", used},
          {"mem_anon_bytes", used},
          {"mem_total_bytes", used}};
}

json value(const std::string& text) { return {{"value", text}}; }

json nested_id(const pod_instance& pod) {
  return {{"value", pod.nested_container_id}, {"parent", value(pod.container_id)}};
}

json v0_pod_task(const cluster& of, const pod_instance& pod) {
  const json status = {{"state", "TASK_RUNNING"},
                       {"timestamp", epoch_seconds(of.started_at())},
                       {"container_status", {{"container_id", nested_id(pod)}}}};
  return {{"id", pod.task_id},
          {"name", "main"},
          {"framework_id", of.framework_id()},
          {"executor_id", pod.executor_id},
          {"slave_id", pod.agent_id},
          {"state", "TASK_RUNNING"},
          {"resources", resource_totals(pod_cpus, pod_mem, 0)},
          {"role", "*"},
          {"statuses", json::array({status})},
          {"labels", json::array({{{"key", "pod"}, {"value", pod.pod_id}}})}};
}

}  // namespace

std::vector<pod_instance> pods_of(const cluster& of, int count) {
  std::vector<pod_instance> pods;
  if (of.agents().empty()) return pods;
  for (int i = 1; i <= count; ++i) {
    const std::string name = "pod-" + std::to_string(i);
    id_source ids(std::hash<std::string>{}(of.framework_id() + name));
    const std::string uuid = ids.uuid();
    pod_instance one;
    one.pod_id = "/demo/" + name;
    one.instance_id = "demo_" + name + ".instance-" + uuid;
    one.executor_id = "instance-demo_" + name + '.' + uuid;
    one.task_id = one.instance_id + ".main";
    one.container_id = ids.uuid();
    one.nested_container_id = ids.uuid();
    one.agent_id = of.agents().front().id;
    one.executor_pid = 9000 + 2 * i;
    one.nested_pid = one.executor_pid + 1;
    pods.push_back(std::move(one));
  }
  return pods;
}

std::vector<json> v1_pod_containers(const cluster& of, const pod_instance& pod, bool with_nested) {
  const json status = {{"container_id", value(pod.container_id)}, {"executor_pid", pod.executor_pid}};
  std::vector<json> list{{{"framework_id", value(of.framework_id())},
                          {"executor_id", value(pod.executor_id)},
                          {"executor_name", ""},
                          {"container_id", value(pod.container_id)},
                          {"container_status", status},
                          {"resource_statistics", executor_statistics(of)}}};
  if (!with_nested) return list;
  list.push_back({{"container_id", value(pod.nested_container_id)},
                  {"container_status", {{"container_id", nested_id(pod)}, {"executor_pid", pod.nested_pid}}},
                  {"resource_statistics", nested_statistics(of)}});
  return list;
}

json v0_pod_container(const cluster& of, const pod_instance& pod, bool with_ids) {
  json one{{"executor_id", pod.executor_id},
           {"executor_name", ""},
           {"framework_id", of.framework_id()},
           {"source", ""},
           {"statistics", executor_statistics(of)}};
  if (!with_ids) return one;
  one["container_id"] = pod.container_id;
  one["status"] = {{"container_id", value(pod.container_id)}, {"executor_pid", pod.executor_pid}};
  return one;
}

json v0_pod_executor(const cluster& of, const pod_instance& pod) {
  return {{"id", pod.executor_id},
          {"name", ""},
          {"source", ""},
          {"container", pod.container_id},
          {"directory", "/var/lib/mesos/slaves/" + pod.agent_id + "/frameworks/" + of.framework_id() +
                            "/executors/" + pod.executor_id + "/runs/" + pod.container_id},
          {"resources", resource_totals(executor_cpus + pod_cpus, executor_mem + pod_mem, 0)},
          {"role", "*"},
          {"type", "DEFAULT"},
          {"tasks", json::array({v0_pod_task(of, pod)})},
          {"queued_tasks", json::array()},
          {"completed_tasks", json::array()}};
}

}  // namespace mesoscale::simulator
