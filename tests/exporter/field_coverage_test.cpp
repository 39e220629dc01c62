// Coverage of the fields of JSON answers: where a list names a family for a field, the family of a documented answer is no
// longer the same once the field is taken away. So each field really becomes what the list says.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <span>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_groups.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_pods.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/collectors/marathon_tasks.hpp"
#include "exporter/collectors/mesos_agent_tasks.hpp"
#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_maintenance.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "exporter/collectors/mesos_version.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using nlohmann::json;
using testing::decision;

// The series of a family as text; empty where the answer cannot be decoded.
std::multiset<std::string> series_of(const std::string& family, decoder_factory make, const json& body) {
  decode_options options;
  options.instance = "host:1";
  options.now = 1489226400;
  options.app_labels = {"team"};
  options.agent_attributes = {"rack"};
  options.task_labels = {"team"};
  const auto answer = decode_body(make, options, body.dump());
  std::multiset<std::string> series;
  if (!answer.ok()) return series;
  const sample_set* const sets[] = {&answer->samples};
  std::istringstream page(write_exposition(sets, exposition_format::text_0_0_4));
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with(family + "{") || line.starts_with(family + " ")) series.insert(line);
  }
  return series;
}

// "apps[].taskStats.<group>.x(length)" as {"apps", "[]", "taskStats", "<group>", "x"}.
std::vector<std::string> steps_of(const std::string& field) {
  std::vector<std::string> steps;
  std::istringstream parts(testing::without_note(field));
  for (std::string part; std::getline(parts, part, '.');) {
    const bool is_list = part.size() > 2 && part.ends_with("[]");
    if (is_list) part.resize(part.size() - 2);
    steps.push_back(part);
    if (is_list) steps.emplace_back("[]");
  }
  return steps;
}

// Takes the field away wherever it stands; gives how often it stood there.
std::size_t erase(json& at, std::span<const std::string> steps) {
  const std::string& step = steps.front();
  const bool is_last = steps.size() == 1;
  const bool is_any = step == "[]" || step.starts_with('<');
  if (step == "[]" ? !at.is_array() : !at.is_object()) return 0;
  if (is_last && is_any) {
    const std::size_t count = at.size();
    at.clear();
    return count;
  }
  if (is_last) return at.erase(step);
  if (!is_any) return at.contains(step) ? erase(at[step], steps.subspan(1)) : 0;
  std::size_t count = 0;
  for (json& one : at) count += erase(one, steps.subspan(1));
  return count;
}

struct endpoint {
  const char* list;
  const char* prefix;  ///< of the keys of this endpoint, where the list has several
  const char* file;
  std::vector<const char*> folders;
  decoder_factory make;
  const char* root = "";    ///< what stands in front of each field
  const char* except = "";  ///< begin of the keys of another endpoint of the list
};

const std::vector<const char*> marathons{"marathon/0_8_1", "marathon/1_4", "marathon/1_6", "marathon/1_11"};
const std::vector<const char*> masters{"mesos/lists_all_fields"};
const std::vector<const char*> old_masters{"mesos/master_all_fields", "mesos/old_master_all_fields"};
const std::vector<const char*> chronoses{"chronos/2_3", "chronos/3_0"};
const std::vector<const char*> agents{"mesos/agent_all_fields", "mesos_versions/0_21/agent"};

class fields_of_an_endpoint : public ::testing::TestWithParam<endpoint> {};

std::vector<json> answers_of(const endpoint& of) {
  std::vector<json> all;
  for (const char* folder : of.folders) {
    const std::string file = std::string(folder) + "/" + of.file;
    if (!std::filesystem::exists(std::string(FIXTURES_DIR) + "/" + file)) continue;
    all.push_back(json::parse(testing::read_fixture(file)));
  }
  return all;
}

