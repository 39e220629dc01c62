#include "simulator/era_tables.hpp"

namespace mesoscale::simulator {

std::span<const std::string_view> old_master_keys() {
  static constexpr std::string_view all[] = {
      "master/cpus_percent",
      "master/cpus_total",
      "master/cpus_used",
      "master/disk_percent",
      "master/disk_total",
      "master/disk_used",
      "master/dropped_messages",
      "master/elected",
      "master/event_queue_dispatches",
      "master/event_queue_http_requests",
      "master/event_queue_messages",
      "master/frameworks_active",
      "master/frameworks_connected",
      "master/frameworks_disconnected",
      "master/frameworks_inactive",
      "master/invalid_framework_to_executor_messages",
      "master/invalid_status_update_acknowledgements",
      "master/invalid_status_updates",
      "master/mem_percent",
      "master/mem_total",
      "master/mem_used",
      "master/messages_authenticate",
      "master/messages_deactivate_framework",
      "master/messages_exited_executor",
      "master/messages_framework_to_executor",
      "master/messages_kill_task",
      "master/messages_launch_tasks",
      "master/messages_reconcile_tasks",
      "master/messages_register_framework",
      "master/messages_register_slave",
      "master/messages_reregister_framework",
      "master/messages_reregister_slave",
      "master/messages_resource_request",
      "master/messages_revive_offers",
      "master/messages_status_update",
      "master/messages_status_update_acknowledgement",
      "master/messages_unregister_framework",
      "master/messages_unregister_slave",
      "master/outstanding_offers",
      "master/recovery_slave_removals",
      "master/slave_registrations",
      "master/slave_removals",
      "master/slave_reregistrations",
      "master/slaves_active",
      "master/slaves_connected",
      "master/slaves_disconnected",
      "master/slaves_inactive",
      "master/tasks_failed",
      "master/tasks_finished",
      "master/tasks_killed",
      "master/tasks_lost",
      "master/tasks_running",
      "master/tasks_staging",
      "master/tasks_starting",
      "master/uptime_secs",
      "master/valid_framework_to_executor_messages",
      "master/valid_status_update_acknowledgements",
      "master/valid_status_updates",
      "registrar/queued_operations",
      "registrar/registry_size_bytes",
      "registrar/state_fetch_ms",
      "registrar/state_store_ms",
      "registrar/state_store_ms/count",
      "registrar/state_store_ms/max",
      "registrar/state_store_ms/min",
      "registrar/state_store_ms/p50",
      "registrar/state_store_ms/p90",
      "registrar/state_store_ms/p95",
      "registrar/state_store_ms/p99",
      "registrar/state_store_ms/p999",
      "registrar/state_store_ms/p9999",
      "system/cpus_total",
      "system/load_15min",
      "system/load_1min",
      "system/load_5min",
      "system/mem_free_bytes",
      "system/mem_total_bytes",
  };
  return all;
}

std::span<const std::string_view> old_agent_keys() {
  static constexpr std::string_view all[] = {
      "slave/cpus_percent",
      "slave/cpus_total",
      "slave/cpus_used",
      "slave/disk_percent",
      "slave/disk_total",
      "slave/disk_used",
      "slave/executors_registering",
      "slave/executors_running",
      "slave/executors_terminated",
      "slave/executors_terminating",
      "slave/frameworks_active",
      "slave/invalid_framework_messages",
      "slave/invalid_status_updates",
      "slave/mem_percent",
      "slave/mem_total",
      "slave/mem_used",
      "slave/recovery_errors",
      "slave/registered",
      "slave/tasks_failed",
      "slave/tasks_finished",
      "slave/tasks_killed",
      "slave/tasks_lost",
      "slave/tasks_running",
      "slave/tasks_staging",
      "slave/tasks_starting",
      "slave/uptime_secs",
      "slave/valid_framework_messages",
      "slave/valid_status_updates",
      "system/cpus_total",
      "system/load_15min",
      "system/load_1min",
      "system/load_5min",
      "system/mem_free_bytes",
      "system/mem_total_bytes",
  };
  return all;
}

std::span<const std::string_view> old_statistics() {
  static constexpr std::string_view all[] = {
      "cpus_limit",      "cpus_system_time_secs", "cpus_user_time_secs", "mem_anon_bytes", "mem_file_bytes",
      "mem_limit_bytes", "mem_mapped_file_bytes", "mem_rss_bytes",       "timestamp",
  };
  return all;
}

std::span<const std::string_view> old_agent_members() {
  static constexpr std::string_view all[] = {
      "active", "attributes", "hostname", "id", "pid", "registered_time", "resources",
  };
  return all;
}

std::span<const std::string_view> old_framework_members() {
  static constexpr std::string_view all[] = {
      "active",
      "checkpoint",
      "completed_tasks",
      "executors",
      "failover_timeout",
      "hostname",
      "id",
      "name",
      "offered_resources",
      "offers",
      "registered_time",
      "resources",
      "role",
      "tasks",
      "unregistered_time",
      "used_resources",
      "user",
      "webui_url",
  };
  return all;
}

std::span<const std::string_view> old_task_members() {
  static constexpr std::string_view all[] = {
      "executor_id", "framework_id", "id", "labels", "name", "resources", "slave_id", "state", "statuses",
  };
  return all;
}

std::span<const std::string_view> old_role_members() {
  static constexpr std::string_view all[] = {
      "frameworks",
      "name",
      "resources",
      "weight",
  };
  return all;
}

std::span<const std::string_view> old_app_members() {
  static constexpr std::string_view all[] = {
      "args",
      "backoffFactor",
      "backoffSeconds",
      "cmd",
      "constraints",
      "container",
      "cpus",
      "dependencies",
      "deployments",
      "disk",
      "env",
      "executor",
      "healthChecks",
      "id",
      "instances",
      "labels",
      "maxLaunchDelaySeconds",
      "mem",
      "ports",
      "requirePorts",
      "storeUrls",
      "tasks",
      "tasksHealthy",
      "tasksRunning",
      "tasksStaged",
      "tasksUnhealthy",
      "upgradeStrategy",
      "uris",
      "user",
      "version",
  };
  return all;
}

std::span<const std::string_view> old_marathon_task_members() {
  static constexpr std::string_view all[] = {
      "appId",        "healthCheckResults", "host",      "id",      "ports",
      "servicePorts", "stagedAt",           "startedAt", "version",
  };
  return all;
}

std::span<const std::string_view> old_deployment_members() {
  static constexpr std::string_view all[] = {
      "affectedApps", "currentActions", "currentStep", "id", "steps", "totalSteps", "version",
  };
  return all;
}

std::span<const std::string_view> old_queue_members() {
  static constexpr std::string_view all[] = {
      "app",
      "count",
      "delay",
  };
  return all;
}

std::span<const std::string_view> old_group_members() {
  static constexpr std::string_view all[] = {
      "apps", "dependencies", "groups", "id", "version",
  };
  return all;
}

std::span<const std::string_view> old_info_members() {
  static constexpr std::string_view all[] = {
      "event_subscriber", "frameworkId", "http_config", "leader",
      "marathon_config",  "name",        "version",     "zookeeper_config",
  };
  return all;
}

}  // namespace mesoscale::simulator
