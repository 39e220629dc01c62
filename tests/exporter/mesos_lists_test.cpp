// The lists of a master against series that were computed from the same captures by other means.
#include "exporter/collectors/mesos_lists.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "exporter/collectors/mesos_maintenance.hpp"
#include "exporter/collectors/mesos_resources.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::labels_map;

decode_options options() { return {.instance = "m1:5050", .agent_attributes = {"rack"}}; }

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4)).of_instance("m1:5050");
}

struct list_case {
  const char* name;
  const char* body;
  const char* expected;
  decoder_factory make;
};

class list_of_real_mesos : public ::testing::TestWithParam<list_case> {};

TEST_P(list_of_real_mesos, becomes_exactly_the_series_of_the_expected_list) {
  const auto body = testing::read_fixture("mesos/" + std::string(GetParam().body));

  const auto answer = decode_body(GetParam().make, options(), body);

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  const auto expected = testing::read_table("expected/" + std::string(GetParam().expected));
  for (const auto& line : expected) {
    const auto wanted = testing::read_series(line[0]);
    std::size_t found = 0;
    for (const auto& one : page.series) {
      if (one.name != wanted.name || one.labels != wanted.labels) continue;
      ++found;
      EXPECT_DOUBLE_EQ(one.value, std::stod(line[1])) << line[0];
    }
    EXPECT_EQ(found, 1u) << line[0];
  }
  EXPECT_EQ(page.series.size(), expected.size());
  EXPECT_EQ(answer->counts.values_refused, 0u);
}

TEST_P(list_of_real_mesos, is_the_same_when_it_arrives_in_small_pieces) {
  const auto body = testing::read_fixture("mesos/" + std::string(GetParam().body));
  const auto decoder = GetParam().make(options());
  for (std::size_t i = 0; i < body.size(); i += 7) {
    ASSERT_TRUE(decoder->feed(std::string_view(body).substr(i, 7)).ok());
  }

  const auto pieces = decoder->finish();

  const auto whole = decode_body(GetParam().make, options(), body);
  ASSERT_TRUE(pieces.ok() && whole.ok());
  const sample_set* const left[] = {&pieces.value().samples};
  const sample_set* const right[] = {&whole.value().samples};
  EXPECT_EQ(write_exposition(left, exposition_format::text_0_0_4),
            write_exposition(right, exposition_format::text_0_0_4));
}

INSTANTIATE_TEST_SUITE_P(
    captures, list_of_real_mesos,
    ::testing::Values(
        list_case{"leader_agents", "leader/slaves.body", "mesos_leader_slaves.tsv", make_agent_list_decoder},
        list_case{"leader_frameworks", "leader/state-summary.body", "mesos_leader_state-summary.tsv",
                  make_framework_list_decoder},
        list_case{"leader_details", "leader/frameworks.body", "mesos_leader_frameworks.tsv",
                  make_framework_detail_decoder},
        list_case{"after_loss_agents", "after_loss/slaves.body", "mesos_after_loss_slaves.tsv",
                  make_agent_list_decoder},
        list_case{"after_loss_frameworks", "after_loss/state-summary.body",
                  "mesos_after_loss_state-summary.tsv", make_framework_list_decoder},
        list_case{"leader_roles", "leader/roles.body", "mesos_leader_roles.tsv", make_role_decoder},
        list_case{"leader_weights", "leader/weights.body", "mesos_leader_weights.tsv", make_weight_decoder},
        list_case{"leader_maintenance_schedule", "leader/maintenance_schedule.body",
                  "mesos_leader_maintenance_schedule.tsv", make_maintenance_schedule_decoder},
        list_case{"leader_maintenance_status", "leader/maintenance_status.body",
                  "mesos_leader_maintenance_status.tsv", make_maintenance_status_decoder},
        list_case{"after_loss_details", "after_loss/frameworks.body", "mesos_after_loss_frameworks.tsv",
                  make_framework_detail_decoder}),
    [](const auto& tested) { return std::string(tested.param.name); });

testing::page agents_page(std::string_view body, decode_options how = options()) {
  const auto answer = decode_body(make_agent_list_decoder, std::move(how), body);
  EXPECT_TRUE(answer.ok());
  return page_of(answer.value());
}

