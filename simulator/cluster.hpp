// The simulated cluster: agents with resources, Marathon's apps and deployments, the tasks that run, the load on them, and who
// leads. A pure model: `now` is given, nothing is read or sent. What its daemons say over HTTP is made from it elsewhere.
#pragma once

#include "simulator/app_definition.hpp"
#include "simulator/identity.hpp"
#include "simulator/instant.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mesoscale::simulator {

struct cluster_options {
  int masters = 2;
  int agents = 3;
  double agent_cpus = 4;
  double agent_mem = 8192;              ///< MiB
  double agent_disk = 20480;            ///< MiB
  microseconds start_delay{2'000'000};  ///< from staging to running
  microseconds kill_delay{200'000};     ///< from killing to gone
  microseconds agent_removal_delay{0};  ///< how long a lost agent stays on the master's list
  double burst_factor = 4;              ///< how many times its own CPUs a task can use
  std::uint64_t seed = 1;
};

enum class task_state { staging, running, killing };

/// A task and the container that it runs in (a command task: one container, executor id = task id).
struct task {
  std::string id;  ///< "demo_web.<uuid>": the app's path with "_" for "/", a dot, a UUID
  std::string app_id;
  std::string agent_id;
  std::string container_id;
  std::string config_version;  ///< the app's lastConfigChangeAt at launch
  task_state state = task_state::staging;
  instant staged_at;
  instant started_at;  ///< when it began to run; unset while staging
  instant due;         ///< staging: when it runs; killing: when it is gone
  int port = 0;
  int executor_pid = 0;
  double cpus = 0;
  double mem = 0;   ///< MiB
  double disk = 0;  ///< MiB
  double gpus = 0;
  double cpu_rate = 0;  ///< CPUs that it uses now
  double cpu_user_secs = 0;
  double cpu_system_secs = 0;
};

struct agent {
  std::string id;    ///< "<master id>-S0"
  std::string host;  ///< numeric address, which is its host name too
  int port = 5051;
  double cpus = 0;
  double mem = 0;
  double disk = 0;
  instant started_at;
  std::map<std::string, std::string> attributes;
  double tasks_killed = 0;  ///< counter of the agent's own snapshot
  double tasks_started = 0;
  std::optional<instant> given_up_at;  ///< set once it is lost: when the master drops it and its tasks

  bool is_lost() const { return given_up_at.has_value(); }
};

struct app {
  app_definition definition;
  std::string version;
  std::string last_scaling_at;
  std::string last_config_change_at;
  std::vector<std::pair<std::string, json>> versions;  ///< oldest first
  double load_cpus = 0;
  instant waiting_since;  ///< since when instances wait for offers; meaningful while they do
};

enum class deployment_action { start, scale, restart, stop, lock };

struct deployment {
  std::string id;
  std::string version;
  std::string app_id;
  deployment_action action;
  std::optional<app_definition> original;  ///< the app before; nothing if it was not there
  std::optional<instant> until;            ///< only of a lock: when it ends
};

/// What the leading master has counted since it was elected.
struct master_counters {
  double tasks_launched = 0;
  double tasks_killed = 0;
  double tasks_lost = 0;
  double status_updates = 0;
  double offers_sent = 0;
  double offers_accepted = 0;
  double offers_declined = 0;
  double kill_calls = 0;
  double agents_removed = 0;
};

/// The answer of Marathon's scheduler to a wanted change.
struct change {
  enum class outcome { accepted, locked, unknown_app, already_exists, too_many_deployments };
  outcome what = outcome::accepted;
  std::string deployment_id;           ///< accepted: the new deployment
  std::string version;                 ///< accepted: the new version
  std::vector<std::string> conflicts;  ///< locked: the deployments that hold the lock
};

class cluster {
 public:
  cluster(cluster_options options, instant start);

  /// Lets time pass: tasks start, stop and use CPU, deployments go on. `to` before the last step changes nothing.
  void step(instant to);
  instant now() const { return now_; }
  const cluster_options& options() const { return options_; }

