#include "exporter/tables/marathon.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off

constexpr family app_families[] = {
    gauge("marathon_app_backoff_factor", "Factor by which the wait before a launch grows after each failure (/v2/apps apps[].backoffFactor)"),
    gauge("marathon_app_backoff_seconds", "First wait before an instance is launched again after a failure (/v2/apps apps[].backoffSeconds)"),
    gauge("marathon_app_cpus_limit_per_instance", "CPUs that one instance of the app may use at most; absent where unlimited (/v2/apps apps[].resourceLimits.cpus)"),
    gauge("marathon_app_cpus_per_instance", "CPUs of one instance of the app (/v2/apps apps[].cpus)"),
    gauge("marathon_app_deployments", "Deployments in flight that touch the app (/v2/apps apps[].deployments)"),
    gauge("marathon_app_disk_per_instance_bytes", "Disk space of one instance of the app (/v2/apps apps[].disk)"),
    gauge("marathon_app_gpus_per_instance", "GPUs of one instance of the app (/v2/apps apps[].gpus)"),
    gauge("marathon_app_info", "1, with the app's image, its role and those of its labels that are configured (/v2/apps apps[].labels)"),
    gauge("marathon_app_instances_desired", "Instances that the app is to have (/v2/apps apps[].instances)"),
    gauge("marathon_app_instances_health_unknown", "Running instances of the app that no health check has judged: running less healthy less unhealthy (/v2/apps apps[])"),
    gauge("marathon_app_instances_healthy", "Instances of the app whose health checks pass (/v2/apps apps[].tasksHealthy)"),
    gauge("marathon_app_instances_running", "Instances of the app that run (/v2/apps apps[].tasksRunning)"),
    gauge("marathon_app_instances_staged", "Instances of the app that are being started (/v2/apps apps[].tasksStaged)"),
    gauge("marathon_app_instances_unhealthy", "Instances of the app whose health checks fail (/v2/apps apps[].tasksUnhealthy)"),
    gauge("marathon_app_instances_unscheduled", "Desired instances of the app that are neither staged nor running, at least 0 (/v2/apps apps[])"),
    gauge("marathon_app_last_config_change_timestamp_seconds", "When the app was last changed other than scaled (/v2/apps apps[].versionInfo.lastConfigChangeAt)"),
    gauge("marathon_app_last_scaling_timestamp_seconds", "When the app was last scaled or changed (/v2/apps apps[].versionInfo.lastScalingAt)"),
    gauge("marathon_app_last_task_failure_timestamp_seconds", "When a task of the app last failed, with the state it ended in (/v2/apps apps[].lastTaskFailure)"),
    gauge("marathon_app_max_launch_delay_seconds", "Longest wait before an instance is launched again after failures (/v2/apps apps[].maxLaunchDelaySeconds)"),
    gauge("marathon_app_mem_limit_per_instance_bytes", "Memory that one instance of the app may use at most; absent where unlimited (/v2/apps apps[].resourceLimits.mem)"),
    gauge("marathon_app_mem_per_instance_bytes", "Memory of one instance of the app (/v2/apps apps[].mem)"),
    gauge("marathon_app_network_bandwidth_per_instance_bytes_per_second", "Network bandwidth that one instance of the app may use (/v2/apps apps[].networkBandwidth)"),
    gauge("marathon_app_readiness_checks", "Results of readiness checks while the app is deployed, by what they said (/v2/apps apps[].readinessCheckResults)"),
    gauge("marathon_app_suspended", "1 if the app is to have no instance, else 0 (/v2/apps apps[].instances)"),
    gauge("marathon_app_task_lifetime_mean_seconds", "Mean time that the running tasks of a group of versions have lived (/v2/apps apps[].taskStats)"),
    gauge("marathon_app_task_lifetime_median_seconds", "Median time that the running tasks of a group of versions have lived (/v2/apps apps[].taskStats)"),
    gauge("marathon_app_version_group_tasks_healthy", "Tasks of a group of versions whose health checks pass (/v2/apps apps[].taskStats)"),
    gauge("marathon_app_version_group_tasks_running", "Tasks of a group of versions that run (/v2/apps apps[].taskStats)"),
    gauge("marathon_app_version_group_tasks_staged", "Tasks of a group of versions that are being started (/v2/apps apps[].taskStats)"),
    gauge("marathon_app_version_group_tasks_unhealthy", "Tasks of a group of versions whose health checks fail (/v2/apps apps[].taskStats)"),
    gauge("marathon_app_version_timestamp_seconds", "The version of the app's definition, which is a time (/v2/apps apps[].version)"),
};

