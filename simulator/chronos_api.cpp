#include "simulator/chronos_api.hpp"

#include "simulator/marathon_answers.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

using std::chrono::seconds;

std::string period_text(microseconds period) {
  return "PT" + std::to_string(std::chrono::duration_cast<seconds>(period).count()) + "S";
}

std::string time_or_nothing(instant when) { return when == instant{} ? "" : iso_text(when); }

json gauge(double value) { return {{"value", value}}; }
json counter(int count) { return {{"count", count}}; }

}  // namespace

chronos_api::chronos_api(chronos_options options) : options_(std::move(options)) {
  jobs_ = {{"etl.daily-1", seconds(10), seconds(2)},
           {"etl.hourly-2", seconds(4), seconds(1), 5},
           {"report_weekly", seconds(60), seconds(5), 0, true},
           {"after.etl", seconds(10), seconds(1), 0, false, {"etl.daily-1", "etl.hourly-2"}}};
}

// The first run begins a period after the start; a run that is under way has not been counted yet.
chronos_api::history chronos_api::history_of(const job& of, instant now) const {
  history out;
  const auto since = std::max(now - options_.started_at, microseconds(0));
  const auto begun = of.disabled ? 0 : since / of.period;
  out.is_running = begun > 0 && since - begun * of.period < of.takes;
  const int ended = static_cast<int>(begun) - (out.is_running ? 1 : 0);
  for (int n = 1; n <= ended; ++n) {
    const bool fails = of.fails_every > 0 && n % of.fails_every == 0;
    const instant end = options_.started_at + n * of.period + of.takes;
    (fails ? out.last_error : out.last_success) = end;
    ++(fails ? out.errors : out.runs);
    out.errors_since_success = fails ? out.errors_since_success + 1 : 0;
  }
  out.next_run = options_.started_at + (begun + 1) * of.period;
  return out;
}

json chronos_api::job_json(const job& of, instant now) const {
  const history past = history_of(of, now);
  json out = {{"name", of.name},
              {"command", "./run.sh"},
              {"epsilon", "PT60S"},
              {"executor", ""},
              {"executorFlags", ""},
              {"retries", 2},
              {"owner", "ops@example.com"},
              {"cpus", 0.1},
              {"mem", 128.0},
              {"disk", 256.0},
              {"disabled", of.disabled},
              {"uris", json::array()},
              {"highPriority", false},
              {"successCount", past.runs},
              {"errorCount", past.errors},
              {"errorsSinceLastSuccess", past.errors_since_success},
              {"lastSuccess", time_or_nothing(past.last_success)},
              {"lastError", time_or_nothing(past.last_error)}};
  if (of.parents.empty()) {
    out["schedule"] = "R/" + iso_text(past.next_run) + "/" + period_text(of.period);
  } else {
    out["parents"] = of.parents;
  }
  if (options_.version >= 3) {
    out.update(
        {{"runAsUser", "root"}, {"concurrent", false}, {"softError", false}, {"scheduleTimeZone", "UTC"}});
  }
  return out;
}

json chronos_api::list(instant now) const {
  json out = json::array();
  for (const job& one : jobs_) out.push_back(job_json(one, now));
  return out;
}

json chronos_api::summary(instant now) const {
  json jobs = json::array();
  for (const job& one : jobs_) {
    const history past = history_of(one, now);
    const bool fresh = past.runs + past.errors == 0;
    jobs.push_back({{"name", one.name},
                    {"status", fresh ? "fresh" : (past.errors_since_success > 0 ? "failure" : "success")},
                    {"state", past.is_running ? "1 running" : "idle"},
                    {"disabled", one.disabled},
                    {"parents", one.parents}});
  }
  return {{"jobs", std::move(jobs)}};
}

std::string chronos_api::graph(instant now) const {
  std::string nodes, links;
  for (const job& one : jobs_) {
    const history past = history_of(one, now);
    const bool fresh = past.runs + past.errors == 0;
    const char* const last = fresh ? "fresh" : (past.errors_since_success > 0 ? "failure" : "success");
    const char* const running = options_.version >= 3 ? "1 running" : "running";
    nodes += "node," + one.name + "," + last + "," + (past.is_running ? running : "idle") + "\n";
    for (const std::string& parent : one.parents) links += "link," + parent + "," + one.name + "\n";
  }
  return nodes + links;
}

json chronos_api::metrics(instant now) const {
  const std::string package = options_.version >= 3 ? "org.apache.mesos.chronos" : "com.airbnb";
  json counters = json::object();
  json histograms = json::object();
  for (const job& one : jobs_) {
    const history past = history_of(one, now);
    if (past.runs > 0) counters["jobs.run.success." + one.name] = counter(past.runs);
    if (past.errors > 0) counters["jobs.run.failure." + one.name] = counter(past.errors);
    if (past.runs + past.errors == 0) continue;
    const double took = 1000 * seconds_of(one.takes);
    json& times = histograms["jobs.run.time." + one.name];
    times = {{"count", past.runs + past.errors}, {"stddev", 0.0}};
    for (const char* stat : {"max", "mean", "min", "p50", "p75", "p95", "p98", "p99", "p999"})
      times[stat] = took;
  }
  return {{"version", "3.0.0"},
          {"gauges",
           {{package + ".scheduler.jobs.TaskManager.queueSize", gauge(0)},
            {package + ".scheduler.jobs.TaskManager.highQueueSize", gauge(0)},
            {"jvm.memory.heap.used", gauge(123456789)},
            {"jvm.memory.heap.max", gauge(536870912)}}},
          {"counters", std::move(counters)},
          {"histograms", std::move(histograms)},
          {"meters", json::object()},
          {"timers", json::object()}};
}

net::http_response chronos_api::answer(const net::http_request& request, instant now) const {
  if (request.method != "GET" && request.method != "HEAD")
    return net::text_response(405, "Method Not Allowed");
  if (request.path == "/ping") return net::text_response(200, "pong");
  if (request.path == "/metrics") return answer_json(200, metrics(now));
  if (request.path == "/leader" && options_.version >= 3)
    return answer_json(200, {{"leader", options_.address}});
  const std::string prefix = options_.version >= 3 ? "/v1/scheduler/" : "/scheduler/";
  if (request.path.compare(0, prefix.size(), prefix) != 0) return net::text_response(404, "Not Found");
  const std::string what = request.path.substr(prefix.size());
  if (what == "jobs") return answer_json(200, list(now));
  if (what == "jobs/summary" && options_.version >= 3) return answer_json(200, summary(now));
  if (what == "graph/csv") return net::text_response(200, graph(now));
  return net::text_response(404, "Not Found");
}

}  // namespace mesoscale::simulator
