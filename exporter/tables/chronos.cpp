#include "exporter/tables/chronos.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off

constexpr family job_families[] = {
    gauge("chronos_job_cpus", "CPUs of a run of the job (/scheduler/jobs [].cpus)"),
    gauge("chronos_job_disabled", "1 if the job is disabled, else 0 (/scheduler/jobs [].disabled)"),
    gauge("chronos_job_disk_bytes", "Disk space of a run of the job (/scheduler/jobs [].disk)"),
    gauge("chronos_job_epsilon_seconds", "Time by which a run may start late (/scheduler/jobs [].epsilon)"),
    counter("chronos_job_error_total", "Failed runs of the job, kept over restarts (/scheduler/jobs [].errorCount)"),
    gauge("chronos_job_errors_since_last_success", "Failed runs of the job since it last succeeded (/scheduler/jobs [].errorsSinceLastSuccess)"),
    gauge("chronos_job_high_priority", "1 if the job goes to the queue of high priority, else 0 (/scheduler/jobs [].highPriority)"),
    gauge("chronos_job_interval_seconds", "Time between two runs; a month counts 30 days and a year 365 (/scheduler/jobs [].schedule)"),
    gauge("chronos_job_last_error_timestamp_seconds", "When a run of the job last failed; absent if none did (/scheduler/jobs [].lastError)"),
    gauge("chronos_job_last_success_timestamp_seconds", "When a run of the job last succeeded; absent if none did (/scheduler/jobs [].lastSuccess)"),
    gauge("chronos_job_mem_bytes", "Memory of a run of the job (/scheduler/jobs [].mem)"),
    gauge("chronos_job_next_run_timestamp_seconds", "When the job is to run next; absent for jobs that wait for others or are done (/scheduler/jobs [].schedule)"),
    gauge("chronos_job_overdue_seconds", "Time since the next run should have started, epsilon left out; 0 if it need not have, absent for disabled jobs (/scheduler/jobs [].schedule)"),
    gauge("chronos_job_parent_info", "1 for each job that the job waits for (/scheduler/jobs [].parents)"),
    gauge("chronos_job_parents", "Jobs that the job waits for (/scheduler/jobs [].parents)"),
    gauge("chronos_job_repetitions_left", "Runs that the schedule has left; absent if it has no end (/scheduler/jobs [].schedule)"),
    gauge("chronos_job_retries", "Times that a failed run is tried again (/scheduler/jobs [].retries)"),
    counter("chronos_job_success_total", "Runs of the job that succeeded, kept over restarts (/scheduler/jobs [].successCount)"),
    gauge("chronos_jobs", "Jobs (/scheduler/jobs)"),
};

constexpr row job_rows[] = {
    {"[]", "chronos_jobs", plain, sometimes, ""},
    {"cpus", "chronos_job_cpus", plain, sometimes, "", "job"},
    {"disabled", "chronos_job_disabled", truth, sometimes, "", "job"},
    {"disk", "chronos_job_disk_bytes", mebibytes, sometimes, "", "job"},
    {"epsilon", "chronos_job_epsilon_seconds", plain, sometimes, "", "job"},
    {"errorCount", "chronos_job_error_total", plain, sometimes, "", "job"},
    {"errorsSinceLastSuccess", "chronos_job_errors_since_last_success", plain, sometimes, "", "job"},
    {"highPriority", "chronos_job_high_priority", truth, sometimes, "", "job"},
    {"lastError", "chronos_job_last_error_timestamp_seconds", timestamp, sometimes, "", "job"},
    {"lastSuccess", "chronos_job_last_success_timestamp_seconds", timestamp, sometimes, "", "job"},
    {"mem", "chronos_job_mem_bytes", mebibytes, sometimes, "", "job"},
    {"parents", "chronos_job_parents", plain, sometimes, "", "job"},
    {"parents/[]", "chronos_job_parent_info", plain, sometimes, "", "job,parent"},
    {"retries", "chronos_job_retries", plain, sometimes, "", "job"},
    {"schedule", "chronos_job_next_run_timestamp_seconds", plain, sometimes, "", "job"},
    {"schedule/interval", "chronos_job_interval_seconds", plain, sometimes, "", "job"},
    {"schedule/overdue", "chronos_job_overdue_seconds", plain, sometimes, "", "job"},
    {"schedule/repetitions", "chronos_job_repetitions_left", plain, sometimes, "", "job"},
    {"successCount", "chronos_job_success_total", plain, sometimes, "", "job"},
};