constexpr row app_rows[] = {
    {"backoffFactor", "marathon_app_backoff_factor", plain, sometimes, ""},
    {"backoffSeconds", "marathon_app_backoff_seconds", plain, sometimes, ""},
    {"container/docker/image", "marathon_app_info", plain, sometimes, "", "image"},
    {"cpus", "marathon_app_cpus_per_instance", plain, sometimes, ""},
    {"deployments", "marathon_app_deployments", plain, sometimes, ""},
    {"disk", "marathon_app_disk_per_instance_bytes", mebibytes, sometimes, ""},
    {"gpus", "marathon_app_gpus_per_instance", plain, sometimes, ""},
    {"health_unknown", "marathon_app_instances_health_unknown", plain, sometimes, ""},
    {"instances", "marathon_app_instances_desired", plain, sometimes, ""},
    {"labels", "marathon_app_info", plain, sometimes, "", "<label>"},
    {"lastTaskFailure/state", "marathon_app_last_task_failure_timestamp_seconds", plain, sometimes, "", "state"},
    {"lastTaskFailure/timestamp", "marathon_app_last_task_failure_timestamp_seconds", timestamp, sometimes, "", "state"},
    {"maxLaunchDelaySeconds", "marathon_app_max_launch_delay_seconds", plain, sometimes, ""},
    {"mem", "marathon_app_mem_per_instance_bytes", mebibytes, sometimes, ""},
    {"networkBandwidth", "marathon_app_network_bandwidth_per_instance_bytes_per_second", megabits, sometimes, ""},
    {"readinessCheckResults", "marathon_app_readiness_checks", plain, sometimes, "", "ready"},
    {"resourceLimits/cpus", "marathon_app_cpus_limit_per_instance", plain, sometimes, ""},
    {"resourceLimits/mem", "marathon_app_mem_limit_per_instance_bytes", mebibytes, sometimes, ""},
    {"role", "marathon_app_info", plain, sometimes, "", "role"},
    {"suspended", "marathon_app_suspended", plain, sometimes, ""},
    {"taskStats/<version_group>/stats/counts/healthy", "marathon_app_version_group_tasks_healthy", plain, sometimes, ""},
    {"taskStats/<version_group>/stats/counts/running", "marathon_app_version_group_tasks_running", plain, sometimes, ""},
    {"taskStats/<version_group>/stats/counts/staged", "marathon_app_version_group_tasks_staged", plain, sometimes, ""},
    {"taskStats/<version_group>/stats/counts/unhealthy", "marathon_app_version_group_tasks_unhealthy", plain, sometimes, ""},
    {"taskStats/<version_group>/stats/lifeTime/averageSeconds", "marathon_app_task_lifetime_mean_seconds", plain, sometimes, ""},
    {"taskStats/<version_group>/stats/lifeTime/medianSeconds", "marathon_app_task_lifetime_median_seconds", plain, sometimes, ""},
    {"tasksHealthy", "marathon_app_instances_healthy", plain, sometimes, ""},
    {"tasksRunning", "marathon_app_instances_running", plain, sometimes, ""},
    {"tasksStaged", "marathon_app_instances_staged", plain, sometimes, ""},
    {"tasksUnhealthy", "marathon_app_instances_unhealthy", plain, sometimes, ""},
    {"unscheduled", "marathon_app_instances_unscheduled", plain, sometimes, ""},
    {"version", "marathon_app_version_timestamp_seconds", timestamp, sometimes, ""},
    {"versionInfo/lastConfigChangeAt", "marathon_app_last_config_change_timestamp_seconds", timestamp, sometimes, ""},
    {"versionInfo/lastScalingAt", "marathon_app_last_scaling_timestamp_seconds", timestamp, sometimes, ""},
};

