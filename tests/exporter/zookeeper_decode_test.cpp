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

outcome decode(const zookeeper_answers& answers, zookeeper_decode_options options = {.with_detail = true}) {
  options.instance = "zk1:2181";
  const auto answer = decode_zookeeper(answers, options);
  const sample_set* const sets[] = {&answer.samples};
  const auto text = write_exposition(sets, exposition_format::text_0_0_4);
  return {testing::read_page(text).of_instance("zk1:2181"), answer.counts};
}

/// mntr with these lines behind the two that every answer has.
zookeeper_answers mntr(const std::string& lines) {
  zookeeper_answers answers;
  answers.monitor =
      parse_mntr("zk_version\t3.8.0-abc, built on 2024-12-29 17:54 UTC\nzk_server_state\tleader\n" + lines);
  EXPECT_TRUE(answers.monitor->ok());
  return answers;
}

TEST(zookeeper_decode, the_version_is_taken_apart) {
  zookeeper_answers beta;
  beta.monitor = parse_mntr(
      "zk_version\t3.5.4-beta-7f51e5b68c, built on 05/11/2018 16:27 GMT\nzk_server_state\tfollower\n");

  EXPECT_TRUE(decode(mntr("")).page.has(
      "zookeeper_info", {{"version", "3.8.0"}, {"revision", "abc"}, {"built", "2024-12-29 17:54 UTC"}}));
  EXPECT_TRUE(
      decode(beta).page.has("zookeeper_info", {{"version", "3.5.4-beta"}, {"revision", "7f51e5b68c"}}));
}

TEST(zookeeper_decode, the_state_is_one_among_the_possible_ones_and_a_new_one_is_shown) {
  zookeeper_answers strange;
  strange.monitor = parse_mntr("zk_version\t4.0.0\nzk_server_state\twitness\n");

  const auto known = decode(mntr("")).page;
  const auto unknown = decode(strange).page;

  EXPECT_EQ(known.count("zookeeper_server_state"), 5u);
  EXPECT_EQ(known.value("zookeeper_server_state", {{"state", "leader"}}), 1);
  EXPECT_EQ(known.value("zookeeper_server_state", {{"state", "read-only"}}), 0);
  EXPECT_EQ(unknown.value("zookeeper_server_state", {{"state", "witness"}}), 1);
  EXPECT_EQ(unknown.value("zookeeper_server_state", {{"state", "leader"}}), 0);
}

TEST(zookeeper_decode, statistics_without_a_sample_have_no_extremes) {
  const auto none = decode(mntr("zk_avg_fsynctime\t0.0\nzk_min_fsynctime\t0\nzk_max_fsynctime\t0\nzk_cnt_"
                                "fsynctime\t0\nzk_sum_fsynctime\t0\n"))
                        .page;
  const auto some = decode(mntr("zk_avg_fsynctime\t4.5\nzk_min_fsynctime\t0\nzk_max_fsynctime\t9\nzk_cnt_"
                                "fsynctime\t2\nzk_sum_fsynctime\t9\n"))
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
  const auto got = decode(
      mntr("zk_last_proposal_size\t-1\nzk_learners\tnull\nzk_watch_count\tNaN\nzk_observer_master_id\t-1\n"));

  EXPECT_FALSE(got.page.has("zookeeper_proposal_size_last_bytes"));
  EXPECT_FALSE(got.page.has("zookeeper_learners"));
  EXPECT_FALSE(got.page.has("zookeeper_watches"));
  EXPECT_FALSE(got.page.has("zookeeper_observer_master_info"));
  EXPECT_EQ(got.counts.values_refused, 0u);
}

TEST(zookeeper_decode, a_value_that_is_no_number_or_not_finite_or_there_twice_is_counted) {
  const auto got =
      decode(mntr("zk_znode_count\tmany\nzk_watch_count\t12x\nzk_uptime\tInfinity\nzk_packets_sent\t3\nzk_"
                  "packets_sent\t4\n"));

  EXPECT_FALSE(got.page.has("zookeeper_znodes"));
  EXPECT_FALSE(got.page.has("zookeeper_watches"));
  EXPECT_FALSE(got.page.has("zookeeper_uptime_seconds"));
  EXPECT_EQ(got.page.value("zookeeper_packets_sent_total"), 3);
  EXPECT_EQ(got.counts.values_refused, 4u);
}

TEST(zookeeper_decode, a_number_without_a_row_is_never_lost) {
  const auto got = decode(mntr("zk_moons\t2\nzk_p75_tides\t1.5\nzk_color\tblue\n"), {.with_detail = false});

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

  const auto got = decode(mntr(lines), {.max_series = 5});

  EXPECT_EQ(got.page.count("zookeeper_other"), 5u);
  EXPECT_EQ(got.counts.series_cut, 15u);
}

TEST(zookeeper_decode, learner_ids_and_name_spaces_are_labels_even_with_underscores_and_blanks) {
  const auto page =
      decode(mntr("zk_cnt_12_learner_handler_qp_size\t22\nzk_cnt_12_ack_latency\t1\nzk_cnt_quorum_ack_"
                  "latency\t2\n"
                  "zk_sum_my_app two_read_per_namespace\t7\nzk_mesos_quota_bytes_limit_per_namespace\t9\n"))
          .page;

  EXPECT_EQ(page.value("zookeeper_learner_handler_queue_size_count", {{"learner_id", "12"}}), 22);
  EXPECT_EQ(page.value("zookeeper_ack_latency_seconds_count", {{"learner_id", "12"}}), 1);
  EXPECT_EQ(page.value("zookeeper_quorum_ack_latency_seconds_count"), 2);
  EXPECT_EQ(page.value("zookeeper_namespace_read_bytes_sum", {{"namespace", "my_app two"}}), 7);
  EXPECT_EQ(page.value("zookeeper_quota_limit_bytes", {{"namespace", "mesos"}}), 9);
}

