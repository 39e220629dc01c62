#include "tests/exporter/answer_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_groups.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_pods.hpp"
#include "exporter/collectors/marathon_prometheus.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/collectors/marathon_tasks.hpp"
#include "exporter/collectors/mesos_agent_tasks.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_maintenance.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/collectors/mesos_version.hpp"
#include "exporter/collectors/own_metrics_decoder.hpp"
#include "exporter/collectors/zookeeper_decode.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter::testing {
namespace {

using nlohmann::json;

constexpr const char* mark = "@@mark@@";

// clang-format off
const std::vector<answer_case> json_cases{
    {"chronos_jobs", "chronos_jobs", make_chronos_job_decoder, {"chronos/2_3/jobs.json", "chronos/3_0/jobs.json"}, "chronos", "/scheduler/jobs ", ""},
    {"chronos_leader", "chronos_leader", make_chronos_leader_decoder, {"chronos/3_0/leader.json"}, "chronos", "/leader ", ""},
    {"chronos_metrics", "chronos_metrics", make_chronos_metrics_decoder, {"chronos/3_0/metrics.json"}},
    {"marathon_apps", "marathon_apps", make_app_decoder, {"marathon/0_8_1/apps.json", "marathon/1_4/apps.json", "marathon/1_11/apps.json"}, "marathon", "/v2/apps ", ""},
    {"marathon_deployments", "marathon_deployments", make_deployment_decoder, {"marathon/0_8_1/deployments.json", "marathon/1_4/deployments.json", "marathon/1_11/deployments.json"}, "marathon", "/v2/deployments ", ""},
    {"marathon_groups", "marathon_groups", make_group_decoder, {"marathon/1_4/groups.json", "marathon/1_11/groups.json"}, "marathon", "/v2/groups ", ""},
    {"marathon_info", "marathon_info", make_info_decoder, {"marathon/1_4/info.json", "marathon/1_11/info.json"}, "marathon", "/v2/info ", ""},
    {"marathon_leader", "marathon_leader", make_leader_decoder, {"marathon/1_11/leader.json"}, "marathon", "/v2/leader ", ""},
    {"marathon_metrics", "marathon_metrics", make_marathon_metrics_decoder, {"marathon/1_4/metrics.json", "marathon/1_6/metrics.json", "marathon/1_11/metrics.json"}},
    {"marathon_pods", "marathon_pods", make_pod_decoder, {"marathon/1_6/pods.json", "marathon/1_11/pods.json"}, "marathon", "/v2/pods::status ", ""},
    {"marathon_queue", "marathon_queue", make_queue_decoder, {"marathon/0_8_1/queue.json", "marathon/1_4/queue.json", "marathon/1_11/queue.json"}, "marathon", "/v2/queue ", ""},
    {"marathon_tasks", "marathon_tasks", make_task_decoder, {"marathon/0_8_1/tasks.json", "marathon/1_4/tasks.json", "marathon/1_11/tasks.json"}, "marathon", "/v2/tasks ", ""},
    {"mesos_agent_containers", "mesos_agent_containers", make_container_decoder, {"mesos/containers_all_fields.json"}, "mesos_container_statistics", "", "[]."},
    {"mesos_agent_containers_v1", "mesos_agent_containers", make_operator_container_decoder, {"mesos/v1_containers_all_fields.json"}, "mesos_container_statistics", "get_containers.", "get_containers."},
    {"mesos_agent_snapshot", "mesos_agent_snapshot", make_agent_snapshot_decoder, {"mesos_versions/0_21/agent/metrics_snapshot.json"}},
    {"mesos_agent_tasks", "mesos_agent_tasks", make_agent_task_decoder, {"mesos/agent2/state.body"}},
    {"mesos_master_agents", "mesos_master_agents", make_agent_list_decoder, {"mesos/lists_all_fields/slaves.body"}, "mesos_master_lists", "/slaves ", ""},
    {"mesos_master_agents_0_21", "mesos_master_agents", make_agent_list_decoder, {"mesos_versions/0_21/leader/state.json"}},
    {"mesos_master_framework_details", "mesos_master_framework_details", make_framework_detail_decoder, {"mesos/lists_all_fields/frameworks.body"}, "mesos_master_lists", "/frameworks ", ""},
    {"mesos_master_frameworks", "mesos_master_frameworks", make_framework_list_decoder, {"mesos/lists_all_fields/state-summary.body"}, "mesos_master_lists", "/state-summary ", ""},
    {"mesos_master_maintenance_schedule", "mesos_master_maintenance_schedule", make_maintenance_schedule_decoder, {"mesos/lists_all_fields/maintenance_schedule.body"}, "mesos_master_lists", "/maintenance/schedule ", ""},
    {"mesos_master_maintenance_status", "mesos_master_maintenance_status", make_maintenance_status_decoder, {"mesos/lists_all_fields/maintenance_status.body"}, "mesos_master_lists", "/maintenance/status ", ""},
    {"mesos_master_roles", "mesos_master_roles", make_role_decoder, {"mesos/lists_all_fields/roles.body"}, "mesos_master_lists", "/roles ", ""},
    {"mesos_master_snapshot", "mesos_master_snapshot", make_master_snapshot_decoder, {"mesos_versions/0_21/leader/metrics_snapshot.json"}},
    {"mesos_master_version", "mesos_master_version", make_version_decoder, {"mesos/lists_all_fields/version.body"}, "mesos_master_lists", "/version ", ""},
    {"mesos_master_weights", "mesos_master_weights", make_weight_decoder, {"mesos/lists_all_fields/weights.body"}, "mesos_master_lists", "/weights ", ""},
    {"zookeeper_monitor", "zookeeper_monitor", make_monitor_decoder, {"zookeeper/ensemble-server4-observer.admin-monitor.json"}},
    {"zookeeper_server_stats", "zookeeper_server_stats", make_server_stats_decoder, {"zookeeper/zk-3.8.0-standalone.admin-server-stats.json"}},
};

const std::vector<answer_case> line_cases{
    {"chronos_graph", "chronos_graph", make_chronos_graph_decoder, {"chronos/3_0/graph.csv"}},
    {"marathon_prometheus", "marathon_prometheus", make_marathon_prometheus_decoder, {"marathon/1_11/prometheus.txt"}},
    {"zookeeper_mntr", "zookeeper_mntr", make_mntr_decoder, {"zookeeper/zk-3.8.0-ensemble-leader-3-mntr.txt"}},
    {"zookeeper_mntr_of_the_provider", "zookeeper_mntr", make_mntr_decoder, {"zookeeper/documented-3.9.1-leader-prometheus-provider-mntr.txt"}},
    {"zookeeper_srvr", "zookeeper_srvr", make_srvr_decoder, {"zookeeper/zk-3.8.0-standalone-srvr.txt"}},
    {"zookeeper_zxid", "zookeeper_zxid", make_zxid_decoder, {"zookeeper/zk-3.8.0-standalone-srvr.txt"}},
};
// clang-format on

void collect(const json& at, const answer_place& here, bool is_own_metrics,
             std::vector<answer_place>& found) {
  for (const auto& [key, value] : at.items()) {
    answer_place inner{here.path, here.at};
    if (at.is_array()) {
      inner.at /= std::stoul(key);
    } else {
      inner.at /= key;
    }
    if (!inner.path.empty()) inner.path.push_back('/');
    const bool is_name = is_own_metrics && !here.path.empty() && here.path.find('/') == here.path.npos;
    inner.path += at.is_array() ? "[]" : is_name ? "*" : key;
    found.push_back(inner);
    if (value.is_structured()) collect(value, inner, is_own_metrics, found);
  }
}

std::vector<std::string> lines_of(const decoded& answer, const std::string& page) {
  std::vector<std::string> lines;
  std::istringstream text(page);
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with('#')) lines.push_back(line);
  }
  for (const std::string& app : answer.apps) lines.push_back("app " + app);
  for (const listed_agent& one : answer.agents) {
    std::string line = "agent " + one.id + " " + one.address + " " + one.hostname;
    for (const auto& [name, value] : one.attributes) line.append(" ").append(name).append("=").append(value);
    lines.push_back(line);
  }
  if (!answer.leader.empty()) lines.push_back("leader " + answer.leader);
  std::ranges::sort(lines);
  return lines;
}

}  // namespace