TEST_P(fields_of_an_endpoint, make_the_listed_families_what_they_are) {
  const endpoint& tested = GetParam();
  const auto answers = answers_of(tested);
  ASSERT_FALSE(answers.empty());
  std::size_t fields = 0;
  for (const decision& one : testing::read_decisions(tested.list)) {
    if (!one.key.starts_with(tested.prefix) || !one.is_exported()) continue;
    if (*tested.except != '\0' && one.key.starts_with(tested.except)) continue;
    ++fields;
    const auto steps = steps_of(tested.root + one.key.substr(std::string(tested.prefix).size()));
    bool is_there = false;
    bool matters = false;
    bool comes_out = false;
    for (const json& answer : answers) {
      json without = answer;
      const auto series = series_of(one.family, tested.make, answer);
      comes_out = comes_out || !series.empty();
      if (erase(without, steps) == 0) continue;
      is_there = true;
      matters = matters || series != series_of(one.family, tested.make, without);
    }
    EXPECT_TRUE(comes_out) << one.family << " comes out of no answer";
    // What is computed from several fields, or taken out of a text, has no field of that name.
    const bool is_computed = one.scale == "derived" || one.scale == "schedule";
    if (is_there) {
      EXPECT_TRUE(matters) << one.key << " does not become " << one.family;
    } else {
      EXPECT_TRUE(is_computed) << one.key << " stands in no answer";
    }
  }
  EXPECT_GT(fields, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    endpoints, fields_of_an_endpoint,
    ::testing::Values(
        endpoint{"marathon", "/v2/apps ", "apps.json", marathons, make_app_decoder},
        endpoint{"marathon", "/v2/deployments ", "deployments.json", marathons, make_deployment_decoder},
        endpoint{"marathon", "/v2/groups ", "groups.json", marathons, make_group_decoder},
        endpoint{"marathon", "/v2/info ", "info.json", marathons, make_info_decoder},
        endpoint{"marathon", "/v2/leader ", "leader.json", marathons, make_leader_decoder},
        endpoint{"marathon", "/v2/pods::status ", "pods.json", marathons, make_pod_decoder},
        endpoint{"marathon", "/v2/queue ", "queue.json", marathons, make_queue_decoder},
        endpoint{"marathon", "/v2/tasks ", "tasks.json", marathons, make_task_decoder},
        endpoint{"mesos_master_lists", "/slaves ", "slaves.body", masters, make_agent_list_decoder},
        endpoint{"mesos_master_lists", "/state-summary ", "state-summary.body", masters,
                 make_framework_list_decoder},
        endpoint{"mesos_master_lists", "/frameworks ", "frameworks.body", masters,
                 make_framework_detail_decoder},
        endpoint{"mesos_master_lists", "/roles ", "roles.body", masters, make_role_decoder},
        endpoint{"mesos_master_lists", "/weights ", "weights.body", masters, make_weight_decoder},
        endpoint{"mesos_master_lists", "/maintenance/schedule ", "maintenance_schedule.body", masters,
                 make_maintenance_schedule_decoder},
        endpoint{"mesos_master_lists", "/maintenance/status ", "maintenance_status.body", masters,
                 make_maintenance_status_decoder},
        endpoint{"mesos_master_lists", "/version ", "version.body", masters, make_version_decoder},
        endpoint{"mesos_master_state", "/state.json ", "state.json", old_masters, make_agent_list_decoder},
        endpoint{"mesos_agent_state", "/state ", "state.json", agents, make_agent_task_decoder},
        endpoint{"mesos_container_statistics",
                 "",
                 "containers_all_fields.json",
                 {"mesos"},
                 make_container_decoder,
                 "[].",
                 "get_containers."},
        endpoint{"mesos_container_statistics",
                 "get_containers.",
                 "v1_containers_all_fields.json",
                 {"mesos"},
                 make_operator_container_decoder,
                 "get_containers."},
        endpoint{"chronos", "/leader ", "leader.json", chronoses, make_chronos_leader_decoder},
        endpoint{"chronos", "/scheduler/jobs ", "jobs.json", chronoses, make_chronos_job_decoder}),
    [](const auto& tested) {
      std::string name = tested.param.list + std::string(tested.param.prefix);
      std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
      return name;
    });

}  // namespace
}  // namespace mesoscale::exporter
