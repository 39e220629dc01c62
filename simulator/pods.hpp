// The pods of the simulated Marathon: one instance each, on the first agent, which never changes. Pure.
// They are there to be read; the scheduler and the counters of masters and agents do not know them.
#pragma once

#include "simulator/cluster.hpp"

#include <string>
#include <vector>

namespace mesoscale::simulator {

/// An instance: an executor with a container, and a task in a container nested in it. Ids as Marathon makes them.
struct pod_instance {
  std::string pod_id;               ///< "/demo/pod-1"
  std::string instance_id;          ///< "demo_pod-1.instance-<uuid>"
  std::string executor_id;          ///< "instance-demo_pod-1.<uuid>"
  std::string task_id;              ///< "demo_pod-1.instance-<uuid>.main"
  std::string container_id;         ///< of the executor
  std::string nested_container_id;  ///< of the task
  std::string agent_id;
  int executor_pid = 0;
  int nested_pid = 0;
};

/// What each pod's task has; its executor has executor_cpus and executor_mem besides.
constexpr double pod_cpus = 0.1;
constexpr double pod_mem = 32;  ///< MiB

/// Empty while there is no agent. The same ids whenever the cluster's framework is the same.
std::vector<pod_instance> pods_of(const cluster& of, int count);

/// The containers of a pod in the form of GET_CONTAINERS: that of the executor, and the nested one if wanted.
std::vector<json> v1_pod_containers(const cluster& of, const pod_instance& pod, bool with_nested);
/// The executor's container in the form of /containers.
json v0_pod_container(const cluster& of, const pod_instance& pod, bool with_ids);
/// The executor with its task in the form of an agent's /state.
json v0_pod_executor(const cluster& of, const pod_instance& pod);

}  // namespace mesoscale::simulator