std::span<const answer_case> json_answers() { return json_cases; }
std::span<const answer_case> line_answers() { return line_cases; }

void PrintTo(const answer_case& one, std::ostream* out) { *out << one.name; }

outcome outcome_of(const answer_case& of, std::string_view body) {
  decode_options options;
  options.instance = "host:1";
  options.now = 1489226400;
  options.zookeeper_detail = true;
  options.app_labels = options.task_labels = {"team"};
  options.agent_attributes = {"rack"};
  const auto answer = decode_body(of.make, options, body);
  outcome seen;
  seen.is_ok = answer.ok();
  if (!answer.ok()) {
    seen.code = answer.error().code;
    return seen;
  }
  seen.refused = answer->counts.values_refused;
  const sample_set* const sets[] = {&answer->samples};
  seen.page = write_exposition(sets, exposition_format::text_0_0_4);
  seen.lines = lines_of(answer.value(), seen.page);
  return seen;
}

std::vector<answer_place> places_in(const json& whole, const answer_case& of) {
  std::vector<answer_place> found;
  collect(whole, answer_place{"", json::json_pointer()}, std::string_view(of.collector).ends_with("_metrics"),
          found);
  return found;
}

json without(json whole, const answer_place& place) {
  json& parent = whole.at(place.at.parent_pointer());
  if (parent.is_array()) {
    parent.erase(std::stoul(place.at.back()));
  } else {
    parent.erase(place.at.back());
  }
  return whole;
}

std::string with(json whole, const answer_place& place, const std::string& raw) {
  whole.at(place.at) = mark;
  return replaced(whole.dump(), '"' + std::string(mark) + '"', raw);
}

std::optional<std::string> renamed(json whole, const answer_place& place, const std::string& raw) {
  json& parent = whole.at(place.at.parent_pointer());
  if (parent.is_array()) return std::nullopt;
  json value = parent.at(place.at.back());
  parent.erase(place.at.back());
  parent[mark] = std::move(value);
  return replaced(whole.dump(), mark, raw);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, text.npos) << "nothing to replace";
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

}  // namespace mesoscale::exporter::testing