constexpr family deployment_families[] = {
    gauge("marathon_deployment_actions", "Actions of all steps of a deployment, by kind (/v2/deployments [].steps)"),
    gauge("marathon_deployment_affected_apps", "Apps that a deployment touches (/v2/deployments [].affectedApps)"),
    gauge("marathon_deployment_affected_pods", "Pods that a deployment touches (/v2/deployments [].affectedPods)"),
    gauge("marathon_deployment_app_info", "1 for each app that a deployment touches (/v2/deployments [].affectedApps)"),
    gauge("marathon_deployment_current_actions", "Actions of a deployment that are under way, by kind (/v2/deployments [].currentActions)"),
    gauge("marathon_deployment_current_step", "The step of a deployment that is under way, from 1 (/v2/deployments [].currentStep)"),
    gauge("marathon_deployment_pod_info", "1 for each pod that a deployment touches (/v2/deployments [].affectedPods)"),
    gauge("marathon_deployment_readiness_checks", "Results of readiness checks of the actions under way, by what they said (/v2/deployments [].currentActions)"),
    gauge("marathon_deployment_start_timestamp_seconds", "The version of a deployment, which is when it was asked for: time() less this is its age (/v2/deployments [].version)"),
    gauge("marathon_deployment_steps", "Steps of a deployment (/v2/deployments [].totalSteps)"),
    gauge("marathon_deployments", "Deployments in flight (/v2/deployments)"),
};

constexpr row deployment_rows[] = {
    {"[]", "marathon_deployments", plain, sometimes, ""},
    {"affectedApps", "marathon_deployment_affected_apps", plain, sometimes, "", "deployment"},
    {"affectedApps/[]", "marathon_deployment_app_info", plain, sometimes, "", "app,deployment"},
    {"affectedPods", "marathon_deployment_affected_pods", plain, sometimes, "", "deployment"},
    {"affectedPods/[]", "marathon_deployment_pod_info", plain, sometimes, "", "deployment,pod"},
    {"currentActions/[]/action", "marathon_deployment_current_actions", plain, sometimes, "", "action,deployment"},
    {"currentActions/[]/readinessCheckResults", "marathon_deployment_readiness_checks", plain, sometimes, "", "deployment,ready"},
    {"currentStep", "marathon_deployment_current_step", plain, sometimes, "", "deployment"},
    {"steps", "marathon_deployment_actions", plain, sometimes, "", "action,deployment"},
    {"totalSteps", "marathon_deployment_steps", plain, sometimes, "", "deployment"},
    {"version", "marathon_deployment_start_timestamp_seconds", timestamp, sometimes, "", "deployment"},
};

constexpr family queue_families[] = {
    gauge("marathon_queue_delay_seconds", "Time that the queue still waits before it launches an instance, after failures (/v2/queue queue[].delay.timeLeftSeconds)"),
    gauge("marathon_queue_instances", "Instances that wait to be launched; 0 for an app that is not queued (/v2/queue queue[].count)"),
    gauge("marathon_queue_last_offers_declined", "Of the last offers, those that were declined for the reason (/v2/queue queue[].processedOffersSummary.rejectSummaryLastOffers)"),
    gauge("marathon_queue_last_offers_processed", "Of the last offers, those that were checked for the reason (/v2/queue queue[].processedOffersSummary.rejectSummaryLastOffers)"),
    gauge("marathon_queue_last_unused_offer_timestamp_seconds", "When an offer was last not used for it (/v2/queue queue[].processedOffersSummary.lastUnusedOfferAt)"),
    gauge("marathon_queue_last_used_offer_timestamp_seconds", "When an offer was last used for it (/v2/queue queue[].processedOffersSummary.lastUsedOfferAt)"),
    counter("marathon_queue_launch_attempt_offers_declined_total", "Offers of this attempt to launch that were declined for the reason (/v2/queue queue[].processedOffersSummary.rejectSummaryLaunchAttempt)"),
    counter("marathon_queue_launch_attempt_offers_processed_total", "Offers of this attempt to launch that were checked for the reason (/v2/queue queue[].processedOffersSummary.rejectSummaryLaunchAttempt)"),
    counter("marathon_queue_offers_processed_total", "Offers looked at since it is queued (/v2/queue queue[].processedOffersSummary.processedOffersCount)"),
    counter("marathon_queue_offers_unused_total", "Offers looked at and not used since it is queued (/v2/queue queue[].processedOffersSummary.unusedOffersCount)"),
    gauge("marathon_queue_overdue", "1 if it could be launched and waits for an offer, else 0 (/v2/queue queue[].delay.overdue)"),
    gauge("marathon_queue_since_timestamp_seconds", "Since when it is queued: time() less this is how long it waits (/v2/queue queue[].since)"),
};

