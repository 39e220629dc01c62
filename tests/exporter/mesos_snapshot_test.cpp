// Acceptance of names: each key of a real answer becomes the series of the hand-written list, with its value, type and
// labels, and nothing else is on the page. The value is read with another parser than the exporter's.
#include "exporter/collectors/mesos_snapshot.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::labels_map;

struct capture {
  const char* name;
  decoder_factory make;
};

decode_options options() { return {"10.0.0.1:5050", 200'000}; }

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4))
      .of_instance("10.0.0.1:5050");
}

result<decoded> decode_master(std::string_view body) {
  return decode_body(make_master_snapshot_decoder, options(), body);
}

class snapshot_of_real_mesos : public ::testing::TestWithParam<capture> {};

TEST_P(snapshot_of_real_mesos, becomes_exactly_the_series_of_the_list) {
  const std::string name = GetParam().name;
  const std::string body = testing::read_fixture("mesos/" + name + "/metrics_snapshot.body");
  const auto numbers = nlohmann::json::parse(body);
  const auto expected = testing::read_table("expected/mesos_" + name + "_01_running.tsv");

  const auto answer = decode_body(GetParam().make, options(), body);

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(expected.size(), numbers.size());
  for (const auto& row : expected) {
    const auto series = testing::read_series(row[1]);
    std::size_t found = 0;
    for (const auto& one : page.series) {
      if (one.name != series.name || one.labels != series.labels) continue;
      ++found;
      EXPECT_DOUBLE_EQ(one.value, numbers.at(row[0]).get<double>() * std::stod(row[3])) << row[1];
    }
    EXPECT_EQ(found, 1u) << row[1];
    const auto type = page.type_of.find(series.name);
    ASSERT_NE(type, page.type_of.end()) << series.name;
    EXPECT_EQ(type->second, row[2]) << series.name;
  }
  EXPECT_EQ(page.series.size(), expected.size());
  EXPECT_EQ(page.count("mesos_master_other") + page.count("mesos_agent_other"), 0u);
}

TEST_P(snapshot_of_real_mesos, misses_no_key_and_refuses_no_value) {
  const std::string body =
      testing::read_fixture("mesos/" + std::string(GetParam().name) + "/metrics_snapshot.body");

  const auto answer = decode_body(GetParam().make, options(), body);

  ASSERT_TRUE(answer.ok());
  const decode_counts& counts = answer.value().counts;
  EXPECT_EQ(counts.keys_missing, 0u);
  EXPECT_EQ(counts.keys_unknown, 0u);
  EXPECT_EQ(counts.series_cut, 0u);
  EXPECT_EQ(counts.values_refused, 0u);
}