TEST(agent_lists, tell_about_draining) {
  const auto page = agents_page(
      R"({"slaves":[{"id":"S1","pid":"slave(1)@h:5051","deactivated":true,"estimated_drain_start_time_seconds":1577836800,
          "drain_info":{"state":"DRAINING","config":{"max_grace_period":{"nanoseconds":90000000000},"mark_gone":true}}}]})");

  const labels_map agent{{"agent_id", "S1"}, {"agent", "h:5051"}};
  EXPECT_EQ(page.value("mesos_master_agent_drain_state",
                       {{"agent_id", "S1"}, {"agent", "h:5051"}, {"state", "draining"}}),
            1);
  EXPECT_EQ(page.value("mesos_master_agent_drain_marks_gone", agent), 1);
  EXPECT_EQ(page.value("mesos_master_agent_drain_max_grace_seconds", agent), 90);
  EXPECT_EQ(page.value("mesos_master_agent_drain_start_timestamp_seconds", agent), 1577836800);
  EXPECT_EQ(page.value("mesos_master_agent_deactivated", agent), 1);
}

TEST(agent_lists, tell_the_fault_domain_and_the_wanted_attributes) {
  auto how = options();
  how.agent_attributes = {"zone", "hostname", "cores", "9lives", "none"};
  const auto page = agents_page(
      R"({"slaves":[{"id":"S1","pid":"slave(1)@h:5051","hostname":"n1",
          "domain":{"fault_domain":{"region":{"name":"eu"},"zone":{"name":"eu-1"}}},
          "attributes":{"rack":"r1","zone":"z","hostname":"x","cores":4.0,"9lives":"y"}}]})",
      how);

  ASSERT_EQ(page.series.size(), 1u);
  EXPECT_EQ(page.series[0].labels, (labels_map{{"agent_id", "S1"},
                                               {"agent", "h:5051"},
                                               {"hostname", "n1"},
                                               {"fault_domain_region", "eu"},
                                               {"fault_domain_zone", "eu-1"},
                                               {"zone", "z"},
                                               {"label_hostname", "x"},
                                               {"cores", "4"},
                                               {"_9lives", "y"}}));
}

TEST(agent_lists, tell_revocable_resources_and_those_without_a_family_of_their_own) {
  const auto page = agents_page(
      R"({"slaves":[{"id":"S1","pid":"slave(1)@h:5051",
          "resources":{"cpus":4,"cpus_revocable":1.5,"mem_revocable":2,"bandwidth":10,"keys":"{a, b, c}"},
          "used_resources":{"cpus_revocable":0.5,"ports":"[31000-31001, 31005-31005]"},
          "reserved_resources":{"eng/team/cpus":{"cpus":2,"bandwidth":3}}}]})");

  EXPECT_EQ(page.value("mesos_master_agent_revocable_cpus"), 1.5);
  EXPECT_EQ(page.value("mesos_master_agent_revocable_mem_bytes"), 2097152);
  EXPECT_EQ(page.value("mesos_master_agent_revocable_cpus_used"), 0.5);
  EXPECT_EQ(page.value("mesos_master_agent_ports_used"), 3);
  EXPECT_EQ(page.value("mesos_master_agent_resource", {{"resource", "bandwidth"}}), 10);
  EXPECT_EQ(page.value("mesos_master_agent_resource", {{"resource", "keys"}}), 3);
  EXPECT_EQ(page.value("mesos_master_agent_cpus_reserved", {{"role", "eng/team/cpus"}}), 2);
  EXPECT_EQ(page.value("mesos_master_agent_resource_reserved",
                       {{"role", "eng/team/cpus"}, {"resource", "bandwidth"}}),
            3);
}

TEST(agent_lists, count_the_agents_that_a_new_leader_still_waits_for) {
  const auto page = agents_page(
      R"({"slaves":[{"id":"S0","pid":"slave(1)@h:5051"}],"recovered_slaves":[{"id":"S1"},{"id":"S2"}]})");

  EXPECT_EQ(page.value("mesos_master_recovered_agents"), 2);
  EXPECT_EQ(page.count("mesos_agent_info"), 1u);
}