constexpr family graph_families[] = {
    gauge("chronos_job_last_result", "1 for how the job's last run ended: fresh, success or failure (/scheduler/graph/csv node)"),
    gauge("chronos_job_running", "Runs of the job that are under way (/scheduler/graph/csv node)"),
    gauge("chronos_job_state", "1 for the state that the job is in: idle, queued or running (/scheduler/graph/csv node)"),
};

constexpr row graph_rows[] = {
    {"node/last_result", "chronos_job_last_result", plain, sometimes, "", "job,result"},
    {"node/running", "chronos_job_running", plain, sometimes, "", "job"},
    {"node/state", "chronos_job_state", plain, sometimes, "", "job,state"},
};

constexpr family leader_families[] = {
    gauge("chronos_leader_info", "1, with the address of the leader (/leader leader)"),
    gauge("chronos_leader_known", "1 if there is a leader, else 0; absent before 3.0 (/leader)"),
};

constexpr row leader_rows[] = {
    {"known", "chronos_leader_known", plain, sometimes, ""},
    {"leader", "chronos_leader_info", plain, sometimes, "", "leader"},
};

constexpr family metrics_families[] = {
    summary("chronos_job_run_seconds", "Time that runs of the job take (/metrics jobs.run.time.<job>)"),
    counter("chronos_job_runs_total", "Runs of the job since Chronos was started (/metrics jobs.run.time.<job>)"),
    counter("chronos_jvm_gc_collections_total", "Collections of a garbage collector (/metrics jvm.gc.<gc>.count)"),
    counter("chronos_jvm_gc_seconds_total", "Time spent by a garbage collector (/metrics jvm.gc.<gc>.time)"),
    gauge("chronos_jvm_memory_committed_bytes", "Memory that the JVM has for an area (/metrics jvm.memory.<area>.committed)"),
    gauge("chronos_jvm_memory_init_bytes", "Memory that the JVM began with for an area (/metrics jvm.memory.<area>.init)"),
    gauge("chronos_jvm_memory_max_bytes", "Memory that the JVM may have for an area; -1 if there is no limit (/metrics jvm.memory.<area>.max)"),
    gauge("chronos_jvm_memory_pool_usage_ratio", "Part of a pool of the JVM's memory that is used (/metrics jvm.memory.pools.<pool>.usage)"),
    gauge("chronos_jvm_memory_usage_ratio", "Part of an area of the JVM's memory that is used (/metrics jvm.memory.<area>.usage)"),
    gauge("chronos_jvm_memory_used_bytes", "Memory that the JVM uses of an area (/metrics jvm.memory.<area>.used)"),
    gauge("chronos_jvm_thread_states", "Threads of the JVM by state (/metrics jvm.threads.<state>.count)"),
    gauge("chronos_jvm_threads", "Threads of the JVM (/metrics jvm.threads.count)"),
    gauge("chronos_jvm_threads_daemon", "Threads of the JVM that do not keep it alive (/metrics jvm.threads.daemon.count)"),
    gauge("chronos_jvm_threads_deadlocked", "Threads of the JVM that wait for each other (/metrics jvm.threads.deadlock.count)"),
    unknown("chronos_other", "Keys of Chronos' own metrics without a family of their own (/metrics)"),
    gauge("chronos_queue_jobs", "Jobs that wait to be run, by priority (/metrics TaskManager.queueSize)"),
    counter("chronos_revive_offers_requests_total", "Times that Chronos wanted offers again (/metrics MesosOfferReviver.reviveOffersRequestCount)"),
    counter("chronos_revive_offers_total", "Times that Chronos asked Mesos for offers again (/metrics MesosOfferReviver.reviveOffersCount)"),
};

