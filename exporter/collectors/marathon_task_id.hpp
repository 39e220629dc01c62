// Derives Marathon's app from the ids that Marathon gives to tasks and executors.
// Pure. Ids of other frameworks give nothing, unless they look exactly alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesoscale::exporter {

/// "/a/b" of a task id of Marathon: "a_b.<uuid>" (to 1.3), "a_b.marathon-<uuid>" and "a_b.instance-<uuid>" with or without
/// ".<container>" and ".<attempt>" behind (since 1.4).
std::optional<std::string> app_of_task(std::string_view task_id);

/// The app of a container: by source, which is the task id where Mesos ran the task without an own executor, else by the
/// executor id: the task id, "marathon-<task id>" for an app with an executor of its own, "instance-<task id>" for a pod.
std::optional<std::string> app_of_container(std::string_view executor_id, std::string_view source);

}  // namespace mesoscale::exporter
