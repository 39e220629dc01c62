// The rules of decoding ZooKeeper's keys: facts, numbers that mean "none", detail, the Prometheus provider, what is counted.
#include "exporter/collectors/zookeeper_decode.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::read_fixture;

std::string fixture(const std::string& name) { return read_fixture("zookeeper/" + name); }

struct outcome {
  testing::page page;
  decode_counts counts;
};

outcome decode(decoder_factory make, const std::string& answer, bool with_detail = true,
               std::size_t max_series = 1'000) {
  decode_options options;
  options.instance = "zk1:2181";
  options.max_series = max_series;
  options.zookeeper_detail = with_detail;
  const auto decoded = decode_body(make, options, answer);
  EXPECT_TRUE(decoded.ok());
  const sample_set* const sets[] = {&decoded.value().samples};
  const auto text = write_exposition(sets, exposition_format::text_0_0_4);
  return {testing::read_page(text).of_instance("zk1:2181"), decoded.value().counts};
}

/// mntr with these lines behind the two that every answer has.
outcome mntr(const std::string& lines, bool with_detail = true, std::size_t max_series = 1'000) {
  const std::string head = "zk_version\t3.8.0-abc, built on 2024-12-29 17:54 UTC\nzk_server_state\tleader\n";
  return decode(make_mntr_decoder, head + lines, with_detail, max_series);
}

TEST(zookeeper_decode, the_version_is_taken_apart) {
  const std::string beta =
      "zk_version\t3.5.4-beta-7f51e5b68c, built on 05/11/2018 16:27 GMT\nzk_server_state\tfollower\n";

  EXPECT_TRUE(mntr("").page.has(
      "zookeeper_info", {{"version", "3.8.0"}, {"revision", "abc"}, {"built", "2024-12-29 17:54 UTC"}}));
  EXPECT_TRUE(decode(make_mntr_decoder, beta)
                  .page.has("zookeeper_info", {{"version", "3.5.4-beta"}, {"revision", "7f51e5b68c"}}));
}

TEST(zookeeper_decode, the_state_is_one_among_the_possible_ones_and_a_new_one_is_shown) {
  const std::string strange = "zk_version\t4.0.0\nzk_server_state\twitness\n";

  const auto known = mntr("").page;
  const auto unknown = decode(make_mntr_decoder, strange).page;

  EXPECT_EQ(known.count("zookeeper_server_state"), 5u);
  EXPECT_EQ(known.value("zookeeper_server_state", {{"state", "leader"}}), 1);
  EXPECT_EQ(known.value("zookeeper_server_state", {{"state", "read-only"}}), 0);
  EXPECT_EQ(unknown.value("zookeeper_server_state", {{"state", "witness"}}), 1);
  EXPECT_EQ(unknown.value("zookeeper_server_state", {{"state", "leader"}}), 0);
}

TEST(zookeeper_decode, statistics_without_a_sample_have_no_extremes) {
  const auto none = mntr(
                        "zk_avg_fsynctime\t0.0\nzk_min_fsynctime\t0\nzk_max_fsynctime\t0\nzk_cnt_"
                        "fsynctime\t0\nzk_sum_fsynctime\t0\n")
                        .page;
  const auto some = mntr(
                        "zk_avg_fsynctime\t4.5\nzk_min_fsynctime\t0\nzk_max_fsynctime\t9\nzk_cnt_"
                        "fsynctime\t2\nzk_sum_fsynctime\t9\n")
                        .page;

  EXPECT_FALSE(none.has("zookeeper_fsync_seconds"));
  EXPECT_EQ(none.value("zookeeper_fsync_seconds_count"), 0);
  EXPECT_EQ(none.value("zookeeper_fsync_seconds_sum"), 0);
  EXPECT_EQ(some.value("zookeeper_fsync_seconds", {{"quantile", "0"}}), 0);
  EXPECT_DOUBLE_EQ(some.value("zookeeper_fsync_seconds", {{"quantile", "1"}}), 0.009);
  EXPECT_EQ(some.value("zookeeper_fsync_seconds_count"), 2);
  EXPECT_DOUBLE_EQ(some.value("zookeeper_fsync_seconds_sum"), 0.009);
}