TEST_P(snapshot_of_real_mesos, is_the_same_when_it_arrives_in_small_pieces) {
  const std::string body =
      testing::read_fixture("mesos/" + std::string(GetParam().name) + "/metrics_snapshot.body");
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

INSTANTIATE_TEST_SUITE_P(captures, snapshot_of_real_mesos,
                         ::testing::Values(capture{"leader", make_master_snapshot_decoder},
                                           capture{"standby", make_master_snapshot_decoder},
                                           capture{"agent1", make_agent_snapshot_decoder},
                                           capture{"agent2", make_agent_snapshot_decoder}),
                         [](const auto& tested) { return std::string(tested.param.name); });

struct bad_body {
  const char* name;
  const char* body;
  errc reason;
};

class unusable_snapshot : public ::testing::TestWithParam<bad_body> {};

TEST_P(unusable_snapshot, fails_with_its_reason) {
  const auto answer = decode_master(GetParam().body);

  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(reason_name(answer.error().code), reason_name(GetParam().reason)) << answer.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    bodies, unusable_snapshot,
    ::testing::Values(bad_body{"nothing", "", errc::not_json},
                      bad_body{"html", "<html><body>login</body></html>", errc::not_json},
                      bad_body{"truncated", R"({"master/elected":1.0,"master/upti)", errc::not_json},
                      bad_body{"nan", R"({"master/elected":NaN})", errc::not_json},
                      bad_body{"two_values", R"({"master/elected":1}{"master/elected":1})", errc::not_json},
                      bad_body{"empty_object", "{}", errc::wrong_shape},
                      bad_body{"null", "null", errc::wrong_shape}, bad_body{"number", "1", errc::wrong_shape},
                      bad_body{"list", R"([{"master/elected":1}])", errc::wrong_shape},
                      bad_body{"all_of_wrong_type", R"({"master/elected":"1"})", errc::wrong_shape},
                      bad_body{"snapshot_of_an_agent", R"({"slave/uptime_secs":1,"system/cpus_total":4})",
                               errc::wrong_shape}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(snapshot_decoder, leaves_out_a_value_of_wrong_type_and_counts_it) {
  const auto answer = decode_master(
      R"({"master/elected":true,"master/uptime_secs":5,"master/cpus_total":"4","master/mem_total":{"x":1},"master/disk_total":[2]})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  ASSERT_EQ(page.series.size(), 1u);
  EXPECT_EQ(page.value("mesos_master_uptime_seconds"), 5);
  EXPECT_EQ(answer.value().counts.values_refused, 4u);
}

TEST(snapshot_decoder, leaves_out_a_number_beyond_the_range_of_double) {
  const auto answer = decode_master(R"({"master/elected":1e999,"master/uptime_secs":5})");

  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(page_of(answer.value()).has("mesos_master_elected"));
  EXPECT_EQ(answer.value().counts.values_refused, 1u);
}

TEST(snapshot_decoder, writes_a_series_once_when_its_key_stands_twice) {
  const auto answer = decode_master(
      R"({"master/elected":1,"master/elected":0,"allocator/mesos/roles/a/shares/dominant":0.1,"allocator/mesos/roles/a/shares/dominant":0.2})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("mesos_master_elected"), 1);
  EXPECT_EQ(page.value("mesos_role_dominant_share_ratio", {{"role", "a"}}), 0.1);
  EXPECT_EQ(answer.value().counts.values_refused, 2u);
}

TEST(snapshot_decoder, keeps_an_unknown_key_as_untyped_other) {
  const auto answer = decode_master(R"({"master/elected":1,"master/new_in_2.0":7,"unprefixed":"text"})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("mesos_master_other", {{"key", "master/new_in_2.0"}}), 7);
  EXPECT_EQ(page.type_of.at("mesos_master_other"), "untyped");
  EXPECT_EQ(answer.value().counts.keys_unknown, 1u);
  EXPECT_EQ(answer.value().counts.values_refused, 1u);
}

TEST(snapshot_decoder, cuts_a_family_at_its_limit_and_counts_what_it_cut) {
  const auto answer =
      decode_body(make_master_snapshot_decoder, {"10.0.0.1:5050", 2},
                  R"({"master/elected":1,"a":1,"b":2,"c":3,"allocator/mesos/roles/a/shares/dominant":0,
                      "allocator/mesos/roles/b/shares/dominant":0,"allocator/mesos/roles/c/shares/dominant":0})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.count("mesos_master_other"), 2u);
  EXPECT_EQ(page.count("mesos_role_dominant_share_ratio"), 2u);
  EXPECT_EQ(answer.value().counts.series_cut, 2u);
}

TEST(snapshot_decoder, counts_the_keys_that_a_busy_master_left_out) {
  auto numbers = nlohmann::json::parse(testing::read_fixture("mesos/leader/metrics_snapshot.body"));
  numbers.erase("master/elected");
  numbers.erase("master/slaves_active");
  numbers.erase("registrar/state_store_ms/p50");

  const auto answer = decode_master(numbers.dump());

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().counts.keys_missing, 2u);
  EXPECT_FALSE(page_of(answer.value()).has("mesos_master_elected"));
}

struct keyed {
  const char* name;
  const char* key;
  const char* series;
};

class key_of_any_version : public ::testing::TestWithParam<keyed> {};

TEST_P(key_of_any_version, becomes_its_series) {
  const std::string key = nlohmann::json(GetParam().key).dump();

  const auto answer = decode_master("{\"master/elected\":1," + key + ":2}");

  ASSERT_TRUE(answer.ok());
  const auto wanted = testing::read_series(GetParam().series);
  for (const auto& one : page_of(answer.value()).series) {
    if (one.name == "mesos_master_elected") continue;
    EXPECT_EQ(one.name, wanted.name);
    EXPECT_EQ(one.labels, wanted.labels);
  }
  EXPECT_EQ(answer.value().samples.size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(
    keys, key_of_any_version,
    ::testing::Values(
        keyed{"role_with_slashes", "allocator/mesos/quota/roles/eng/team-4/svc/resources/cpus/limit",
              R"(mesos_role_quota_cpus_limit{role="eng/team-4/svc"})"},
        keyed{"role_named_like_the_pattern",
              "allocator/mesos/quota/roles/a/resources/mem/limit/resources/mem/limit",
              R"(mesos_role_quota_mem_limit_bytes{role="a/resources/mem/limit"})"},
        keyed{"root_role", "allocator/mesos/quota/roles//resources/mem/consumed",
              R"(mesos_role_quota_mem_consumed_bytes{role=""})"},
        keyed{"star_role", "allocator/mesos/offer_filters/roles/*/active",
              R"(mesos_role_offer_filters_active{role="*"})"},
        keyed{"other_resource", "allocator/mesos/quota/roles/a/b/resources/licences/guarantee",
              R"(mesos_role_quota_resource_guarantee{resource="licences",role="a/b"})"},
        keyed{
            "framework_percent_encoded", "master/frameworks/kafka%2Fprod%20east/id-0/calls/accept",
            R"(mesos_framework_calls_by_type_total{call="accept",framework="kafka/prod east",framework_id="id-0"})"},
        keyed{"framework_role_with_slash", "master/frameworks/f/id-0/roles/eng/dev/suppressed",
              R"(mesos_framework_role_suppressed{framework="f",framework_id="id-0",role="eng/dev"})"},
        keyed{"principal_with_slash", "frameworks/team/a/messages_received",
              R"(mesos_framework_principal_messages_received_total{principal="team/a"})"},
        keyed{
            "task_reason", "master/task_lost/source_master/reason_slave_removed",
            R"(mesos_master_task_state_reasons_total{reason="slave_removed",source="master",state="lost"})"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(snapshot_decoder, reads_keys_that_old_masters_escaped) {
  const auto answer = decode_master(R"({"master\/elected":1,"master\/tasks_running":3})");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).value("mesos_master_tasks", {{"state", "running"}}), 3);
}

TEST(snapshot_decoder, reads_a_resource_provider_whose_name_has_dots_and_slashes) {
  const auto answer =
      decode_body(make_agent_snapshot_decoder, options(),
                  R"({"slave/uptime_secs":1,"resource_providers/org.a/b.lvm/operations/reserve/pending":2,)"
                  R"("resource_providers/org.a/b.lvm/csi_plugin/rpcs_failed":3})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("mesos_agent_resource_provider_operations_pending",
                       {{"resource_provider", "org.a/b.lvm"}, {"operation", "reserve"}}),
            2);
  EXPECT_EQ(page.value("mesos_agent_csi_plugin_rpcs_total",
                       {{"resource_provider", "org.a/b.lvm"}, {"outcome", "failed"}}),
            3);
}

}  // namespace
}  // namespace mesoscale::exporter
