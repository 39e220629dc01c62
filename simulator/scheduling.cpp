// Launching and killing: how the tasks of the cluster follow what its apps want. The other half of cluster.hpp.
#include "simulator/cluster.hpp"

#include <algorithm>
#include <cmath>

namespace mesoscale::simulator {
namespace {

/// Marathon 0.8 to 1.3 name tasks so, and so does the exporter's `app` label read them: path with "_" for "/", dot, UUID.
std::string task_prefix(const std::string& app_id) {
  std::string text = app_id.substr(1);
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

}  // namespace

void cluster::reconcile() {
  for (auto& [id, of] : apps_) reconcile_app(of);
  for (task& t : tasks_)
    if (!apps_.contains(t.app_id)) kill(t);
  end_deployments();
}

/// Brings the number of tasks to the wanted one; while a restart is deployed, also replaces those of an older configuration.
void cluster::reconcile_app(app& of) {
  const std::string& id = of.definition.id;
  const bool restarting = is_restarting(id);
  int alive = 0;
  int current = 0;
  for (const task& t : tasks_) {
    if (t.app_id != id || t.state == task_state::killing) continue;
    alive += 1;
    current += t.config_version == of.last_config_change_at ? 1 : 0;
  }
  const int wanted = of.definition.instances;
  const int limit = restarting
                        ? wanted + static_cast<int>(std::floor(of.definition.maximum_over_capacity * wanted))
                        : wanted;
  for (int counted = restarting ? current : alive; counted < wanted && alive < limit; ++counted, ++alive) {
    if (launch(of)) continue;
    if (of.waiting_since == instant{}) of.waiting_since = now_;
    break;
  }
  if (waiting_instances(of) == 0) of.waiting_since = instant{};
  if (restarting) {
    replace_old(of);
  } else if (alive > wanted) {
    kill_surplus(of, alive - wanted);
  }
}

bool cluster::launch(app& of) {
  agent* where = place(of.definition);
  if (!where) return false;
  task t;
  t.id = task_prefix(of.definition.id) + '.' + ids_.uuid();
  t.app_id = of.definition.id;
  t.agent_id = where->id;
  t.container_id = ids_.uuid();
  t.config_version = of.last_config_change_at;
  t.staged_at = now_;
  t.due = now_ + options_.start_delay;
  t.port = 31000 + next_pid_ % 1000;
  t.executor_pid = next_pid_++;
  t.cpus = of.definition.cpus;
  t.mem = of.definition.mem;
  t.disk = of.definition.disk;
  t.gpus = of.definition.gpus;
  where->tasks_started += 1;
  counters_.tasks_launched += 1;
  counters_.offers_sent += 1;
  counters_.offers_accepted += 1;
  counters_.status_updates += 1;
  tasks_.push_back(std::move(t));
  return true;
}

/// The agent with the most free CPUs of those with room for one more task; the first of equals.
agent* cluster::place(const app_definition& definition) {
  agent* best = nullptr;
  double best_cpus = -1;
  for (agent& a : agents_) {
    if (a.is_lost()) continue;
    double cpus = a.cpus, mem = a.mem, disk = a.disk;
    for (const task& t : tasks_) {
      if (t.agent_id != a.id) continue;
      cpus -= t.cpus, mem -= t.mem, disk -= t.disk;
    }
    constexpr double slack = 1e-9;  // sums of decimal fractions are a hair off
    const bool fits = cpus + slack >= definition.cpus && mem + slack >= definition.mem &&
                      disk + slack >= definition.disk && definition.gpus <= 0;
    if (fits && cpus > best_cpus + slack) best = &a, best_cpus = cpus;
  }
  return best;
}

void cluster::kill(task& victim) {
  if (victim.state == task_state::killing) return;
  victim.state = task_state::killing;
  victim.due = now_ + options_.kill_delay;
  counters_.kill_calls += 1;
}

/// Marathon kills staging tasks first, then by age (killSelection).
void cluster::kill_surplus(const app& of, int surplus) {
  std::vector<task*> order;
  for (task& t : tasks_)
    if (t.app_id == of.definition.id && t.state != task_state::killing) order.push_back(&t);
  const bool oldest_first = of.definition.kill_oldest_first;
  if (!oldest_first) std::reverse(order.begin(), order.end());
  std::stable_sort(order.begin(), order.end(), [&](const task* a, const task* b) {
    if (a->state != b->state) return a->state == task_state::staging;
    return oldest_first ? a->staged_at < b->staged_at : a->staged_at > b->staged_at;
  });
  for (int i = 0; i < surplus; ++i) kill(*order[static_cast<std::size_t>(i)]);
}

/// Kills tasks of the older configuration as far as minimumHealthCapacity allows.
void cluster::replace_old(app& of) {
  int running = 0;
  int current = 0;
  for (const task& t : tasks_) {
    if (t.app_id != of.definition.id || t.state == task_state::killing) continue;
    running += t.state == task_state::running ? 1 : 0;
    current += t.config_version == of.last_config_change_at ? 1 : 0;
  }
  const int needed =
      static_cast<int>(std::ceil(of.definition.minimum_health_capacity * of.definition.instances));
  for (task& t : tasks_) {
    if (t.app_id != of.definition.id || t.state == task_state::killing ||
        t.config_version == of.last_config_change_at)
      continue;
    const int left = running - (t.state == task_state::running ? 1 : 0);
    if (left < needed) continue;
    kill(t);
    running = left;
  }
  if (current > of.definition.instances) kill_surplus(of, current - of.definition.instances);
}

int cluster::waiting_instances(const app& of) const {
  const bool restarting = is_restarting(of.definition.id);
  const auto alive = std::count_if(tasks_.begin(), tasks_.end(), [&](const task& t) {
    return t.app_id == of.definition.id && t.state != task_state::killing &&
           (!restarting || t.config_version == of.last_config_change_at);
  });
  return std::max(0, of.definition.instances - static_cast<int>(alive));
}

bool cluster::is_restarting(const std::string& app_id) const {
  return std::any_of(deployments_.begin(), deployments_.end(), [&](const deployment& d) {
    return d.app_id == app_id && d.action == deployment_action::restart;
  });
}

void cluster::end_deployments() {
  std::erase_if(deployments_, [&](const deployment& d) { return is_done(d); });
}

/// A deployment is done when all wanted tasks run and no other is left; without offers that is never.
bool cluster::is_done(const deployment& d) const {
  if (d.until) return *d.until <= now_;
  const auto of = apps_.find(d.app_id);
  int running = 0;
  for (const task& t : tasks_) {
    if (t.app_id != d.app_id) continue;
    if (of == apps_.end() || t.state != task_state::running) return false;
    if (d.action == deployment_action::restart && t.config_version != of->second.last_config_change_at)
      return false;
    running += 1;
  }
  return of == apps_.end() || running == of->second.definition.instances;
}

}  // namespace mesoscale::simulator
