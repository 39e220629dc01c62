// The whole page of what a real master or agent answered in a situation against a golden file.
#include <gtest/gtest.h>

#include <vector>

#include "exporter/collectors/mesos_containers.hpp"
#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_maintenance.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/collectors/mesos_version.hpp"
#include "tests/exporter/golden.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct answer {
  const char* file;
  decoder_factory make;
};

/// A folder of fixtures, which gives the golden file its name, too.
struct captured_page {
  const char* name;
  std::vector<answer> answers;
};

class page_of_a_capture : public ::testing::TestWithParam<captured_page> {};

TEST_P(page_of_a_capture, is_as_in_the_golden_file) {
  const decode_options options{.instance = "m1:5050", .agent_attributes = {"rack"}};
  std::vector<decoded> all;
  for (const answer& one : GetParam().answers) {
    const std::string file = "mesos/" + std::string(GetParam().name) + "/" + one.file + ".body";
    auto got = decode_body(one.make, options, testing::read_fixture(file));
    ASSERT_TRUE(got.ok()) << file << ": " << got.error().what;
    EXPECT_EQ(got->counts.values_refused, 0u) << file;
    EXPECT_EQ(got->counts.keys_unknown, 0u) << file;
    all.push_back(std::move(got).value());
  }

  std::vector<const sample_set*> sets;
  for (const decoded& one : all) sets.push_back(&one.samples);

  testing::expect_golden("mesos/" + std::string(GetParam().name), sets);
}

const answer master_snapshot{"metrics_snapshot", make_master_snapshot_decoder};
const answer agent_snapshot{"metrics_snapshot", make_agent_snapshot_decoder};
const answer statistics{"monitor_statistics", make_container_decoder};
const answer version{"version", make_version_decoder};
const answer agents{"slaves", make_agent_list_decoder};
const answer frameworks{"state-summary", make_framework_list_decoder};
const answer details{"frameworks", make_framework_detail_decoder};
const answer roles{"roles", make_role_decoder};
const answer weights{"weights", make_weight_decoder};
const answer schedule{"maintenance_schedule", make_maintenance_schedule_decoder};
const answer maintenance{"maintenance_status", make_maintenance_status_decoder};

// A leader at work, and after it lost an agent; idle; a cluster without an agent; about to be killed, its successor at first and with
// the agents back; a leader without a quorum; masters that do not lead; agents at work, idle, without a master, and
// before they have recovered.
INSTANTIATE_TEST_SUITE_P(
    captures, page_of_a_capture,
    ::testing::Values(
        captured_page{
            "leader",
            {master_snapshot, agents, frameworks, details, roles, weights, schedule, maintenance, version}},
        captured_page{"after_loss", {master_snapshot, agents, frameworks, details}},
        captured_page{"idle_leader", {master_snapshot, agents, details}},
        captured_page{"empty_cluster", {master_snapshot, weights, maintenance}},
        captured_page{"dying_leader", {master_snapshot}}, captured_page{"new_leader", {master_snapshot}},
        captured_page{"new_leader_later", {master_snapshot}},
        captured_page{"no_quorum", {master_snapshot, agents, frameworks, roles, weights, maintenance}},
        captured_page{"other_login", {agents, version}}, captured_page{"standby", {master_snapshot, version}},
        captured_page{"no_leader", {master_snapshot}}, captured_page{"agent1", {agent_snapshot, statistics}},
        captured_page{"agent2", {agent_snapshot, statistics}},
        captured_page{"idle_agent1", {agent_snapshot, statistics}},
        captured_page{"idle_agent2", {agent_snapshot}},
        captured_page{"agent_without_master", {agent_snapshot}},
        captured_page{"recovering_agent", {agent_snapshot}}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::exporter