  // Marathon. A change of a locked app is refused unless forced; a forced one cancels the deployments that hold the lock,
  // without rollback.
  change create_app(app_definition wanted, bool force);
  change update_app(app_definition wanted, bool force);
  change delete_app(const std::string& id, bool force);
  change restart_app(const std::string& id, bool force);
  /// A deployment of the configuration kind, without any effect, that holds the lock of the app for a while.
  change lock_app(const std::string& id, microseconds span);
  /// Starts the deployment that brings the app back to what it was; unknown_app if there is no such deployment.
  change roll_back(const std::string& deployment_id);
  /// Ends a deployment where it stands. False if there is none.
  bool cancel_deployment(const std::string& deployment_id);

  /// Undoes the last change of an app as if it had never been, with its deployment: the lost update of Marathon 0.8.1, or a change
  /// that a new leader has not seen. False: there is no app with an earlier version.
  bool forget_change(const std::string& id);

  const std::map<std::string, app>& apps() const { return apps_; }
  const std::vector<deployment>& deployments() const { return deployments_; }
  const std::vector<task>& tasks() const { return tasks_; }
  const std::deque<task>& completed_tasks() const { return completed_; }  ///< the last 50
  std::vector<const task*> tasks_of(const std::string& app_id) const;
  /// Tasks that are wanted and not launched, because no agent has room.
  int waiting_instances(const app& of) const;
  const std::string& framework_id() const { return framework_id_; }
  const std::string& root_version() const { return root_version_; }

  // Load: the total CPU work of an app, shared by its running tasks; see docs/simulator.md. False: no such app.
  bool set_load(const std::string& app_id, double cpus);

  // Agents.
  const std::vector<agent>& agents() const { return agents_; }
  agent* find_agent(const std::string& host);
  agent& add_agent();
  /// It is lost: it gets no offers any more, and its tasks are lost after the delay of the options. False: no such agent.
  bool remove_agent(const std::string& host);
  /// The same without delay.
  bool drop_agent(const std::string& host);
  int agents_unreachable() const { return agents_unreachable_; }
  const agent* agent_of(const task& of) const;

  // Masters. Leader: the index of the leading master, from 0; nothing while nobody leads.
  const std::string& master_id() const { return master_id_; }
  std::optional<int> leader() const { return leader_; }
  instant elected_at() const { return elected_at_; }
  instant started_at() const { return started_at_; }
  const master_counters& counters() const { return counters_; }
  void elect(std::optional<int> master);
  /// Without a quorum of the registry the leader is as one that was just elected and never learns of the cluster.
  bool has_quorum() const { return has_quorum_; }
  void set_quorum(bool has_quorum);
  /// The list of /weights and the object of /maintenance/schedule as operators set them; in Mesos' own shape.
  const json& weights() const { return weights_; }
  void set_weights(json weights) { weights_ = std::move(weights); }
  const json& maintenance_schedule() const { return maintenance_schedule_; }
  void set_maintenance_schedule(json schedule) { maintenance_schedule_ = std::move(schedule); }

 private:
  std::optional<instant> next_event(instant before) const;
  void use_cpu(instant to);
  void share_load();
  void pass_events();
  void reconcile();
  void reconcile_app(app& of);
  bool launch(app& of);
  void kill(task& victim);
  void kill_surplus(const app& of, int surplus);
  void replace_old(app& of);
  void end_deployments();
  bool is_done(const deployment& d) const;
  agent* place(const app_definition& definition);
  std::string next_version();
  change deploy(const std::string& app_id, deployment_action action, std::optional<app_definition> original,
                bool force, const std::string& version);
  change deploy_nothing();
  change refuse_locked(const std::string& app_id) const;
  bool is_restarting(const std::string& app_id) const;

  cluster_options options_;
  id_source ids_;
  instant started_at_;
  instant now_;
  instant last_version_;
  std::string master_id_;
  std::string framework_id_;
  std::string root_version_;
  std::map<std::string, app> apps_;
  std::vector<deployment> deployments_;
  std::vector<task> tasks_;
  std::deque<task> completed_;
  std::vector<agent> agents_;
  int agents_made_ = 0;
  int agents_unreachable_ = 0;
  int next_pid_ = 20000;
  std::optional<int> leader_ = 0;
  instant elected_at_;
  bool has_quorum_ = true;
  json weights_ = json::array();
  json maintenance_schedule_ = json::object();
  master_counters counters_;
};

}  // namespace mesoscale::simulator