TEST(agent_lists, say_nothing_of_recovered_agents_in_versions_that_do_not_list_them) {
  EXPECT_FALSE(agents_page(R"({"slaves":[]})").has("mesos_master_recovered_agents"));
}

TEST(agent_lists, leave_out_and_count_what_is_of_a_wrong_type) {
  const auto answer = decode_body(
      make_agent_list_decoder, options(),
      R"({"slaves":[{"id":"S1","pid":"slave(1)@h:5051","active":1,"registered_time":"now","resources":{"cpus":"many","mem":{"x":1}}},
                    7,{"hostname":"nobody"}]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).series.size(), 1u);
  EXPECT_EQ(answer->counts.values_refused, 6u);
}

// Versions before 0.23 have the whole state only.
TEST(agent_lists, take_frameworks_and_tasks_of_a_whole_state) {
  const auto page = agents_page(
      R"({"version":"0.21.1","slaves":[{"id":"S0","pid":"slave(1)@h:5051","resources":{"cpus":4}},{"id":"S1","pid":"slave(1)@i:5051"}],
          "frameworks":[{"id":"F0","name":"marathon","active":true,"registered_time":7.5,"hostname":"m","used_resources":{"mem":3},
            "tasks":[{"id":"a","slave_id":"S0","state":"TASK_RUNNING"},{"id":"b","slave_id":"S0","state":"TASK_RUNNING"}],
            "completed_tasks":[{"id":"c","slave_id":"S1","state":"TASK_FAILED"}]}],"completed_frameworks":[{"id":"F9","active":false}]})");

  EXPECT_EQ(page.value("mesos_framework_tasks_listed", {{"framework_id", "F0"}, {"state", "running"}}), 2);
  EXPECT_EQ(page.value("mesos_framework_tasks_listed", {{"framework_id", "F0"}, {"state", "staging"}}), 0);
  EXPECT_EQ(page.value("mesos_framework_tasks_remembered", {{"state", "failed"}}), 1);
  EXPECT_EQ(page.value("mesos_framework_mem_used_bytes"), 3145728);
  EXPECT_EQ(page.value("mesos_framework_registered_timestamp_seconds"), 7.5);
  EXPECT_EQ(page.value("mesos_master_agent_tasks", {{"agent_id", "S0"}, {"state", "running"}}), 2);
  EXPECT_EQ(page.value("mesos_master_agent_tasks", {{"agent_id", "S1"}, {"state", "running"}}), 0);
  EXPECT_EQ(page.value("mesos_master_agent_tasks_remembered", {{"agent_id", "S1"}, {"state", "failed"}}), 1);
  EXPECT_EQ(page.count("mesos_framework_info"), 1u);
}

TEST(framework_lists, keep_names_with_a_percent_sign_as_they_are) {
  const auto answer = decode_body(make_framework_list_decoder, options(),
                                  R"({"slaves":[],"frameworks":[{"id":"f1","name":"50%41","active":true}]})");
  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(
      page_of(*answer).has("mesos_framework_active", {{"framework", "50%41"}, {"framework_id", "f1"}}));
}