constexpr row queue_rows[] = {
    {"count", "marathon_queue_instances", plain, sometimes, "", "app"},
    {"delay/overdue", "marathon_queue_overdue", truth, sometimes, "", "app"},
    {"delay/timeLeftSeconds", "marathon_queue_delay_seconds", plain, sometimes, "", "app"},
    {"processedOffersSummary/lastUnusedOfferAt", "marathon_queue_last_unused_offer_timestamp_seconds", timestamp, sometimes, "", "app"},
    {"processedOffersSummary/lastUsedOfferAt", "marathon_queue_last_used_offer_timestamp_seconds", timestamp, sometimes, "", "app"},
    {"processedOffersSummary/processedOffersCount", "marathon_queue_offers_processed_total", plain, sometimes, "", "app"},
    {"processedOffersSummary/rejectSummaryLastOffers/[]/declined", "marathon_queue_last_offers_declined", plain, sometimes, "", "app,reason"},
    {"processedOffersSummary/rejectSummaryLastOffers/[]/processed", "marathon_queue_last_offers_processed", plain, sometimes, "", "app,reason"},
    {"processedOffersSummary/rejectSummaryLaunchAttempt/[]/declined", "marathon_queue_launch_attempt_offers_declined_total", plain, sometimes, "", "app,reason"},
    {"processedOffersSummary/rejectSummaryLaunchAttempt/[]/processed", "marathon_queue_launch_attempt_offers_processed_total", plain, sometimes, "", "app,reason"},
    {"processedOffersSummary/unusedOffersCount", "marathon_queue_offers_unused_total", plain, sometimes, "", "app"},
    {"since", "marathon_queue_since_timestamp_seconds", timestamp, sometimes, "", "app"},
};

constexpr family task_families[] = {
    gauge("marathon_app_health_check_failures_max", "The most consecutive failures of a health check of a task of the app (/v2/tasks tasks[].healthCheckResults[].consecutiveFailures)"),
    gauge("marathon_app_health_checks", "Health checks of the app's tasks, by what they last said (/v2/tasks tasks[].healthCheckResults[].alive)"),
    gauge("marathon_app_oldest_staged_task_timestamp_seconds", "Since when the longest staged task of the app is being started (/v2/tasks tasks[].stagedAt)"),
    gauge("marathon_host_tasks", "Tasks on a host (/v2/tasks tasks[].host)"),
    gauge("marathon_tasks", "Tasks by state; a Marathon that tells no state has staging and running ones (/v2/tasks tasks[].state)"),
};

constexpr row task_rows[] = {
    {"healthCheckResults/[]/alive", "marathon_app_health_checks", plain, sometimes, "", "alive,app"},
    {"healthCheckResults/[]/consecutiveFailures", "marathon_app_health_check_failures_max", plain, sometimes, "", "app"},
    {"host", "marathon_host_tasks", plain, sometimes, "", "host"},
    {"stagedAt", "marathon_app_oldest_staged_task_timestamp_seconds", timestamp, sometimes, "", "app"},
    {"state", "marathon_tasks", plain, sometimes, "", "state"},
};