TEST(zookeeper_decode, a_size_of_minus_one_null_and_nan_give_no_sample_and_are_no_fault) {
  const auto got =
      mntr("zk_last_proposal_size\t-1\nzk_learners\tnull\nzk_watch_count\tNaN\nzk_observer_master_id\t-1\n");

  EXPECT_FALSE(got.page.has("zookeeper_proposal_size_last_bytes"));
  EXPECT_FALSE(got.page.has("zookeeper_learners"));
  EXPECT_FALSE(got.page.has("zookeeper_watches"));
  EXPECT_FALSE(got.page.has("zookeeper_observer_master_info"));
  EXPECT_EQ(got.counts.values_refused, 0u);
}

TEST(zookeeper_decode, a_value_that_is_no_number_or_not_finite_or_there_twice_is_counted) {
  const auto got = mntr(
      "zk_znode_count\tmany\nzk_watch_count\t12x\nzk_uptime\tInfinity\nzk_packets_sent\t3\nzk_packets_"
      "sent\t4\n");

  EXPECT_FALSE(got.page.has("zookeeper_znodes"));
  EXPECT_FALSE(got.page.has("zookeeper_watches"));
  EXPECT_FALSE(got.page.has("zookeeper_uptime_seconds"));
  EXPECT_EQ(got.page.value("zookeeper_packets_sent_total"), 3);
  EXPECT_EQ(got.counts.values_refused, 4u);
}

TEST(zookeeper_decode, a_number_without_a_row_is_never_lost) {
  const auto got = mntr("zk_moons\t2\nzk_p75_tides\t1.5\nzk_color\tblue\n", false);

  EXPECT_EQ(got.page.value("zookeeper_other", {{"key", "moons"}}), 2);
  EXPECT_EQ(got.page.value("zookeeper_other", {{"key", "p75_tides"}}), 1.5);
  EXPECT_EQ(got.page.type_of.at("zookeeper_other"), "untyped");
  EXPECT_EQ(got.page.count("zookeeper_other"), 2u);
  EXPECT_EQ(got.counts.keys_unknown, 3u);
  EXPECT_EQ(got.counts.values_refused, 1u);
}

TEST(zookeeper_decode, a_family_over_its_limit_is_cut_and_counted) {
  std::string lines;
  for (int i = 0; i < 20; ++i) lines += "zk_moon_" + std::to_string(i) + "\t1\n";

  const auto got = mntr(lines, true, 5);

  EXPECT_EQ(got.page.count("zookeeper_other"), 5u);
  EXPECT_EQ(got.counts.series_cut, 15u);
}

TEST(zookeeper_decode, learner_ids_and_name_spaces_are_labels_even_with_underscores_and_blanks) {
  const auto page =
      mntr(
          "zk_cnt_12_learner_handler_qp_size\t22\nzk_cnt_12_ack_latency\t1\nzk_cnt_quorum_ack_latency\t2\n"
          "zk_sum_my_app two_read_per_namespace\t7\nzk_mesos_quota_bytes_limit_per_namespace\t9\n")
          .page;

  EXPECT_EQ(page.value("zookeeper_learner_handler_queue_size_count", {{"learner_id", "12"}}), 22);
  EXPECT_EQ(page.value("zookeeper_ack_latency_seconds_count", {{"learner_id", "12"}}), 1);
  EXPECT_EQ(page.value("zookeeper_quorum_ack_latency_seconds_count"), 2);
  EXPECT_EQ(page.value("zookeeper_namespace_read_bytes_sum", {{"namespace", "my_app two"}}), 7);
  EXPECT_EQ(page.value("zookeeper_quota_limit_bytes", {{"namespace", "mesos"}}), 9);
}

