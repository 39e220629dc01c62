// The whole page of a master's answers against a golden file.
#include <gtest/gtest.h>

#include <vector>

#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_maintenance.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "tests/exporter/golden.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct answer {
  const char* file;
  decoder_factory make;
};

struct master_page {
  const char* name;
  std::vector<answer> answers;
};

class page_of_a_master : public ::testing::TestWithParam<master_page> {};

TEST_P(page_of_a_master, is_as_in_the_golden_file) {
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

const std::vector<answer> lists{{"slaves", make_agent_list_decoder},
                                {"state-summary", make_framework_list_decoder},
                                {"frameworks", make_framework_detail_decoder}};

const std::vector<answer> snapshot_and_lists{{"metrics_snapshot", make_master_snapshot_decoder},
                                             {"slaves", make_agent_list_decoder},
                                             {"state-summary", make_framework_list_decoder},
                                             {"frameworks", make_framework_detail_decoder},
                                             {"roles", make_role_decoder},
                                             {"weights", make_weight_decoder},
                                             {"maintenance_schedule", make_maintenance_schedule_decoder},
                                             {"maintenance_status", make_maintenance_status_decoder}};

INSTANTIATE_TEST_SUITE_P(captures, page_of_a_master,
                         ::testing::Values(master_page{"leader", snapshot_and_lists},
                                           master_page{"after_loss", lists}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mesoscale::exporter