constexpr family pod_families[] = {
    gauge("marathon_pod_containers", "Containers of the pod's instances, by state (/v2/pods::status [].instances[].containers[].status)"),
    gauge("marathon_pod_cpus", "CPUs of all instances of the pod (/v2/pods::status [].instances[].resources.cpus)"),
    gauge("marathon_pod_disk_bytes", "Disk space of all instances of the pod (/v2/pods::status [].instances[].resources.disk)"),
    gauge("marathon_pod_gpus", "GPUs of all instances of the pod (/v2/pods::status [].instances[].resources.gpus)"),
    gauge("marathon_pod_instances", "Instances of the pod, by state (/v2/pods::status [].instances[].status)"),
    gauge("marathon_pod_instances_desired", "Instances that the pod is to have (/v2/pods::status [].spec.scaling.instances)"),
    gauge("marathon_pod_last_change_timestamp_seconds", "When the pod's status last changed (/v2/pods::status [].lastChanged)"),
    gauge("marathon_pod_last_termination_timestamp_seconds", "When an instance of the pod last ended (/v2/pods::status [].terminationHistory[].terminatedAt)"),
    gauge("marathon_pod_mem_bytes", "Memory of all instances of the pod (/v2/pods::status [].instances[].resources.mem)"),
    gauge("marathon_pod_state", "1 for the state that the pod is in (/v2/pods::status [].status)"),
    gauge("marathon_pod_state_since_timestamp_seconds", "Since when the pod is in its state (/v2/pods::status [].statusSince)"),
    gauge("marathon_pods", "Pods (/v2/pods::status)"),
};

constexpr row pod_rows[] = {
    {"[]", "marathon_pods", plain, sometimes, ""},
    {"instances/[]/containers/[]/status", "marathon_pod_containers", plain, sometimes, "", "pod,state"},
    {"instances/[]/resources/cpus", "marathon_pod_cpus", plain, sometimes, "", "pod"},
    {"instances/[]/resources/disk", "marathon_pod_disk_bytes", mebibytes, sometimes, "", "pod"},
    {"instances/[]/resources/gpus", "marathon_pod_gpus", plain, sometimes, "", "pod"},
    {"instances/[]/resources/mem", "marathon_pod_mem_bytes", mebibytes, sometimes, "", "pod"},
    {"instances/[]/status", "marathon_pod_instances", plain, sometimes, "", "pod,state"},
    {"lastChanged", "marathon_pod_last_change_timestamp_seconds", timestamp, sometimes, "", "pod"},
    {"spec/scaling/instances", "marathon_pod_instances_desired", plain, sometimes, "", "pod"},
    {"status", "marathon_pod_state", plain, sometimes, "", "pod,state"},
    {"statusSince", "marathon_pod_state_since_timestamp_seconds", timestamp, sometimes, "", "pod"},
    {"terminationHistory/[]/terminatedAt", "marathon_pod_last_termination_timestamp_seconds", timestamp, sometimes, "", "pod"},
};

constexpr family group_families[] = {
    gauge("marathon_group_apps", "Apps right below the group (/v2/groups apps)"),
    gauge("marathon_group_pods", "Pods right below the group (/v2/groups pods)"),
    gauge("marathon_group_tree_depth", "Levels of groups below the root, which has none (/v2/groups groups)"),
    gauge("marathon_group_version_timestamp_seconds", "The version of the group, which is when it was last changed (/v2/groups version)"),
    gauge("marathon_groups", "Groups, with the root (/v2/groups groups)"),
};

constexpr row group_rows[] = {
    {"apps", "marathon_group_apps", plain, sometimes, "", "group"},
    {"depth", "marathon_group_tree_depth", plain, sometimes, ""},
    {"groups", "marathon_groups", plain, sometimes, ""},
    {"pods", "marathon_group_pods", plain, sometimes, "", "group"},
    {"version", "marathon_group_version_timestamp_seconds", timestamp, sometimes, "", "group"},
};