TEST(zookeeper_decode, hostile_text_in_a_key_or_a_fact_stays_one_label) {
  const std::string name = std::string(10'000, 'x') + "\"},{\\ \xff#";
  const std::string answer = "zk_version\t3.8.0\" 1\nzk_server_state\tlea\\\"der\nzk_cnt_" + name +
                             "_read_per_namespace\t1\nzk_" + name + "\t2\nzk_a{b=\"c\tx\n";

  const auto got = decode(make_mntr_decoder, answer);

  const std::string shown = std::string(10'000, 'x') + "\"},{\\ \xEF\xBF\xBD#";
  EXPECT_EQ(got.page.value("zookeeper_namespace_read_bytes_count", {{"namespace", shown}}), 1);
  EXPECT_EQ(got.page.value("zookeeper_other", {{"key", shown}}), 2);
  EXPECT_EQ(got.page.value("zookeeper_server_state", {{"state", "lea\\\"der"}}), 1);
  EXPECT_TRUE(got.page.has("zookeeper_info", {{"version", "3.8.0\" 1"}}));
  EXPECT_EQ(got.counts.values_refused, 1u);
}

TEST(zookeeper_decode, labels_of_a_key_that_no_row_has_a_place_for_do_not_merge_series) {
  const auto got =
      mntr("zk_znode_count{a=\"1\"}\t5\nzk_znode_count{a=\"2\"}\t6\nzk_jvm_info{instance=\"x\"}\t1\n");

  EXPECT_FALSE(got.page.has("zookeeper_znodes"));
  EXPECT_EQ(got.page.count("zookeeper_other"), 3u);
}

TEST(zookeeper_decode, followers_of_old_versions_are_the_learners_of_new_ones) {
  const auto got = decode(make_mntr_decoder, fixture("documented-3.4.6-leader-mntr.txt"), false);

  EXPECT_EQ(got.page.value("zookeeper_learners"), 4);
  EXPECT_EQ(got.page.value("zookeeper_synced_followers"), 3);
  EXPECT_DOUBLE_EQ(got.page.value("zookeeper_request_latency_mean_seconds"), 0.002);
  EXPECT_EQ(got.counts.keys_missing, 0u);
}

TEST(zookeeper_decode, the_prometheus_provider_gives_the_same_families) {
  const auto got = decode(make_mntr_decoder, fixture("documented-3.9.1-leader-prometheus-provider-mntr.txt"));

  EXPECT_FALSE(got.page.has("zookeeper_fsync_seconds"));
  EXPECT_EQ(got.page.value("zookeeper_fsync_seconds_count"), 0);
  EXPECT_DOUBLE_EQ(got.page.value("zookeeper_read_latency_seconds", {{"quantile", "0.99"}}), 0.009);
  EXPECT_DOUBLE_EQ(got.page.value("zookeeper_read_latency_seconds_sum"), 0.08);
  EXPECT_EQ(got.page.value("zookeeper_namespace_write_bytes_sum", {{"namespace", "two words"}}), 40);
  EXPECT_FALSE(got.page.has("zookeeper_namespace_write_bytes", {{"namespace", "config"}}));
  EXPECT_DOUBLE_EQ(
      got.page.value("zookeeper_ack_latency_seconds", {{"learner_id", "2"}, {"quantile", "0.99"}}), 0.005);
  EXPECT_EQ(got.page.value("zookeeper_quota_exceeded_errors_total", {{"namespace", "mesos"}}), 6);
  EXPECT_EQ(got.page.value("zookeeper_jvm_memory_used_bytes", {{"area", "heap"}}), 4.2e7);
  EXPECT_EQ(got.page.value("zookeeper_jvm_memory_pool_used_bytes", {{"pool", "CodeHeap 'non-nmethods'"}}),
            1048576);
  EXPECT_DOUBLE_EQ(got.page.value("zookeeper_jvm_gc_collection_seconds_sum", {{"gc", "G1 Young Generation"}}),
                   0.061);
  EXPECT_TRUE(got.page.has("zookeeper_jvm_info", {{"version", "17.0.8+7"}, {"vendor", "Debian"}}));
  EXPECT_EQ(got.page.value("zookeeper_looking_total"), 2);
  EXPECT_EQ(got.page.value("zookeeper_other", {{"key", "a_metric_of_tomorrow{color=\"blue\"}"}}), 5);
  EXPECT_EQ(got.counts.keys_unknown, 1u);
  EXPECT_EQ(got.counts.values_refused, 0u);
}

TEST(zookeeper_decode, of_srvr_only_the_transaction_id_is_wanted_beside_mntr) {
  const auto page = decode(make_zxid_decoder, fixture("documented-3.4.6-leader-srvr.txt")).page;

  EXPECT_EQ(page.value("zookeeper_zxid_epoch"), 0x2b);
  EXPECT_EQ(page.value("zookeeper_zxid_in_epoch"), 0x1f3a7);
  EXPECT_EQ(page.series.size(), 2u);
}

TEST(zookeeper_decode, srvr_stands_in_for_mntr) {
  const auto got = decode(make_srvr_decoder, fixture("ensemble-server1-follower.srvr.txt"), false);

  const auto& page = got.page;
  EXPECT_EQ(page.value("zookeeper_server_state", {{"state", "follower"}}), 1);
  EXPECT_EQ(page.value("zookeeper_packets_received_total"), 415);
  EXPECT_EQ(page.value("zookeeper_packets_sent_total"), 416);
  EXPECT_EQ(page.value("zookeeper_connections"), 2);
  EXPECT_EQ(page.value("zookeeper_outstanding_requests"), 0);
  EXPECT_EQ(page.value("zookeeper_znodes"), 218);
  EXPECT_DOUBLE_EQ(page.value("zookeeper_request_latency_mean_seconds"), 0.0054453);
  EXPECT_DOUBLE_EQ(page.value("zookeeper_request_latency_seconds", {{"quantile", "1"}}), 0.092);
  EXPECT_EQ(page.value("zookeeper_zxid_epoch"), 1);
  EXPECT_EQ(page.value("zookeeper_zxid_in_epoch"), 0x270);
  EXPECT_FALSE(page.has("zookeeper_watches"));
  EXPECT_EQ(got.counts.keys_missing, 0u);
}

TEST(zookeeper_decode, a_transaction_id_that_is_none_is_counted) {
  for (const std::string zxid : {"12", "0x", "0xzz", "0x11112222333344445"}) {
    const auto got =
        decode(make_srvr_decoder, "Zookeeper version: 3.8.0\nZxid: " + zxid + "\nMode: leader\n");
    EXPECT_FALSE(got.page.has("zookeeper_zxid_epoch")) << zxid;
    EXPECT_EQ(got.counts.values_refused, 1u) << zxid;
  }
}

TEST(zookeeper_decode, keys_that_every_version_has_are_missed) {
  EXPECT_EQ(mntr("zk_znode_count\t5\nzk_watch_count\t5\n").counts.keys_missing, 9u);
}

TEST(zookeeper_decode, a_refusal_is_passed_on) {
  const auto decoded = decode_body(make_mntr_decoder, {}, fixture("zk-3.8.0-default-whitelist-mntr.txt"));

  ASSERT_FALSE(decoded.ok());
  EXPECT_EQ(decoded.error().code, errc::not_whitelisted);
}

struct situation {
  const char* name;
  std::vector<std::optional<errc>> failures;
  bool is_up;
  std::optional<bool> is_serving;
};

class zookeeper_situation : public ::testing::TestWithParam<situation> {};

TEST_P(zookeeper_situation, is_told_from_the_others) {
  const zookeeper_standing standing = standing_of(GetParam().failures);

  EXPECT_EQ(standing.is_up, GetParam().is_up);
  EXPECT_EQ(standing.is_serving, GetParam().is_serving);
}

INSTANTIATE_TEST_SUITE_P(
    all, zookeeper_situation,
    ::testing::Values(situation{"both_answer", {std::nullopt, std::nullopt}, true, true},
                      situation{"srvr_only", {errc::not_whitelisted, std::nullopt}, true, true},
                      situation{"mntr_only", {std::nullopt, errc::timeout}, true, true},
                      situation{"no_quorum", {errc::not_serving, errc::not_serving}, true, false},
                      situation{
                          "no_quorum_and_no_mntr", {errc::not_whitelisted, errc::not_serving}, true, false},
                      situation{"nothing_allowed", {errc::not_whitelisted, errc::not_whitelisted}, true, {}},
                      situation{"refused", {errc::refused}, false, {}},
                      situation{"garbage", {errc::wrong_shape, errc::wrong_shape}, false, {}},
                      situation{"hangs", {errc::timeout, errc::timeout}, false, {}}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace mesoscale::exporter
