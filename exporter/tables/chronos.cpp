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
    counter("chronos_http_async_dispatches_total", "Times that a waiting request was taken up again (/metrics ServletContextHandler.async-dispatches)"),
    counter("chronos_http_async_timeouts_total", "Times that a waiting request ran out of time (/metrics ServletContextHandler.async-timeouts)"),
    gauge("chronos_http_dispatches_active", "Requests that a thread is working on (/metrics ServletContextHandler.active-dispatches)"),
    summary("chronos_http_method_request_duration_seconds", "Time to answer requests of a method (/metrics ServletContextHandler.<method>-requests)"),
    counter("chronos_http_method_requests_total", "Requests answered, by method (/metrics ServletContextHandler.<method>-requests)"),
    summary("chronos_http_request_duration_seconds", "Time to answer requests (/metrics ServletContextHandler.dispatches)"),
    summary("chronos_http_request_lifetime_seconds", "Time from a request to its answer, waiting without a thread included (/metrics ServletContextHandler.requests)"),
    gauge("chronos_http_requests_active", "Requests being answered (/metrics ServletContextHandler.active-requests)"),
    counter("chronos_http_requests_completed_total", "Requests whose answer is complete (/metrics ServletContextHandler.requests)"),
    gauge("chronos_http_requests_suspended", "Requests that wait without a thread (/metrics ServletContextHandler.active-suspended)"),
    counter("chronos_http_requests_total", "Requests answered (/metrics ServletContextHandler.dispatches)"),
    counter("chronos_http_responses_total", "Answers by class of status (/metrics ServletContextHandler.<class>-responses)"),
    gauge("chronos_http_thread_jobs_queued", "Requests that wait for a thread of a pool (/metrics QueuedThreadPool.<pool>.jobs)"),
    gauge("chronos_http_threads", "Threads of a pool that answers requests (/metrics QueuedThreadPool.<pool>.threads)"),
    gauge("chronos_http_threads_used_of_max_ratio", "Part of the threads that a pool may have that is busy (/metrics QueuedThreadPool.<pool>.utilization-max)"),
    gauge("chronos_http_threads_used_ratio", "Part of a pool's threads that is busy (/metrics QueuedThreadPool.<pool>.utilization)"),
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
    counter("chronos_method_calls_total", "Calls of a measured method of the API (/metrics api.<class>.<method>)"),
    summary("chronos_method_duration_seconds", "Time that a measured method of the API takes (/metrics api.<class>.<method>)"),
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
    {"api/<class>/<method>/count", "chronos_method_calls_total", plain, sometimes, ""},
    {"api/<class>/<method>/quantiles", "chronos_method_duration_seconds", plain, sometimes, "quantile=0"},
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
    {"org/eclipse/jetty/servlet/ServletContextHandler/1xx-responses/count", "chronos_http_responses_total", plain, sometimes, "class=1xx"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/2xx-responses/count", "chronos_http_responses_total", plain, sometimes, "class=2xx"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/3xx-responses/count", "chronos_http_responses_total", plain, sometimes, "class=3xx"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/4xx-responses/count", "chronos_http_responses_total", plain, sometimes, "class=4xx"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/5xx-responses/count", "chronos_http_responses_total", plain, sometimes, "class=5xx"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/active-dispatches", "chronos_http_dispatches_active", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/active-requests", "chronos_http_requests_active", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/active-suspended", "chronos_http_requests_suspended", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/async-dispatches/count", "chronos_http_async_dispatches_total", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/async-timeouts/count", "chronos_http_async_timeouts_total", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/connect-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=connect"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/connect-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=connect"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/delete-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=delete"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/delete-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=delete"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/dispatches/count", "chronos_http_requests_total", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/dispatches/quantiles", "chronos_http_request_duration_seconds", plain, sometimes, "quantile=0"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/get-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=get"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/get-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=get"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/head-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=head"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/head-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=head"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/move-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=move"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/move-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=move"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/options-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=options"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/options-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=options"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/other-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=other"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/other-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=other"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/post-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=post"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/post-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=post"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/put-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=put"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/put-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=put"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/requests/count", "chronos_http_requests_completed_total", plain, sometimes, ""},
    {"org/eclipse/jetty/servlet/ServletContextHandler/requests/quantiles", "chronos_http_request_lifetime_seconds", plain, sometimes, "quantile=0"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/trace-requests/count", "chronos_http_method_requests_total", plain, sometimes, "method=trace"},
    {"org/eclipse/jetty/servlet/ServletContextHandler/trace-requests/quantiles", "chronos_http_method_request_duration_seconds", plain, sometimes, "quantile=0,method=trace"},
    {"org/eclipse/jetty/util/thread/QueuedThreadPool/<pool>/jobs", "chronos_http_thread_jobs_queued", plain, sometimes, ""},
    {"org/eclipse/jetty/util/thread/QueuedThreadPool/<pool>/size", "chronos_http_threads", plain, sometimes, ""},
    {"org/eclipse/jetty/util/thread/QueuedThreadPool/<pool>/threads", "chronos_http_threads", plain, sometimes, ""},
    {"org/eclipse/jetty/util/thread/QueuedThreadPool/<pool>/utilization", "chronos_http_threads_used_ratio", plain, sometimes, ""},
    {"org/eclipse/jetty/util/thread/QueuedThreadPool/<pool>/utilization-max", "chronos_http_threads_used_of_max_ratio", plain, sometimes, ""},
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
