#include "exporter/tables/compat_mesos.hpp"

#include "exporter/tables/compat_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace compat_words;
using enum source_unit;
using enum presence;

namespace master {

// clang-format off
constexpr family families[] = {
    old_gauge("mesos_master_allocation_run_latency_ms", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/allocation_run_latency_ms and 8 more)"),
    old_counter("mesos_master_allocation_run_latency_ms_count", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/allocation_run_latency_ms/count)"),
    old_gauge("mesos_master_allocation_run_ms", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/allocation_run_ms and 8 more)"),
    old_gauge("mesos_master_allocation_run_ms_count", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/allocation_runs - 0)"),
    old_counter("mesos_master_allocation_runs", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/allocation_runs)"),
    old_gauge("mesos_master_allocator_offer_filters_active", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/offer_filters/roles/<role>/active)"),
    old_gauge("mesos_master_allocator_resources_cpus", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/resources/cpus/total and 1 more)"),
    old_gauge("mesos_master_allocator_resources_disk", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/resources/disk/total and 1 more)"),
    old_gauge("mesos_master_allocator_resources_mem", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/resources/mem/total and 1 more)"),
    old_gauge("mesos_master_allocator_role_quota_guarantee", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/quota/roles/<role>/resources/<resource>/guarantee)"),
    old_gauge("mesos_master_allocator_role_quota_offered_or_allocated", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/quota/roles/<role>/resources/<resource>/offered_or_allocated)"),
    old_gauge("mesos_master_allocator_role_shares_dominant", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/roles/<role>/shares/dominant)"),
    old_gauge("mesos_master_cpus", "As mesos_exporter named it (/metrics/snapshot: master/cpus_percent and 3 more)"),
    old_gauge("mesos_master_cpus_revocable", "As mesos_exporter named it (/metrics/snapshot: master/cpus_revocable_percent and 3 more)"),
    old_gauge("mesos_master_disk", "As mesos_exporter named it (/metrics/snapshot: master/disk_percent and 3 more)"),
    old_gauge("mesos_master_disk_revocable", "As mesos_exporter named it (/metrics/snapshot: master/disk_revocable_percent and 3 more)"),
    old_gauge("mesos_master_event_queue_dispatches", "As mesos_exporter named it (/metrics/snapshot: allocator/mesos/event_queue_dispatches)"),
    old_gauge("mesos_master_event_queue_length", "As mesos_exporter named it (/metrics/snapshot: master/event_queue_messages and 2 more)"),
    old_counter("mesos_master_frameworks_messages", "As mesos_exporter named it (/metrics/snapshot: frameworks/<principal>/messages_processed and 1 more)"),
    old_gauge("mesos_master_frameworks_state", "As mesos_exporter named it (/metrics/snapshot: master/frameworks_active and 2 more)"),
    old_gauge("mesos_master_gpus", "As mesos_exporter named it (/metrics/snapshot: master/gpus_percent and 3 more)"),
    old_gauge("mesos_master_gpus_revocable", "As mesos_exporter named it (/metrics/snapshot: master/gpus_revocable_percent and 3 more)"),
    old_gauge("mesos_master_mem", "As mesos_exporter named it (/metrics/snapshot: master/mem_percent and 3 more)"),
    old_gauge("mesos_master_mem_revocable", "As mesos_exporter named it (/metrics/snapshot: master/mem_revocable_percent and 3 more)"),
    old_counter("mesos_master_messages", "As mesos_exporter named it (/metrics/snapshot: master/dropped_messages and 21 more)"),
    old_counter("mesos_master_messages_outcomes_total", "As mesos_exporter named it (/metrics/snapshot: master/valid_framework_to_executor_messages and 7 more)"),
    old_gauge("mesos_master_offers_pending", "As mesos_exporter named it (/metrics/snapshot: master/outstanding_offers)"),
    old_counter("mesos_master_recovery_slave_removal_events_total", "As mesos_exporter named it (/metrics/snapshot: master/recovery_slave_removals)"),
    old_counter("mesos_master_slave_registration_events_total", "As mesos_exporter named it (/metrics/snapshot: master/slave_registrations and 1 more)"),
    old_counter("mesos_master_slave_removal_events_reasons", "As mesos_exporter named it (/metrics/snapshot: master/slave_removals/reason_<reason>)"),
    old_counter("mesos_master_slave_removal_events_total", "As mesos_exporter named it (/metrics/snapshot: master/slave_shutdowns_scheduled and 3 more)"),
    old_counter("mesos_master_slave_unreachable_events_total", "As mesos_exporter named it (/metrics/snapshot: master/slave_unreachable_canceled and 2 more)"),
    old_gauge("mesos_master_slaves_state", "As mesos_exporter named it (/metrics/snapshot: master/slaves_active and 3 more)"),
    old_counter("mesos_master_task_state_counts_by_source_reason", "As mesos_exporter named it (/metrics/snapshot: master/task_<state>/source_<source>/reason_<reason>)"),
    old_gauge("mesos_master_task_states_current", "As mesos_exporter named it (/metrics/snapshot: master/tasks_killing and 4 more)"),
    old_counter("mesos_master_task_states_exit_total", "As mesos_exporter named it (/metrics/snapshot: master/tasks_dropped and 7 more)"),
    old_gauge("mesos_overlay_log_ensemble_size", "As mesos_exporter named it (/metrics/snapshot: overlay/log/ensemble_size)"),
    old_gauge("mesos_overlay_log_recovered", "As mesos_exporter named it (/metrics/snapshot: overlay/log/recovered)"),
    old_gauge("mesos_registrar_log_ensemble_size", "As mesos_exporter named it (/metrics/snapshot: registrar/log/ensemble_size)"),
    old_gauge("mesos_registrar_log_recovered", "As mesos_exporter named it (/metrics/snapshot: registrar/log/recovered)"),
    old_gauge("mesos_registrar_queued_operations", "As mesos_exporter named it (/metrics/snapshot: registrar/queued_operations)"),
    old_gauge("mesos_registrar_registry_size_bytes", "As mesos_exporter named it (/metrics/snapshot: registrar/registry_size_bytes)"),
    old_gauge("mesos_registrar_state_fetch_ms", "As mesos_exporter named it (/metrics/snapshot: registrar/state_fetch_ms)"),
    old_gauge("mesos_registrar_state_store_ms", "As mesos_exporter named it (/metrics/snapshot: registrar/state_store_ms and 8 more)"),
};

constexpr row rows[] = {
    {"allocator/mesos/allocation_run_latency_ms", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=mean"},
    {"allocator/mesos/allocation_run_latency_ms/count", "mesos_master_allocation_run_latency_ms_count", plain, sometimes, "event=allocation"},
    {"allocator/mesos/allocation_run_latency_ms/max", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=max"},
    {"allocator/mesos/allocation_run_latency_ms/min", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=min"},
    {"allocator/mesos/allocation_run_latency_ms/p50", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=p50"},
    {"allocator/mesos/allocation_run_latency_ms/p90", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=p90"},
    {"allocator/mesos/allocation_run_latency_ms/p95", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=p95"},
    {"allocator/mesos/allocation_run_latency_ms/p99", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=p99"},
    {"allocator/mesos/allocation_run_latency_ms/p999", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=p999"},
    {"allocator/mesos/allocation_run_latency_ms/p9999", "mesos_master_allocation_run_latency_ms", plain, sometimes, "type=p9999"},
    {"allocator/mesos/allocation_run_ms", "mesos_master_allocation_run_ms", plain, sometimes, "type=mean"},
    {"allocator/mesos/allocation_run_ms/max", "mesos_master_allocation_run_ms", plain, sometimes, "type=max"},
    {"allocator/mesos/allocation_run_ms/min", "mesos_master_allocation_run_ms", plain, sometimes, "type=min"},
    {"allocator/mesos/allocation_run_ms/p50", "mesos_master_allocation_run_ms", plain, sometimes, "type=p50"},
    {"allocator/mesos/allocation_run_ms/p90", "mesos_master_allocation_run_ms", plain, sometimes, "type=p90"},
    {"allocator/mesos/allocation_run_ms/p95", "mesos_master_allocation_run_ms", plain, sometimes, "type=p95"},
    {"allocator/mesos/allocation_run_ms/p99", "mesos_master_allocation_run_ms", plain, sometimes, "type=p99"},
    {"allocator/mesos/allocation_run_ms/p999", "mesos_master_allocation_run_ms", plain, sometimes, "type=p999"},
    {"allocator/mesos/allocation_run_ms/p9999", "mesos_master_allocation_run_ms", plain, sometimes, "type=p9999"},
    {"allocator/mesos/allocation_runs", "mesos_master_allocation_runs", plain, sometimes, "event=allocation"},
    {"allocator/mesos/allocation_runs - 0", "mesos_master_allocation_run_ms_count", plain, sometimes, ""},
    {"allocator/mesos/event_queue_dispatches", "mesos_master_event_queue_dispatches", plain, sometimes, ""},
    {"allocator/mesos/offer_filters/roles/<role>/active", "mesos_master_allocator_offer_filters_active", plain, sometimes, ""},
    {"allocator/mesos/quota/roles/<role>/resources/<resource>/guarantee", "mesos_master_allocator_role_quota_guarantee", plain, sometimes, ""},
    {"allocator/mesos/quota/roles/<role>/resources/<resource>/offered_or_allocated", "mesos_master_allocator_role_quota_offered_or_allocated", plain, sometimes, ""},
    {"allocator/mesos/resources/cpus/offered_or_allocated", "mesos_master_allocator_resources_cpus", plain, sometimes, "type=offered_or_allocated"},
    {"allocator/mesos/resources/cpus/total", "mesos_master_allocator_resources_cpus", plain, sometimes, "type=total"},
    {"allocator/mesos/resources/disk/offered_or_allocated", "mesos_master_allocator_resources_disk", plain, sometimes, "type=offered_or_allocated"},
    {"allocator/mesos/resources/disk/total", "mesos_master_allocator_resources_disk", plain, sometimes, "type=total"},
    {"allocator/mesos/resources/mem/offered_or_allocated", "mesos_master_allocator_resources_mem", plain, sometimes, "type=offered_or_allocated"},
    {"allocator/mesos/resources/mem/total", "mesos_master_allocator_resources_mem", plain, sometimes, "type=total"},
    {"allocator/mesos/roles/<role>/shares/dominant", "mesos_master_allocator_role_shares_dominant", plain, sometimes, ""},
    {"frameworks/<principal>/messages_processed", "mesos_master_frameworks_messages", plain, sometimes, "type=processed"},
    {"frameworks/<principal>/messages_received", "mesos_master_frameworks_messages", plain, sometimes, "type=received"},
    {"master/cpus_percent", "mesos_master_cpus", plain, sometimes, "type=percent"},
    {"master/cpus_revocable_percent", "mesos_master_cpus_revocable", plain, sometimes, "type=percent"},
    {"master/cpus_revocable_total", "mesos_master_cpus_revocable", plain, sometimes, "type=total"},
    {"master/cpus_revocable_total - master/cpus_revocable_used", "mesos_master_cpus_revocable", plain, sometimes, "type=free"},
    {"master/cpus_revocable_used", "mesos_master_cpus_revocable", plain, sometimes, "type=used"},
    {"master/cpus_total", "mesos_master_cpus", plain, sometimes, "type=total"},
    {"master/cpus_total - master/cpus_used", "mesos_master_cpus", plain, sometimes, "type=free"},
    {"master/cpus_used", "mesos_master_cpus", plain, sometimes, "type=used"},
    {"master/disk_percent", "mesos_master_disk", plain, sometimes, "type=percent"},
    {"master/disk_revocable_percent", "mesos_master_disk_revocable", plain, sometimes, "type=percent"},
    {"master/disk_revocable_total", "mesos_master_disk_revocable", plain, sometimes, "type=total"},
    {"master/disk_revocable_total - master/disk_revocable_used", "mesos_master_disk_revocable", plain, sometimes, "type=free"},
    {"master/disk_revocable_used", "mesos_master_disk_revocable", plain, sometimes, "type=used"},
    {"master/disk_total", "mesos_master_disk", plain, sometimes, "type=total"},
    {"master/disk_total - master/disk_used", "mesos_master_disk", plain, sometimes, "type=free"},
    {"master/disk_used", "mesos_master_disk", plain, sometimes, "type=used"},
    {"master/dropped_messages", "mesos_master_messages", plain, sometimes, "type=dropped_messages"},
    {"master/event_queue_dispatches", "mesos_master_event_queue_length", plain, sometimes, "type=dispatches"},
    {"master/event_queue_http_requests", "mesos_master_event_queue_length", plain, sometimes, "type=http_request"},
    {"master/event_queue_messages", "mesos_master_event_queue_length", plain, sometimes, "type=message"},
    {"master/frameworks_active", "mesos_master_frameworks_state", plain, sometimes, "state=connected_active"},
    {"master/frameworks_disconnected", "mesos_master_frameworks_state", plain, sometimes, "state=disconnected_inactive"},
    {"master/frameworks_inactive", "mesos_master_frameworks_state", plain, sometimes, "state=connected_inactive"},
    {"master/gpus_percent", "mesos_master_gpus", plain, sometimes, "type=percent"},
    {"master/gpus_revocable_percent", "mesos_master_gpus_revocable", plain, sometimes, "type=percent"},
    {"master/gpus_revocable_total", "mesos_master_gpus_revocable", plain, sometimes, "type=total"},
    {"master/gpus_revocable_total - master/gpus_revocable_used", "mesos_master_gpus_revocable", plain, sometimes, "type=free"},
    {"master/gpus_revocable_used", "mesos_master_gpus_revocable", plain, sometimes, "type=used"},
    {"master/gpus_total", "mesos_master_gpus", plain, sometimes, "type=total"},
    {"master/gpus_total - master/gpus_used", "mesos_master_gpus", plain, sometimes, "type=free"},
    {"master/gpus_used", "mesos_master_gpus", plain, sometimes, "type=used"},
    {"master/invalid_executor_to_framework_messages", "mesos_master_messages_outcomes_total", plain, sometimes, "source=executor,destination=framework,type=,outcome=invalid"},
    {"master/invalid_framework_to_executor_messages", "mesos_master_messages_outcomes_total", plain, sometimes, "source=framework,destination=executor,type=,outcome=invalid"},
    {"master/invalid_status_update_acknowledgements", "mesos_master_messages_outcomes_total", plain, sometimes, "source=framework,destination=slave,type=status_update,outcome=invalid"},
    {"master/invalid_status_updates", "mesos_master_messages_outcomes_total", plain, sometimes, "source=slave,destination=framework,type=status_update,outcome=invalid"},
    {"master/mem_percent", "mesos_master_mem", plain, sometimes, "type=percent"},
    {"master/mem_revocable_percent", "mesos_master_mem_revocable", plain, sometimes, "type=percent"},
    {"master/mem_revocable_total", "mesos_master_mem_revocable", plain, sometimes, "type=total"},
    {"master/mem_revocable_total - master/mem_revocable_used", "mesos_master_mem_revocable", plain, sometimes, "type=free"},
    {"master/mem_revocable_used", "mesos_master_mem_revocable", plain, sometimes, "type=used"},
    {"master/mem_total", "mesos_master_mem", plain, sometimes, "type=total"},
    {"master/mem_total - master/mem_used", "mesos_master_mem", plain, sometimes, "type=free"},
    {"master/mem_used", "mesos_master_mem", plain, sometimes, "type=used"},
    {"master/messages_authenticate", "mesos_master_messages", plain, sometimes, "type=authenticate_messages"},
    {"master/messages_deactivate_framework", "mesos_master_messages", plain, sometimes, "type=deactivate_framework"},
    {"master/messages_decline_offers", "mesos_master_messages", plain, sometimes, "type=decline_offers"},
    {"master/messages_executor_to_framework", "mesos_master_messages", plain, sometimes, "type=executor_to_framework"},
    {"master/messages_exited_executor", "mesos_master_messages", plain, sometimes, "type=exited_executor"},
    {"master/messages_framework_to_executor", "mesos_master_messages", plain, sometimes, "type=framework_to_executor"},
    {"master/messages_kill_task", "mesos_master_messages", plain, sometimes, "type=kill_task"},
    {"master/messages_launch_tasks", "mesos_master_messages", plain, sometimes, "type=launch_tasks"},
    {"master/messages_reconcile_tasks", "mesos_master_messages", plain, sometimes, "type=reconcile_tasks"},
    {"master/messages_register_framework", "mesos_master_messages", plain, sometimes, "type=register_framework"},
    {"master/messages_register_slave", "mesos_master_messages", plain, sometimes, "type=register_slave"},
    {"master/messages_reregister_framework", "mesos_master_messages", plain, sometimes, "type=reregister_framework"},
    {"master/messages_reregister_slave", "mesos_master_messages", plain, sometimes, "type=reregister_slave"},
    {"master/messages_resource_request", "mesos_master_messages", plain, sometimes, "type=resource_request"},
    {"master/messages_revive_offers", "mesos_master_messages", plain, sometimes, "type=revive_offers"},
    {"master/messages_status_update", "mesos_master_messages", plain, sometimes, "type=status_update"},
    {"master/messages_status_update_acknowledgement", "mesos_master_messages", plain, sometimes, "type=status_update_acknowledgement"},
    {"master/messages_suppress_offers", "mesos_master_messages", plain, sometimes, "type=suppress_offers"},
    {"master/messages_unregister_framework", "mesos_master_messages", plain, sometimes, "type=unregister_framework"},
    {"master/messages_unregister_slave", "mesos_master_messages", plain, sometimes, "type=unregister_slave"},
    {"master/messages_update_slave", "mesos_master_messages", plain, sometimes, "type=update_slave"},
    {"master/outstanding_offers", "mesos_master_offers_pending", plain, sometimes, ""},
    {"master/recovery_slave_removals", "mesos_master_recovery_slave_removal_events_total", plain, sometimes, "event=removal"},
    {"master/slave_registrations", "mesos_master_slave_registration_events_total", plain, sometimes, "event=register"},
    {"master/slave_removals - master/slave_shutdowns_completed", "mesos_master_slave_removal_events_total", plain, sometimes, "event=died"},
    {"master/slave_removals/reason_<reason>", "mesos_master_slave_removal_events_reasons", plain, sometimes, ""},
    {"master/slave_reregistrations", "mesos_master_slave_registration_events_total", plain, sometimes, "event=reregister"},
    {"master/slave_shutdowns_canceled", "mesos_master_slave_removal_events_total", plain, sometimes, "event=canceled"},
    {"master/slave_shutdowns_completed", "mesos_master_slave_removal_events_total", plain, sometimes, "event=completed"},
    {"master/slave_shutdowns_scheduled", "mesos_master_slave_removal_events_total", plain, sometimes, "event=scheduled"},
    {"master/slave_unreachable_canceled", "mesos_master_slave_unreachable_events_total", plain, sometimes, "event=canceled"},
    {"master/slave_unreachable_completed", "mesos_master_slave_unreachable_events_total", plain, sometimes, "event=completed"},
    {"master/slave_unreachable_scheduled", "mesos_master_slave_unreachable_events_total", plain, sometimes, "event=scheduled"},
    {"master/slaves_active", "mesos_master_slaves_state", plain, sometimes, "state=connected_active"},
    {"master/slaves_disconnected", "mesos_master_slaves_state", plain, sometimes, "state=disconnected_inactive"},
    {"master/slaves_inactive", "mesos_master_slaves_state", plain, sometimes, "state=connected_inactive"},
    {"master/slaves_unreachable", "mesos_master_slaves_state", plain, sometimes, "state=unreachable"},
    {"master/task_<state>/source_<source>/reason_<reason>", "mesos_master_task_state_counts_by_source_reason", plain, sometimes, ""},
    {"master/tasks_dropped", "mesos_master_task_states_exit_total", plain, sometimes, "state=dropped"},
    {"master/tasks_error", "mesos_master_task_states_exit_total", plain, sometimes, "state=errored"},
    {"master/tasks_failed", "mesos_master_task_states_exit_total", plain, sometimes, "state=failed"},
    {"master/tasks_finished", "mesos_master_task_states_exit_total", plain, sometimes, "state=finished"},
    {"master/tasks_gone", "mesos_master_task_states_exit_total", plain, sometimes, "state=gone"},
    {"master/tasks_gone_by_operator", "mesos_master_task_states_exit_total", plain, sometimes, "state=gone_by_operator"},
    {"master/tasks_killed", "mesos_master_task_states_exit_total", plain, sometimes, "state=killed"},
    {"master/tasks_killing", "mesos_master_task_states_current", plain, sometimes, "state=killing"},
    {"master/tasks_lost", "mesos_master_task_states_exit_total", plain, sometimes, "state=lost"},
    {"master/tasks_running", "mesos_master_task_states_current", plain, sometimes, "state=running"},
    {"master/tasks_staging", "mesos_master_task_states_current", plain, sometimes, "state=staging"},
    {"master/tasks_starting", "mesos_master_task_states_current", plain, sometimes, "state=starting"},
    {"master/tasks_unreachable", "mesos_master_task_states_current", plain, sometimes, "state=unreachable"},
    {"master/valid_executor_to_framework_messages", "mesos_master_messages_outcomes_total", plain, sometimes, "source=executor,destination=framework,type=,outcome=valid"},
    {"master/valid_framework_to_executor_messages", "mesos_master_messages_outcomes_total", plain, sometimes, "source=framework,destination=executor,type=,outcome=valid"},
    {"master/valid_status_update_acknowledgements", "mesos_master_messages_outcomes_total", plain, sometimes, "source=framework,destination=slave,type=status_update,outcome=valid"},
    {"master/valid_status_updates", "mesos_master_messages_outcomes_total", plain, sometimes, "source=slave,destination=framework,type=status_update,outcome=valid"},
    {"overlay/log/ensemble_size", "mesos_overlay_log_ensemble_size", plain, sometimes, ""},
    {"overlay/log/recovered", "mesos_overlay_log_recovered", plain, sometimes, ""},
    {"registrar/log/ensemble_size", "mesos_registrar_log_ensemble_size", plain, sometimes, ""},
    {"registrar/log/recovered", "mesos_registrar_log_recovered", plain, sometimes, ""},
    {"registrar/queued_operations", "mesos_registrar_queued_operations", plain, sometimes, ""},
    {"registrar/registry_size_bytes", "mesos_registrar_registry_size_bytes", plain, sometimes, ""},
    {"registrar/state_fetch_ms", "mesos_registrar_state_fetch_ms", plain, sometimes, ""},
    {"registrar/state_store_ms", "mesos_registrar_state_store_ms", plain, sometimes, "type=mean"},
    {"registrar/state_store_ms/max", "mesos_registrar_state_store_ms", plain, sometimes, "type=max"},
    {"registrar/state_store_ms/min", "mesos_registrar_state_store_ms", plain, sometimes, "type=min"},
    {"registrar/state_store_ms/p50", "mesos_registrar_state_store_ms", plain, sometimes, "type=p50"},
    {"registrar/state_store_ms/p90", "mesos_registrar_state_store_ms", plain, sometimes, "type=p90"},
    {"registrar/state_store_ms/p95", "mesos_registrar_state_store_ms", plain, sometimes, "type=p95"},
    {"registrar/state_store_ms/p99", "mesos_registrar_state_store_ms", plain, sometimes, "type=p99"},
    {"registrar/state_store_ms/p999", "mesos_registrar_state_store_ms", plain, sometimes, "type=p999"},
    {"registrar/state_store_ms/p9999", "mesos_registrar_state_store_ms", plain, sometimes, "type=p9999"},
};
// clang-format on

}  // namespace master

namespace agent {

// clang-format off
constexpr family families[] = {
    old_counter("mesos_slave_container_launch_errors", "As mesos_exporter named it (/metrics/snapshot: slave/container_launch_errors)"),
    old_counter("mesos_slave_containerizer_container_destroy_errors", "As mesos_exporter named it (/metrics/snapshot: containerizer/mesos/container_destroy_errors)"),
    old_gauge("mesos_slave_containerizer_fetcher_cache_size", "As mesos_exporter named it (/metrics/snapshot: containerizer/fetcher/cache_size_total_bytes and 2 more)"),
    old_counter("mesos_slave_containerizer_fetcher_task_fetches", "As mesos_exporter named it (/metrics/snapshot: containerizer/fetcher/task_fetches_succeeded and 1 more)"),
    old_counter("mesos_slave_containerizer_filesystem_containers_new_rootfs", "As mesos_exporter named it (/metrics/snapshot: containerizer/mesos/filesystem/containers_new_rootfs)"),
    old_counter("mesos_slave_containerizer_provisioner_bind_remove_rootfs_errors", "As mesos_exporter named it (/metrics/snapshot: containerizer/mesos/provisioner/bind/remove_rootfs_errors)"),
    old_counter("mesos_slave_containerizer_provisioner_remove_container_errors", "As mesos_exporter named it (/metrics/snapshot: containerizer/mesos/provisioner/remove_container_errors)"),
    old_gauge("mesos_slave_containerizer_xfs_project_ids", "As mesos_exporter named it (/metrics/snapshot: containerizer/mesos/disk/project_ids_total and 2 more)"),
    old_gauge("mesos_slave_cpus", "As mesos_exporter named it (/metrics/snapshot: slave/cpus_percent and 3 more)"),
    old_gauge("mesos_slave_cpus_revocable", "As mesos_exporter named it (/metrics/snapshot: slave/cpus_revocable_percent and 3 more)"),
    old_gauge("mesos_slave_disk", "As mesos_exporter named it (/metrics/snapshot: slave/disk_percent and 3 more)"),
    old_gauge("mesos_slave_disk_revocable", "As mesos_exporter named it (/metrics/snapshot: slave/disk_revocable_percent and 3 more)"),
    old_gauge("mesos_slave_executor_directory_max_allowed_age_secs", "As mesos_exporter named it (/metrics/snapshot: slave/executor_directory_max_allowed_age_secs)"),
    old_gauge("mesos_slave_executor_state", "As mesos_exporter named it (/metrics/snapshot: slave/executors_registering and 2 more)"),
    old_counter("mesos_slave_executors_preempted", "As mesos_exporter named it (/metrics/snapshot: slave/executors_preempted)"),
    old_counter("mesos_slave_executors_terminated", "As mesos_exporter named it (/metrics/snapshot: slave/executors_terminated)"),
    old_gauge("mesos_slave_frameworks_active", "As mesos_exporter named it (/metrics/snapshot: slave/frameworks_active)"),
    old_counter("mesos_slave_gc_path_removals_outcome", "As mesos_exporter named it (/metrics/snapshot: gc/path_removals_succeeded and 1 more)"),
    old_gauge("mesos_slave_gc_path_removals_pending", "As mesos_exporter named it (/metrics/snapshot: gc/path_removals_pending)"),
    old_gauge("mesos_slave_gpus", "As mesos_exporter named it (/metrics/snapshot: slave/gpus_percent and 3 more)"),
    old_gauge("mesos_slave_gpus_revocable", "As mesos_exporter named it (/metrics/snapshot: slave/gpus_revocable_percent and 3 more)"),
    old_gauge("mesos_slave_mem", "As mesos_exporter named it (/metrics/snapshot: slave/mem_percent and 3 more)"),
    old_gauge("mesos_slave_mem_revocable", "As mesos_exporter named it (/metrics/snapshot: slave/mem_revocable_percent and 3 more)"),
    old_counter("mesos_slave_messages_outcomes_total", "As mesos_exporter named it (/metrics/snapshot: slave/valid_framework_messages and 3 more)"),
    old_counter("mesos_slave_recovery_errors", "As mesos_exporter named it (/metrics/snapshot: slave/recovery_errors)"),
    old_gauge("mesos_slave_recovery_time_secs", "As mesos_exporter named it (/metrics/snapshot: slave/recovery_time_secs)"),
    old_gauge("mesos_slave_registered", "As mesos_exporter named it (/metrics/snapshot: slave/registered)"),
    old_counter("mesos_slave_task_state_counts_by_source_reason", "As mesos_exporter named it (/metrics/snapshot: slave/task_<state>/source_<source>/reason_<reason>)"),
    old_counter("mesos_slave_task_states_current", "As mesos_exporter named it (/metrics/snapshot: slave/tasks_killing and 3 more)"),
    old_counter("mesos_slave_task_states_exit_total", "As mesos_exporter named it (/metrics/snapshot: slave/tasks_error and 5 more)"),
    old_gauge("mesos_slave_uptime_seconds", "As mesos_exporter named it (/metrics/snapshot: slave/uptime_secs)"),
};

constexpr row rows[] = {
    {"containerizer/fetcher/cache_size_total_bytes", "mesos_slave_containerizer_fetcher_cache_size", plain, sometimes, "type=total"},
    {"containerizer/fetcher/cache_size_total_bytes - containerizer/fetcher/cache_size_used_bytes", "mesos_slave_containerizer_fetcher_cache_size", plain, sometimes, "type=free"},
    {"containerizer/fetcher/cache_size_used_bytes", "mesos_slave_containerizer_fetcher_cache_size", plain, sometimes, "type=used"},
    {"containerizer/fetcher/task_fetches_failed", "mesos_slave_containerizer_fetcher_task_fetches", plain, sometimes, "outcome=failed"},
    {"containerizer/fetcher/task_fetches_succeeded", "mesos_slave_containerizer_fetcher_task_fetches", plain, sometimes, "outcome=success"},
    {"containerizer/mesos/container_destroy_errors", "mesos_slave_containerizer_container_destroy_errors", plain, sometimes, ""},
    {"containerizer/mesos/disk/project_ids_free", "mesos_slave_containerizer_xfs_project_ids", plain, sometimes, "type=free"},
    {"containerizer/mesos/disk/project_ids_total", "mesos_slave_containerizer_xfs_project_ids", plain, sometimes, "type=total"},
    {"containerizer/mesos/disk/project_ids_total - containerizer/mesos/disk/project_ids_free", "mesos_slave_containerizer_xfs_project_ids", plain, sometimes, "type=used"},
    {"containerizer/mesos/filesystem/containers_new_rootfs", "mesos_slave_containerizer_filesystem_containers_new_rootfs", plain, sometimes, ""},
    {"containerizer/mesos/provisioner/bind/remove_rootfs_errors", "mesos_slave_containerizer_provisioner_bind_remove_rootfs_errors", plain, sometimes, ""},
    {"containerizer/mesos/provisioner/remove_container_errors", "mesos_slave_containerizer_provisioner_remove_container_errors", plain, sometimes, ""},
    {"gc/path_removals_failed", "mesos_slave_gc_path_removals_outcome", plain, sometimes, "outcome=failed"},
    {"gc/path_removals_pending", "mesos_slave_gc_path_removals_pending", plain, sometimes, ""},
    {"gc/path_removals_succeeded", "mesos_slave_gc_path_removals_outcome", plain, sometimes, "outcome=success"},
    {"slave/container_launch_errors", "mesos_slave_container_launch_errors", plain, sometimes, ""},
    {"slave/cpus_percent", "mesos_slave_cpus", plain, sometimes, "type=percent"},
    {"slave/cpus_revocable_percent", "mesos_slave_cpus_revocable", plain, sometimes, "type=percent"},
    {"slave/cpus_revocable_total", "mesos_slave_cpus_revocable", plain, sometimes, "type=total"},
    {"slave/cpus_revocable_total - slave/cpus_revocable_used", "mesos_slave_cpus_revocable", plain, sometimes, "type=free"},
    {"slave/cpus_revocable_used", "mesos_slave_cpus_revocable", plain, sometimes, "type=used"},
    {"slave/cpus_total", "mesos_slave_cpus", plain, sometimes, "type=total"},
    {"slave/cpus_total - slave/cpus_used", "mesos_slave_cpus", plain, sometimes, "type=free"},
    {"slave/cpus_used", "mesos_slave_cpus", plain, sometimes, "type=used"},
    {"slave/disk_percent", "mesos_slave_disk", plain, sometimes, "type=percent"},
    {"slave/disk_revocable_percent", "mesos_slave_disk_revocable", plain, sometimes, "type=percent"},
    {"slave/disk_revocable_total", "mesos_slave_disk_revocable", plain, sometimes, "type=total"},
    {"slave/disk_revocable_total - slave/disk_revocable_used", "mesos_slave_disk_revocable", plain, sometimes, "type=free"},
    {"slave/disk_revocable_used", "mesos_slave_disk_revocable", plain, sometimes, "type=used"},
    {"slave/disk_total", "mesos_slave_disk", plain, sometimes, "type=total"},
    {"slave/disk_total - slave/disk_used", "mesos_slave_disk", plain, sometimes, "type=free"},
    {"slave/disk_used", "mesos_slave_disk", plain, sometimes, "type=used"},
    {"slave/executor_directory_max_allowed_age_secs", "mesos_slave_executor_directory_max_allowed_age_secs", plain, sometimes, ""},
    {"slave/executors_preempted", "mesos_slave_executors_preempted", plain, sometimes, ""},
    {"slave/executors_registering", "mesos_slave_executor_state", plain, sometimes, "state=registering"},
    {"slave/executors_running", "mesos_slave_executor_state", plain, sometimes, "state=running"},
    {"slave/executors_terminated", "mesos_slave_executors_terminated", plain, sometimes, ""},
    {"slave/executors_terminating", "mesos_slave_executor_state", plain, sometimes, "state=terminating"},
    {"slave/frameworks_active", "mesos_slave_frameworks_active", plain, sometimes, ""},
    {"slave/gpus_percent", "mesos_slave_gpus", plain, sometimes, "type=percent"},
    {"slave/gpus_revocable_percent", "mesos_slave_gpus_revocable", plain, sometimes, "type=percent"},
    {"slave/gpus_revocable_total", "mesos_slave_gpus_revocable", plain, sometimes, "type=total"},
    {"slave/gpus_revocable_total - slave/gpus_revocable_used", "mesos_slave_gpus_revocable", plain, sometimes, "type=free"},
    {"slave/gpus_revocable_used", "mesos_slave_gpus_revocable", plain, sometimes, "type=used"},
    {"slave/gpus_total", "mesos_slave_gpus", plain, sometimes, "type=total"},
    {"slave/gpus_total - slave/gpus_used", "mesos_slave_gpus", plain, sometimes, "type=free"},
    {"slave/gpus_used", "mesos_slave_gpus", plain, sometimes, "type=used"},
    {"slave/invalid_framework_messages", "mesos_slave_messages_outcomes_total", plain, sometimes, "type=framework,outcome=invalid"},
    {"slave/invalid_status_updates", "mesos_slave_messages_outcomes_total", plain, sometimes, "type=status,outcome=invalid"},
    {"slave/mem_percent", "mesos_slave_mem", plain, sometimes, "type=percent"},
    {"slave/mem_revocable_percent", "mesos_slave_mem_revocable", plain, sometimes, "type=percent"},
    {"slave/mem_revocable_total", "mesos_slave_mem_revocable", plain, sometimes, "type=total"},
    {"slave/mem_revocable_total - slave/mem_revocable_used", "mesos_slave_mem_revocable", plain, sometimes, "type=free"},
    {"slave/mem_revocable_used", "mesos_slave_mem_revocable", plain, sometimes, "type=used"},
    {"slave/mem_total", "mesos_slave_mem", plain, sometimes, "type=total"},
    {"slave/mem_total - slave/mem_used", "mesos_slave_mem", plain, sometimes, "type=free"},
    {"slave/mem_used", "mesos_slave_mem", plain, sometimes, "type=used"},
    {"slave/recovery_errors", "mesos_slave_recovery_errors", plain, sometimes, ""},
    {"slave/recovery_time_secs", "mesos_slave_recovery_time_secs", plain, sometimes, ""},
    {"slave/registered", "mesos_slave_registered", plain, sometimes, ""},
    {"slave/task_<state>/source_<source>/reason_<reason>", "mesos_slave_task_state_counts_by_source_reason", plain, sometimes, ""},
    {"slave/tasks_error", "mesos_slave_task_states_exit_total", plain, sometimes, "state=errored"},
    {"slave/tasks_failed", "mesos_slave_task_states_exit_total", plain, sometimes, "state=failed"},
    {"slave/tasks_finished", "mesos_slave_task_states_exit_total", plain, sometimes, "state=finished"},
    {"slave/tasks_gone", "mesos_slave_task_states_exit_total", plain, sometimes, "state=gone"},
    {"slave/tasks_killed", "mesos_slave_task_states_exit_total", plain, sometimes, "state=killed"},
    {"slave/tasks_killing", "mesos_slave_task_states_current", plain, sometimes, "state=killing"},
    {"slave/tasks_lost", "mesos_slave_task_states_exit_total", plain, sometimes, "state=lost"},
    {"slave/tasks_running", "mesos_slave_task_states_current", plain, sometimes, "state=running"},
    {"slave/tasks_staging", "mesos_slave_task_states_current", plain, sometimes, "state=staging"},
    {"slave/tasks_starting", "mesos_slave_task_states_current", plain, sometimes, "state=starting"},
    {"slave/uptime_secs", "mesos_slave_uptime_seconds", plain, sometimes, ""},
    {"slave/valid_framework_messages", "mesos_slave_messages_outcomes_total", plain, sometimes, "type=framework,outcome=valid"},
    {"slave/valid_status_updates", "mesos_slave_messages_outcomes_total", plain, sometimes, "type=status,outcome=valid"},
};
// clang-format on

}  // namespace agent

namespace containers {

// clang-format off
constexpr family families[] = {
    old_counter("mesos_agent_cpu_nr_periods_total", "As mesos_exporter named it (/containers: statistics/cpus_nr_periods)"),
    old_counter("mesos_agent_cpu_nr_throttled_total", "As mesos_exporter named it (/containers: statistics/cpus_nr_throttled)"),
    old_counter("mesos_agent_cpu_system_seconds_total", "As mesos_exporter named it (/containers: statistics/cpus_system_time_secs)"),
    old_counter("mesos_agent_cpu_throttled_seconds_total", "As mesos_exporter named it (/containers: statistics/cpus_throttled_time_secs)"),
    old_counter("mesos_agent_cpu_user_seconds_total", "As mesos_exporter named it (/containers: statistics/cpus_user_time_secs)"),
    old_gauge("mesos_agent_cpus_limit", "As mesos_exporter named it (/containers: statistics/cpus_limit)"),
    old_counter("mesos_agent_critical_low_pressure_counter", "As mesos_exporter named it (/containers: statistics/mem_critical_pressure_counter)"),
    old_gauge("mesos_agent_disk_limit_bytes", "As mesos_exporter named it (/containers: statistics/disk_limit_bytes)"),
    old_gauge("mesos_agent_disk_used_bytes", "As mesos_exporter named it (/containers: statistics/disk_used_bytes)"),
    old_gauge("mesos_agent_mem_anon_bytes", "As mesos_exporter named it (/containers: statistics/mem_anon_bytes)"),
    old_gauge("mesos_agent_mem_cache_bytes", "As mesos_exporter named it (/containers: statistics/mem_cache_bytes)"),
    old_gauge("mesos_agent_mem_file_bytes", "As mesos_exporter named it (/containers: statistics/mem_file_bytes)"),
    old_gauge("mesos_agent_mem_limit_bytes", "As mesos_exporter named it (/containers: statistics/mem_limit_bytes)"),
    old_counter("mesos_agent_mem_low_pressure_counter", "As mesos_exporter named it (/containers: statistics/mem_low_pressure_counter)"),
    old_gauge("mesos_agent_mem_mapped_file_bytes", "As mesos_exporter named it (/containers: statistics/mem_mapped_file_bytes)"),
    old_counter("mesos_agent_mem_medium_pressure_counter", "As mesos_exporter named it (/containers: statistics/mem_medium_pressure_counter)"),
    old_gauge("mesos_agent_mem_rss_bytes", "As mesos_exporter named it (/containers: statistics/mem_rss_bytes)"),
    old_gauge("mesos_agent_mem_swap_bytes", "As mesos_exporter named it (/containers: statistics/mem_swap_bytes)"),
    old_gauge("mesos_agent_mem_total_bytes", "As mesos_exporter named it (/containers: statistics/mem_total_bytes)"),
    old_gauge("mesos_agent_mem_unevictable_bytes", "As mesos_exporter named it (/containers: statistics/mem_unevictable_bytes)"),
    old_counter("mesos_agent_network_receive_bytes_total", "As mesos_exporter named it (/containers: statistics/net_rx_bytes)"),
    old_counter("mesos_agent_network_receive_dropped_total", "As mesos_exporter named it (/containers: statistics/net_rx_dropped)"),
    old_counter("mesos_agent_network_receive_errors_total", "As mesos_exporter named it (/containers: statistics/net_rx_errors)"),
    old_counter("mesos_agent_network_receive_packets_total", "As mesos_exporter named it (/containers: statistics/net_rx_packets)"),
    old_counter("mesos_agent_network_transmit_bytes_total", "As mesos_exporter named it (/containers: statistics/net_tx_bytes)"),
    old_counter("mesos_agent_network_transmit_dropped_total", "As mesos_exporter named it (/containers: statistics/net_tx_dropped)"),
    old_counter("mesos_agent_network_transmit_errors_total", "As mesos_exporter named it (/containers: statistics/net_tx_errors)"),
    old_counter("mesos_agent_network_transmit_packets_total", "As mesos_exporter named it (/containers: statistics/net_tx_packets)"),
    old_gauge("mesos_agent_processes", "As mesos_exporter named it (/containers: statistics/processes)"),
    old_gauge("mesos_agent_threads", "As mesos_exporter named it (/containers: statistics/threads)"),
};

constexpr row rows[] = {
    {"statistics/cpus_limit", "mesos_agent_cpus_limit", plain, sometimes, ""},
    {"statistics/cpus_nr_periods", "mesos_agent_cpu_nr_periods_total", plain, sometimes, ""},
    {"statistics/cpus_nr_throttled", "mesos_agent_cpu_nr_throttled_total", plain, sometimes, ""},
    {"statistics/cpus_system_time_secs", "mesos_agent_cpu_system_seconds_total", plain, sometimes, ""},
    {"statistics/cpus_throttled_time_secs", "mesos_agent_cpu_throttled_seconds_total", plain, sometimes, ""},
    {"statistics/cpus_user_time_secs", "mesos_agent_cpu_user_seconds_total", plain, sometimes, ""},
    {"statistics/disk_limit_bytes", "mesos_agent_disk_limit_bytes", plain, sometimes, ""},
    {"statistics/disk_used_bytes", "mesos_agent_disk_used_bytes", plain, sometimes, ""},
    {"statistics/mem_anon_bytes", "mesos_agent_mem_anon_bytes", plain, sometimes, ""},
    {"statistics/mem_cache_bytes", "mesos_agent_mem_cache_bytes", plain, sometimes, ""},
    {"statistics/mem_critical_pressure_counter", "mesos_agent_critical_low_pressure_counter", plain, sometimes, ""},
    {"statistics/mem_file_bytes", "mesos_agent_mem_file_bytes", plain, sometimes, ""},
    {"statistics/mem_limit_bytes", "mesos_agent_mem_limit_bytes", plain, sometimes, ""},
    {"statistics/mem_low_pressure_counter", "mesos_agent_mem_low_pressure_counter", plain, sometimes, ""},
    {"statistics/mem_mapped_file_bytes", "mesos_agent_mem_mapped_file_bytes", plain, sometimes, ""},
    {"statistics/mem_medium_pressure_counter", "mesos_agent_mem_medium_pressure_counter", plain, sometimes, ""},
    {"statistics/mem_rss_bytes", "mesos_agent_mem_rss_bytes", plain, sometimes, ""},
    {"statistics/mem_swap_bytes", "mesos_agent_mem_swap_bytes", plain, sometimes, ""},
    {"statistics/mem_total_bytes", "mesos_agent_mem_total_bytes", plain, sometimes, ""},
    {"statistics/mem_unevictable_bytes", "mesos_agent_mem_unevictable_bytes", plain, sometimes, ""},
    {"statistics/net_rx_bytes", "mesos_agent_network_receive_bytes_total", plain, sometimes, ""},
    {"statistics/net_rx_dropped", "mesos_agent_network_receive_dropped_total", plain, sometimes, ""},
    {"statistics/net_rx_errors", "mesos_agent_network_receive_errors_total", plain, sometimes, ""},
    {"statistics/net_rx_packets", "mesos_agent_network_receive_packets_total", plain, sometimes, ""},
    {"statistics/net_tx_bytes", "mesos_agent_network_transmit_bytes_total", plain, sometimes, ""},
    {"statistics/net_tx_dropped", "mesos_agent_network_transmit_dropped_total", plain, sometimes, ""},
    {"statistics/net_tx_errors", "mesos_agent_network_transmit_errors_total", plain, sometimes, ""},
    {"statistics/net_tx_packets", "mesos_agent_network_transmit_packets_total", plain, sometimes, ""},
    {"statistics/processes", "mesos_agent_processes", plain, sometimes, ""},
    {"statistics/threads", "mesos_agent_threads", plain, sometimes, ""},
};
// clang-format on

}  // namespace containers

namespace agent_list {

// clang-format off
constexpr family families[] = {
    old_gauge("mesos_slave_cpus", "As mesos_exporter named it (/slaves: resources/cpus)"),
    old_gauge("mesos_slave_cpus_unreserved", "As mesos_exporter named it (/slaves: unreserved_resources/cpus)"),
    old_gauge("mesos_slave_cpus_used", "As mesos_exporter named it (/slaves: used_resources/cpus)"),
    old_gauge("mesos_slave_disk_bytes", "As mesos_exporter named it (/slaves: resources/disk)"),
    old_gauge("mesos_slave_disk_unreserved_bytes", "As mesos_exporter named it (/slaves: unreserved_resources/disk)"),
    old_gauge("mesos_slave_disk_used_bytes", "As mesos_exporter named it (/slaves: used_resources/disk)"),
    old_gauge("mesos_slave_mem_bytes", "As mesos_exporter named it (/slaves: resources/mem)"),
    old_gauge("mesos_slave_mem_unreserved_bytes", "As mesos_exporter named it (/slaves: unreserved_resources/mem)"),
    old_gauge("mesos_slave_mem_used_bytes", "As mesos_exporter named it (/slaves: used_resources/mem)"),
    old_gauge("mesos_slave_ports", "As mesos_exporter named it (/slaves: resources/ports)"),
    old_gauge("mesos_slave_ports_unreserved", "As mesos_exporter named it (/slaves: unreserved_resources/ports)"),
    old_gauge("mesos_slave_ports_used", "As mesos_exporter named it (/slaves: used_resources/ports)"),
};

constexpr row rows[] = {
    {"resources/cpus", "mesos_slave_cpus", plain, sometimes, ""},
    {"resources/disk", "mesos_slave_disk_bytes", mebibytes, sometimes, ""},
    {"resources/mem", "mesos_slave_mem_bytes", mebibytes, sometimes, ""},
    {"resources/ports", "mesos_slave_ports", plain, sometimes, ""},
    {"unreserved_resources/cpus", "mesos_slave_cpus_unreserved", plain, sometimes, ""},
    {"unreserved_resources/disk", "mesos_slave_disk_unreserved_bytes", mebibytes, sometimes, ""},
    {"unreserved_resources/mem", "mesos_slave_mem_unreserved_bytes", mebibytes, sometimes, ""},
    {"unreserved_resources/ports", "mesos_slave_ports_unreserved", plain, sometimes, ""},
    {"used_resources/cpus", "mesos_slave_cpus_used", plain, sometimes, ""},
    {"used_resources/disk", "mesos_slave_disk_used_bytes", mebibytes, sometimes, ""},
    {"used_resources/mem", "mesos_slave_mem_used_bytes", mebibytes, sometimes, ""},
    {"used_resources/ports", "mesos_slave_ports_used", plain, sometimes, ""},
};
// clang-format on

}  // namespace agent_list

namespace info {

constexpr family families[] = {
    old_counter("mesos_slave_attributes", "As mesos_exporter named it (/slaves, /state: attributes)"),
    old_counter("mesos_slave_task_labels", "As mesos_exporter named it (/state: tasks of executors)"),
};

constexpr row rows[] = {
    {"attributes", "mesos_slave_attributes"},
    {"labels", "mesos_slave_task_labels", plain, sometimes, "",
     "source,framework_id,executor_id,task_id,task_name"},
};

}  // namespace info

}  // namespace

const metric_table& compat_master_table() {
  static constexpr metric_table table = make_compat_table<master::families, master::rows>("", "master/");
  return table;
}

const metric_table& compat_agent_table() {
  static constexpr metric_table table = make_compat_table<agent::families, agent::rows>("", "slave/");
  return table;
}

const metric_table& compat_container_table() {
  static constexpr metric_table table =
      make_compat_table<containers::families, containers::rows>("id,framework_id,source");
  return table;
}

const metric_table& compat_agent_list_table() {
  static constexpr metric_table table = make_compat_table<agent_list::families, agent_list::rows>("slave");
  return table;
}

const metric_table& compat_info_table() {
  static constexpr metric_table table = make_compat_table<info::families, info::rows>("");
  return table;
}

}  // namespace mesoscale::exporter