TEST(zookeeper_decode, followers_of_old_versions_are_the_learners_of_new_ones) {
  zookeeper_answers old;
  old.monitor = parse_mntr(fixture("documented-3.4.6-leader-mntr.txt"));

  const auto got = decode(old, {.with_detail = false});

  EXPECT_EQ(got.page.value("zookeeper_learners"), 4);
  EXPECT_EQ(got.page.value("zookeeper_synced_followers"), 3);
  EXPECT_DOUBLE_EQ(got.page.value("zookeeper_request_latency_mean_seconds"), 0.002);
  EXPECT_EQ(got.counts.keys_missing, 0u);
}

TEST(zookeeper_decode, the_prometheus_provider_gives_the_same_families) {
  zookeeper_answers answers;
  answers.monitor = parse_mntr(fixture("documented-3.9.1-leader-prometheus-provider-mntr.txt"));
  ASSERT_TRUE(answers.monitor->ok()) << answers.monitor->error().what;

  const auto got = decode(answers);

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

TEST(zookeeper_decode, the_transaction_id_comes_from_srvr_and_nothing_else_of_it) {
  zookeeper_answers answers = mntr("zk_znode_count\t5\n");
  answers.status = parse_srvr(fixture("documented-3.4.6-leader-srvr.txt"));

  const auto page = decode(answers).page;

  EXPECT_EQ(page.value("zookeeper_zxid_epoch"), 0x2b);
  EXPECT_EQ(page.value("zookeeper_zxid_in_epoch"), 0x1f3a7);
  EXPECT_EQ(page.value("zookeeper_znodes"), 5);
  EXPECT_FALSE(page.has("zookeeper_packets_sent_total"));
}

TEST(zookeeper_decode, srvr_stands_in_for_mntr) {
  zookeeper_answers answers;
  answers.monitor = parse_mntr(fixture("zk-3.8.0-default-whitelist-mntr.txt"));
  answers.status = parse_srvr(fixture("ensemble-server1-follower.srvr.txt"));

  const auto page = decode(answers).page;

  EXPECT_EQ(page.value("zookeeper_serving"), 1);
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
}

TEST(zookeeper_decode, a_transaction_id_that_is_none_is_counted) {
  for (const std::string zxid : {"12", "0x", "0xzz", "0x11112222333344445"}) {
    zookeeper_answers answers;
    answers.status = parse_srvr("Zookeeper version: 3.8.0\nZxid: " + zxid + "\nMode: leader\n");
    const auto got = decode(answers);
    EXPECT_FALSE(got.page.has("zookeeper_zxid_epoch")) << zxid;
    EXPECT_EQ(got.counts.values_refused, 1u) << zxid;
  }
}

TEST(zookeeper_decode, keys_that_every_version_has_are_missed) {
  EXPECT_EQ(decode(mntr("zk_znode_count\t5\nzk_watch_count\t5\n")).counts.keys_missing, 9u);
}

struct situation {
  const char* name;
  zookeeper_answers answers;
  bool up;
  std::optional<bool> serving;
};

result<zookeeper_values> failed(errc code) { return failure{code, ""}; }
result<zookeeper_values> values() {
  return zookeeper_values{{"version", "3.8.0"}, {"server_state", "leader"}};
}

class zookeeper_situation : public ::testing::TestWithParam<situation> {};

TEST_P(zookeeper_situation, is_told_from_the_others) {
  const auto& [name, answers, up, serving] = GetParam();

  const auto page = decode(answers).page;

  EXPECT_EQ(is_up(answers), up);
  EXPECT_EQ(is_serving(answers), serving);
  EXPECT_EQ(page.has("zookeeper_serving"), serving.has_value());
  if (serving) {
    EXPECT_EQ(page.value("zookeeper_serving"), *serving ? 1 : 0);
  }
  EXPECT_EQ(page.has("zookeeper_info"), serving.value_or(false));
}

INSTANTIATE_TEST_SUITE_P(
    all, zookeeper_situation,
    ::testing::Values(
        situation{"both_answer", {values(), values()}, true, true},
        situation{"srvr_only", {failed(errc::not_whitelisted), values()}, true, true},
        situation{"mntr_only", {values(), failed(errc::timeout)}, true, true},
        situation{"no_quorum", {failed(errc::not_serving), failed(errc::not_serving)}, true, false},
        situation{
            "no_quorum_and_no_mntr", {failed(errc::not_whitelisted), failed(errc::not_serving)}, true, false},
        situation{
            "nothing_allowed", {failed(errc::not_whitelisted), failed(errc::not_whitelisted)}, true, {}},
        situation{"not_asked_further", {{}, failed(errc::refused)}, false, {}},
        situation{"garbage", {failed(errc::wrong_shape), failed(errc::wrong_shape)}, false, {}},
        situation{"hangs", {failed(errc::timeout), failed(errc::timeout)}, false, {}}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace mesoscale::exporter