constexpr family info_families[] = {
    gauge("marathon_config_decline_offer_duration_seconds", "Time for which an offer is declined (/v2/info marathon_config.decline_offer_duration)"),
    gauge("marathon_config_failover_timeout_seconds", "Time after which Mesos kills the tasks of a Marathon that is gone (/v2/info marathon_config.failover_timeout)"),
    gauge("marathon_config_max_instances_per_offer", "Instances that are launched on one offer at most (/v2/info marathon_config.max_instances_per_offer)"),
    gauge("marathon_config_reconciliation_interval_seconds", "Time between two reconciliations of tasks with Mesos (/v2/info marathon_config.reconciliation_interval)"),
    gauge("marathon_config_scale_apps_interval_seconds", "Time between two looks whether apps have their instances (/v2/info marathon_config.scale_apps_interval)"),
    gauge("marathon_config_task_launch_confirm_timeout_seconds", "Time in which a launched task must be confirmed (/v2/info marathon_config.task_launch_confirm_timeout)"),
    gauge("marathon_config_task_launch_timeout_seconds", "Time in which a launched task must run (/v2/info marathon_config.task_launch_timeout)"),
    gauge("marathon_config_task_lost_expunge_interval_seconds", "Time between two clean-ups of lost tasks (/v2/info marathon_config.task_lost_expunge_interval)"),
    gauge("marathon_config_task_reservation_timeout_seconds", "Time that a reservation waits for its task (/v2/info marathon_config.task_reservation_timeout)"),
    gauge("marathon_elected", "1 if the Marathon that answered leads, else 0 (/v2/info elected)"),
    gauge("marathon_info", "1, with version, name and the id of the framework (/v2/info)"),
};

constexpr row info_rows[] = {
    {"buildref", "marathon_info", plain, sometimes, "", "buildref"},
    {"elected", "marathon_elected", truth, sometimes, ""},
    {"frameworkId", "marathon_info", plain, sometimes, "", "framework_id"},
    {"marathon_config/decline_offer_duration", "marathon_config_decline_offer_duration_seconds", milliseconds, sometimes, ""},
    {"marathon_config/failover_timeout", "marathon_config_failover_timeout_seconds", plain, sometimes, ""},
    {"marathon_config/max_instances_per_offer", "marathon_config_max_instances_per_offer", plain, sometimes, ""},
    {"marathon_config/reconciliation_interval", "marathon_config_reconciliation_interval_seconds", milliseconds, sometimes, ""},
    {"marathon_config/scale_apps_interval", "marathon_config_scale_apps_interval_seconds", milliseconds, sometimes, ""},
    {"marathon_config/task_launch_confirm_timeout", "marathon_config_task_launch_confirm_timeout_seconds", milliseconds, sometimes, ""},
    {"marathon_config/task_launch_timeout", "marathon_config_task_launch_timeout_seconds", milliseconds, sometimes, ""},
    {"marathon_config/task_lost_expunge_interval", "marathon_config_task_lost_expunge_interval_seconds", milliseconds, sometimes, ""},
    {"marathon_config/task_reservation_timeout", "marathon_config_task_reservation_timeout_seconds", milliseconds, sometimes, ""},
    {"name", "marathon_info", plain, sometimes, "", "name"},
    {"version", "marathon_info", plain, sometimes, "", "version"},
};

constexpr family leader_families[] = {
    gauge("marathon_leader_info", "1, with the address of the leader (/v2/leader leader)"),
    gauge("marathon_leader_known", "1 if there is a leader, else 0 (/v2/leader)"),
};

constexpr row leader_rows[] = {
    {"known", "marathon_leader_known", plain, sometimes, ""},
    {"leader", "marathon_leader_info", plain, sometimes, "", "leader"},
};

// clang-format on

}  // namespace

const metric_table& marathon_app_table() {
  static constexpr metric_table table = make_table<app_families, app_rows>("app");
  return table;
}

const metric_table& marathon_deployment_table() {
  static constexpr metric_table table = make_table<deployment_families, deployment_rows>();
  return table;
}

const metric_table& marathon_queue_table() {
  static constexpr metric_table table = make_table<queue_families, queue_rows>();
  return table;
}

const metric_table& marathon_task_table() {
  static constexpr metric_table table = make_table<task_families, task_rows>();
  return table;
}

const metric_table& marathon_pod_table() {
  static constexpr metric_table table = make_table<pod_families, pod_rows>();
  return table;
}

const metric_table& marathon_group_table() {
  static constexpr metric_table table = make_table<group_families, group_rows>();
  return table;
}

const metric_table& marathon_info_table() {
  static constexpr metric_table table = make_table<info_families, info_rows>();
  return table;
}

const metric_table& marathon_leader_table() {
  static constexpr metric_table table = make_table<leader_families, leader_rows>();
  return table;
}

}  // namespace mesoscale::exporter
