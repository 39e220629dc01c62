#include "simulator/mesos_snapshot.hpp"

#include "simulator/mesos_tables.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace mesoscale::simulator {
namespace {

constexpr microseconds reregistration{2'000'000};
constexpr double machine_memory = 16.0 * 1024 * 1024 * 1024;

struct usage {
  double cpus = 0, mem = 0, disk = 0, gpus = 0;
  double staging = 0, running = 0, killing = 0, tasks = 0;
};

void count(usage& sum, const task& t) {
  sum.cpus += t.cpus;
  sum.mem += t.mem;
  sum.disk += t.disk;
  sum.gpus += t.gpus;
  sum.tasks += 1;
  sum.staging += t.state == task_state::staging ? 1 : 0;
  sum.running += t.state == task_state::running ? 1 : 0;
  sum.killing += t.state == task_state::killing ? 1 : 0;
}

usage usage_of(const cluster& of, const std::string& agent_id) {
  usage sum;
  for (const task& t : of.tasks())
    if (agent_id.empty() || t.agent_id == agent_id) count(sum, t);
  return sum;
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

void put_resource(json& out, const std::string& prefix, double total, double used) {
  out[prefix + "_total"] = total;
  out[prefix + "_used"] = used;
  out[prefix + "_percent"] = ratio(used, total);
}

void put_system(json& out, const cluster& of) {
  const json stats = system_stats(of);
  for (const char* window : {"1min", "5min", "15min"})
    out[std::string("system/load_") + window] = stats.at(std::string("avg_load_") + window);
  out["system/cpus_total"] = static_cast<double>(stats.at("cpus_total").get<int>());
  out["system/mem_total_bytes"] = static_cast<double>(stats.at("mem_total_bytes").get<std::int64_t>());
  out["system/mem_free_bytes"] = static_cast<double>(stats.at("mem_free_bytes").get<std::int64_t>());
}

void put_framework(json& out, const cluster& of, const usage& used) {
  const std::string prefix = "master/frameworks/marathon/" + of.framework_id();
  for (const auto suffix : framework_snapshot_suffixes()) out[prefix + std::string(suffix)] = 0.0;
  const master_counters& c = of.counters();
  const auto set = [&](const char* suffix, double value) { out[prefix + suffix] = value; };
  set("/subscribed", 1);
  set("/calls/subscribe", 1);
  set("/calls/accept", c.offers_accepted);
  set("/calls/decline", c.offers_declined);
  set("/calls/kill", c.kill_calls);
  set("/calls/acknowledge", c.status_updates);
  set("/calls", 1 + c.offers_accepted + c.offers_declined + c.kill_calls + c.status_updates);
  set("/events/subscribed", 1);
  set("/events/offers", c.offers_sent);
  set("/events/update", c.status_updates);
  set("/events", 1 + c.offers_sent + c.status_updates);
  set("/offers/sent", c.offers_sent);
  set("/offers/accepted", c.offers_accepted);
  set("/offers/declined", c.offers_declined);
  set("/operations", c.tasks_launched);
  set("/operations/launch", c.tasks_launched);
  set("/tasks/active/task_running", used.running);
  set("/tasks/active/task_staging", used.staging);
  set("/tasks/active/task_killing", used.killing);
  set("/tasks/terminal/task_killed", c.tasks_killed);
  set("/tasks/terminal/task_lost", c.tasks_lost);
  set("/roles/*/suppressed", of.deployments().empty() ? 1 : 0);
}

void put_roles(json& out, const usage& used, double total_cpus, double total_mem) {
  out["allocator/mesos/offer_filters/roles/*/active"] = 0.0;
  if (used.tasks == 0) return;
  out["allocator/mesos/roles/*/shares/dominant"] =
      std::max(ratio(used.cpus, total_cpus), ratio(used.mem, total_mem));
  for (const char* role : {"*", ""}) {
    const std::string prefix = std::string("allocator/mesos/quota/roles/") + role + "/resources/";
    out[prefix + "cpus/consumed"] = used.cpus;
    out[prefix + "mem/consumed"] = used.mem;
    if (used.disk > 0) out[prefix + "disk/consumed"] = used.disk;
  }
}

void put_cluster(json& out, const cluster& of, const usage& used) {
  double cpus = 0, mem = 0, disk = 0;
  for (const agent& a : of.agents()) cpus += a.cpus, mem += a.mem, disk += a.disk;
  put_resource(out, "master/cpus", cpus, used.cpus);
  put_resource(out, "master/mem", mem, used.mem);
  put_resource(out, "master/disk", disk, used.disk);
  const auto allocated = [&](const std::string& name, double total, double part) {
    out["allocator/mesos/resources/" + name + "/total"] = total;
    out["allocator/mesos/resources/" + name + "/offered_or_allocated"] = part;
  };
  allocated("cpus", cpus, used.cpus);
  allocated("mem", mem, used.mem);
  allocated("disk", disk, used.disk);
  const auto agents = static_cast<double>(of.agents().size());
  const bool failed_over = of.elected_at() != of.started_at();
  const auto lost =
      static_cast<double>(std::ranges::count_if(of.agents(), [](const agent& a) { return a.is_lost(); }));
  out["master/slaves_active"] = agents - lost;
  out["master/slaves_connected"] = agents - lost;
  out["master/slaves_inactive"] = lost;
  out["master/slaves_disconnected"] = lost;
  out["master/slaves_unreachable"] = of.agents_unreachable();
  out[failed_over ? "master/slave_reregistrations" : "master/slave_registrations"] =
      agents + of.counters().agents_removed;
  out[failed_over ? "master/messages_reregister_slave" : "master/messages_register_slave"] =
      agents + of.counters().agents_removed;
  out["master/messages_update_slave"] = agents + of.counters().agents_removed;
  out["master/frameworks_active"] = 1.0;
  out["master/frameworks_connected"] = 1.0;
  out["master/tasks_running"] = used.running;
  out["master/tasks_staging"] = used.staging;
  out["master/tasks_killing"] = used.killing;
  put_roles(out, used, cpus, mem);
  put_framework(out, of, used);
}

void put_counters(json& out, const master_counters& c) {
  out["master/tasks_killed"] = c.tasks_killed;
  out["master/tasks_lost"] = c.tasks_lost;
  out["master/messages_launch_tasks"] = c.offers_accepted;
  out["master/messages_decline_offers"] = c.offers_declined;
  out["master/messages_kill_task"] = c.kill_calls;
  out["master/messages_status_update"] = c.status_updates;
  out["master/messages_status_update_acknowledgement"] = c.status_updates;
  out["master/valid_status_updates"] = c.status_updates;
  out["master/valid_status_update_acknowledgements"] = c.status_updates;
  for (const char* key : {"master/slave_removals", "master/slave_removals/reason_unhealthy",
                          "master/slave_unreachable_scheduled", "master/slave_unreachable_completed"})
    out[key] = c.agents_removed;
}

/// What a leader says that has not read its registry, as captured: its own log is there, the registry is not.
void drop_registry(json& out) {
  std::vector<std::string> unknown;
  for (const auto& [key, value] : out.items())
    if (key.starts_with("registrar/state_") || key == "registrar/registry_size_bytes") unknown.push_back(key);
  for (const std::string& key : unknown) out.erase(key);
  out["registrar/log/ensemble_size"] = 1.0;
}

}  // namespace

bool leader_knows_cluster(const cluster& of) {
  if (!of.has_quorum()) return false;
  return of.elected_at() == of.started_at() || of.now() - of.elected_at() >= reregistration;
}

json system_stats(const cluster& of) {
  double busy = 0;
  double rss = 0;
  for (const task& t : of.tasks()) busy += t.cpu_rate, rss += t.mem * 1024 * 1024;
  const auto free_bytes = static_cast<std::int64_t>(std::max(machine_memory / 16, machine_memory - rss));
  return {{"avg_load_1min", busy},
          {"avg_load_5min", busy},
          {"avg_load_15min", busy},
          {"cpus_total", static_cast<int>(of.options().agent_cpus)},
          {"mem_total_bytes", static_cast<std::int64_t>(machine_memory)},
          {"mem_free_bytes", free_bytes}};
}

json master_snapshot(const cluster& of, int master) {
  json out;
  for (const snapshot_row& row : master_snapshot_rows()) out[std::string(row.key)] = row.value;
  const double uptime = seconds_of(of.now() - of.started_at());
  out["master/uptime_secs"] = uptime;
  // The allocator runs once a second, on standbys too; a timer's window holds 1,000 samples.
  const double runs = std::max(1.0, std::floor(uptime));
  out["allocator/mesos/allocation_runs"] = runs;
  out["allocator/mesos/allocation_run_ms/count"] = std::min(runs, 1000.0);
  out["allocator/mesos/allocation_run_latency_ms/count"] = std::min(runs, 1000.0);
  out["registrar/log/ensemble_size"] = of.options().masters;
  out["registrar/log/recovered"] = 1.0;
  put_system(out, of);
  if (of.leader() == master) {
    for (const snapshot_row& row : leader_snapshot_rows()) out[std::string(row.key)] = row.value;
    out["master/elected"] = 1.0;
    if (!of.has_quorum()) drop_registry(out);
    if (leader_knows_cluster(of)) put_cluster(out, of, usage_of(of, ""));
    put_counters(out, of.counters());
  }
  for (auto& value : out) value = value.get<double>();
  return out;
}

json agent_snapshot(const cluster& of, const agent& which) {
  json out;
  for (const snapshot_row& row : agent_snapshot_rows()) out[std::string(row.key)] = row.value;
  const usage used = usage_of(of, which.id);
  put_resource(out, "slave/cpus", which.cpus, used.cpus + executor_cpus * used.tasks);
  put_resource(out, "slave/mem", which.mem, used.mem + executor_mem * used.tasks);
  put_resource(out, "slave/disk", which.disk, used.disk);
  out["slave/registered"] = of.leader() ? 1.0 : 0.0;
  out["slave/uptime_secs"] = seconds_of(of.now() - which.started_at);
  out["slave/frameworks_active"] = used.tasks > 0 ? 1.0 : 0.0;
  out["slave/executors_registering"] = used.staging;
  out["slave/executors_running"] = used.running;
  out["slave/executors_terminating"] = used.killing;
  out["slave/executors_terminated"] = which.tasks_killed;
  out["slave/tasks_staging"] = used.staging;
  out["slave/tasks_running"] = used.running;
  out["slave/tasks_killing"] = used.killing;
  out["slave/tasks_killed"] = which.tasks_killed;
  out["slave/valid_status_updates"] = which.tasks_started * 2 + which.tasks_killed;
  out["gc/path_removals_pending"] = which.tasks_killed;
  out["containerizer/fetcher/task_fetches_succeeded"] = which.tasks_started;
  put_system(out, of);
  for (auto& value : out) value = value.get<double>();
  return out;
}

}  // namespace mesoscale::simulator