TEST(framework_lists, fail_without_their_lists) {
  for (const char* body : {"{}", R"({"slaves":[]})", R"({"frameworks":{},"slaves":[]})"}) {
    const auto answer = decode_body(make_framework_list_decoder, options(), body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
}

testing::page page_with(decoder_factory make, std::string_view body) {
  const auto answer = decode_body(make, options(), body);
  EXPECT_TRUE(answer.ok()) << body;
  return answer.ok() ? page_of(answer.value()) : testing::page{};
}

TEST(roles, may_have_slashes_and_be_of_an_old_version) {
  const auto page = page_with(
      make_role_decoder,
      R"({"roles":[{"name":"eng/team/a","weight":1,"resources":{"cpus":1.5,"mem":2,"ports":"[1-3]"},"frameworks":[]}]})");

  const labels_map role{{"role", "eng/team/a"}};
  EXPECT_EQ(page.value("mesos_role_cpus_offered_or_allocated", role), 1.5);
  EXPECT_EQ(page.value("mesos_role_mem_offered_or_allocated_bytes", role), 2097152);
  EXPECT_EQ(page.value("mesos_role_ports_offered_or_allocated", role), 3);
  EXPECT_EQ(page.value("mesos_role_frameworks", role), 0);
}

TEST(roles, are_refused_without_a_list) {
  for (const char* body : {"{}", R"({"roles":7})", "[]"}) {
    const auto answer = decode_body(make_role_decoder, options(), body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
}

TEST(roles, leave_out_and_count_what_is_of_a_wrong_type) {
  const auto answer =
      decode_body(make_role_decoder, options(),
                  R"({"roles":[{"name":"a","weight":"1","allocated":{"cpus":{}}},{"weight":1},3]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(page_of(answer.value()).series.empty());
  EXPECT_EQ(answer->counts.values_refused, 4u);
}

TEST(maintenance, of_nobody_is_zero_windows_and_machines) {
  EXPECT_EQ(page_with(make_maintenance_schedule_decoder, "{}").value("mesos_master_maintenance_windows"), 0);
  const auto status = page_with(make_maintenance_status_decoder, "{}");
  EXPECT_EQ(status.value("mesos_master_maintenance_machines", {{"state", "draining"}}), 0);
  EXPECT_EQ(status.value("mesos_master_maintenance_machines", {{"state", "down"}}), 0);
}

TEST(maintenance, without_an_end_has_no_duration) {
  const auto page = page_with(make_maintenance_schedule_decoder,
                              R"({"windows":[{"machine_ids":[{"hostname":"a"},{"ip":"10.0.0.2"}],
                                  "unavailability":{"start":{"nanoseconds":1500000000}}}]})");

  EXPECT_EQ(page.value("mesos_master_maintenance_start_timestamp_seconds", {{"hostname", "a"}}), 1.5);
  EXPECT_EQ(page.value("mesos_master_maintenance_start_timestamp_seconds", {{"ip", "10.0.0.2"}}), 1.5);
  EXPECT_EQ(page.count("mesos_master_maintenance_duration_seconds"), 0u);
}

TEST(maintenance, counts_what_frameworks_answer) {
  const auto page = page_with(
      make_maintenance_status_decoder,
      R"({"draining_machines":[{"id":{"hostname":"a"},"statuses":[{"status":"ACCEPT"},{"status":"DECLINE"},{"status":"ACCEPT"}]}],
          "down_machines":[{"hostname":"b","ip":"10.0.0.2"}]})");

  EXPECT_EQ(page.value("mesos_master_maintenance_inverse_offers", {{"hostname", "a"}, {"status", "accept"}}),
            2);
  EXPECT_EQ(page.value("mesos_master_maintenance_machine_state", {{"hostname", "b"}, {"state", "down"}}), 1);
  EXPECT_EQ(page.value("mesos_master_maintenance_machines", {{"state", "down"}}), 1);
}

TEST(maintenance, is_refused_when_it_is_no_list) {
  for (const char* body : {R"({"windows":{}})", R"({"windows":1})", "[]"}) {
    EXPECT_FALSE(decode_body(make_maintenance_schedule_decoder, options(), body).ok()) << body;
  }
  for (const char* body : {R"({"down_machines":{}})", R"({"draining_machines":1})", "null"}) {
    EXPECT_FALSE(decode_body(make_maintenance_status_decoder, options(), body).ok()) << body;
  }
}

TEST(resources, are_counted_where_they_are_no_number) {
  EXPECT_EQ(count_resource("[31000-31100]"), 101);
  EXPECT_EQ(count_resource("[31000-31000, 32000-32001]"), 3);
  EXPECT_EQ(count_resource("[]"), 0);
  EXPECT_EQ(count_resource("{}"), 0);
  EXPECT_EQ(count_resource("{a, b}"), 2);
  for (const char* wrong : {"", "[", "many", "[1]", "[2-1]", "[1-2", "[a-b]", "[1-2;3-4]"}) {
    EXPECT_EQ(count_resource(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