constexpr row metrics_rows[] = {
    {"MesosOfferReviver/reviveOffersCount", "chronos_revive_offers_total", plain, sometimes, ""},
    {"MesosOfferReviver/reviveOffersRequestCount", "chronos_revive_offers_requests_total", plain, sometimes, ""},
    {"TaskManager/highQueueSize", "chronos_queue_jobs", plain, sometimes, "priority=high"},
    {"TaskManager/queueSize", "chronos_queue_jobs", plain, sometimes, "priority=normal"},
    {"jobs/run/time/<job>/count", "chronos_job_runs_total", plain, sometimes, ""},
    {"jobs/run/time/<job>/quantiles", "chronos_job_run_seconds", milliseconds, sometimes, "quantile=0"},
    {"jvm/gc/<gc>/count", "chronos_jvm_gc_collections_total", plain, sometimes, ""},
    {"jvm/gc/<gc>/time", "chronos_jvm_gc_seconds_total", milliseconds, sometimes, ""},
    {"jvm/memory/heap/committed", "chronos_jvm_memory_committed_bytes", plain, sometimes, "area=heap"},
    {"jvm/memory/heap/init", "chronos_jvm_memory_init_bytes", plain, sometimes, "area=heap"},
    {"jvm/memory/heap/max", "chronos_jvm_memory_max_bytes", plain, sometimes, "area=heap"},
    {"jvm/memory/heap/usage", "chronos_jvm_memory_usage_ratio", plain, sometimes, "area=heap"},
    {"jvm/memory/heap/used", "chronos_jvm_memory_used_bytes", plain, sometimes, "area=heap"},
    {"jvm/memory/non-heap/committed", "chronos_jvm_memory_committed_bytes", plain, sometimes, "area=non_heap"},
    {"jvm/memory/non-heap/init", "chronos_jvm_memory_init_bytes", plain, sometimes, "area=non_heap"},
    {"jvm/memory/non-heap/max", "chronos_jvm_memory_max_bytes", plain, sometimes, "area=non_heap"},
    {"jvm/memory/non-heap/usage", "chronos_jvm_memory_usage_ratio", plain, sometimes, "area=non_heap"},
    {"jvm/memory/non-heap/used", "chronos_jvm_memory_used_bytes", plain, sometimes, "area=non_heap"},
    {"jvm/memory/pools/<pool>/usage", "chronos_jvm_memory_pool_usage_ratio", plain, sometimes, ""},
    {"jvm/threads/<state>/count", "chronos_jvm_thread_states", plain, sometimes, ""},
    {"jvm/threads/count", "chronos_jvm_threads", plain, sometimes, ""},
    {"jvm/threads/daemon/count", "chronos_jvm_threads_daemon", plain, sometimes, ""},
    {"jvm/threads/deadlock/count", "chronos_jvm_threads_deadlocked", plain, sometimes, ""},
};

// clang-format on

}  // namespace

const metric_table& chronos_job_table() {
  static constexpr metric_table table = make_table<job_families, job_rows>();
  return table;
}

const metric_table& chronos_graph_table() {
  static constexpr metric_table table = make_table<graph_families, graph_rows>();
  return table;
}

const metric_table& chronos_leader_table() {
  static constexpr metric_table table = make_table<leader_families, leader_rows>();
  return table;
}

const metric_table& chronos_metrics_table() {
  static constexpr metric_table table = make_table<metrics_families, metrics_rows>("", "chronos_other");
  return table;
}

}  // namespace mesoscale::exporter
