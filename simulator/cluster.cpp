#include "simulator/cluster.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

constexpr std::size_t completed_kept = 50;

/// Four fifths of a task's CPU time are user time: a choice, so that both counters move.
constexpr double user_share = 0.8;

}  // namespace

cluster::cluster(cluster_options options, instant start)
    : options_(options),
      ids_(options.seed),
      started_at_(start),
      now_(start),
      last_version_(start),
      elected_at_(start) {
  master_id_ = ids_.uuid();
  framework_id_ = master_id_ + "-0000";
  root_version_ = iso_text(start);
  for (int i = 0; i < options_.agents; ++i) add_agent();
}

void cluster::step(instant to) {
  while (const auto event = next_event(to)) {
    use_cpu(std::max(*event, now_));
    pass_events();
    reconcile();
  }
  use_cpu(std::max(to, now_));
}

/// The first instant up to `before` at which something ends: the start or the stop of a task, a lock, the wait for an agent.
std::optional<instant> cluster::next_event(instant before) const {
  std::optional<instant> first;
  const auto consider = [&](instant when) {
    if (when <= before && (!first || when < *first)) first = when;
  };
  for (const task& t : tasks_)
    if (t.state != task_state::running) consider(t.due);
  for (const deployment& d : deployments_)
    if (d.until) consider(*d.until);
  for (const agent& a : agents_)
    if (a.given_up_at) consider(*a.given_up_at);
  return first;
}

void cluster::pass_events() {
  for (task& t : tasks_) {
    if (t.state != task_state::staging || t.due > now_) continue;
    t.state = task_state::running;
    t.started_at = t.due;
    counters_.status_updates += 1;
  }
  for (const task& t : tasks_) {
    if (t.state != task_state::killing || t.due > now_) continue;
    completed_.push_back(t);
    if (completed_.size() > completed_kept) completed_.pop_front();
    counters_.tasks_killed += 1;
    counters_.status_updates += 1;
    for (agent& a : agents_)
      if (a.id == t.agent_id) a.tasks_killed += 1;
  }
  std::erase_if(tasks_, [&](const task& t) { return t.state == task_state::killing && t.due <= now_; });
  std::erase_if(deployments_, [&](const deployment& d) { return d.until && *d.until <= now_; });
  std::vector<std::string> given_up;
  for (const agent& a : agents_)
    if (a.given_up_at && *a.given_up_at <= now_) given_up.push_back(a.host);
  for (const std::string& host : given_up) drop_agent(host);
}

void cluster::use_cpu(instant to) {
  share_load();
  const double span = seconds_of(to - now_);
  for (task& t : tasks_) {
    t.cpu_user_secs += t.cpu_rate * span * user_share;
    t.cpu_system_secs += t.cpu_rate * span * (1 - user_share);
  }
  now_ = to;
}

/// Each running task of an app does an equal part of its load, but no more than the burst factor times its own CPUs; where
/// that is more than an agent has, all its tasks are slowed down alike.
void cluster::share_load() {
  std::map<std::string, int> running;
  for (const task& t : tasks_)
    if (t.state == task_state::running) running[t.app_id] += 1;
  std::map<std::string, double> used;
  for (task& t : tasks_) {
    t.cpu_rate = 0;
    const auto of = apps_.find(t.app_id);
    if (t.state != task_state::running || of == apps_.end()) continue;
    t.cpu_rate = std::min(of->second.load_cpus / running[t.app_id], t.cpus * options_.burst_factor);
    used[t.agent_id] += t.cpu_rate;
  }
  for (const agent& a : agents_) {
    if (used[a.id] <= a.cpus) continue;
    for (task& t : tasks_)
      if (t.agent_id == a.id) t.cpu_rate *= a.cpus / used[a.id];
  }
}

bool cluster::set_load(const std::string& app_id, double cpus) {
  const auto of = apps_.find(app_id);
  if (of == apps_.end()) return false;
  of->second.load_cpus = cpus;
  share_load();
  return true;
}

agent* cluster::find_agent(const std::string& host) {
  const auto found =
      std::find_if(agents_.begin(), agents_.end(), [&](const agent& a) { return a.host == host; });
  return found == agents_.end() ? nullptr : &*found;
}

agent& cluster::add_agent() {
  const int number = ++agents_made_;
  agent a;
  a.id = master_id_ + "-S" + std::to_string(number - 1);
  a.host = "127.0.11." + std::to_string(number);
  a.cpus = options_.agent_cpus;
  a.mem = options_.agent_mem;
  a.disk = options_.agent_disk;
  a.started_at = now_;
  a.attributes = {{"rack", "r" + std::to_string((number - 1) % 3 + 1)},
                  {"zone", "z" + std::to_string((number - 1) % 2 + 1)}};
  agents_.push_back(std::move(a));
  reconcile();
  return agents_.back();
}

bool cluster::remove_agent(const std::string& host) {
  agent* lost = find_agent(host);
  if (!lost || options_.agent_removal_delay.count() == 0) return drop_agent(host);
  if (!lost->is_lost()) lost->given_up_at = now_ + options_.agent_removal_delay;
  return true;
}

bool cluster::drop_agent(const std::string& host) {
  const agent* gone = find_agent(host);
  if (!gone) return false;
  const std::string id = gone->id;
  counters_.tasks_lost += static_cast<double>(
      std::count_if(tasks_.begin(), tasks_.end(), [&](const task& t) { return t.agent_id == id; }));
  std::erase_if(tasks_, [&](const task& t) { return t.agent_id == id; });
  std::erase_if(agents_, [&](const agent& a) { return a.id == id; });
  agents_unreachable_ += 1;
  counters_.agents_removed += 1;
  reconcile();
  share_load();
  return true;
}

const agent* cluster::agent_of(const task& of) const {
  const auto found =
      std::find_if(agents_.begin(), agents_.end(), [&](const agent& a) { return a.id == of.agent_id; });
  return found == agents_.end() ? nullptr : &*found;
}

void cluster::elect(std::optional<int> master) {
  if (leader_ == master) return;
  leader_ = master;
  elected_at_ = now_;
  counters_ = {};
}

void cluster::set_quorum(bool has_quorum) {
  if (has_quorum_ == has_quorum) return;
  has_quorum_ = has_quorum;
  elected_at_ = now_;
  counters_ = {};
}

std::vector<const task*> cluster::tasks_of(const std::string& app_id) const {
  std::vector<const task*> found;
  for (const task& t : tasks_)
    if (t.app_id == app_id) found.push_back(&t);
  return found;
}

}  // namespace mesoscale::simulator
