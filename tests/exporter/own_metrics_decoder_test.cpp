#include "exporter/collectors/own_metrics_decoder.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "exporter/collectors/marathon_prometheus.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

decode_options options() {
  decode_options made;
  made.instance = "m1:8080";
  return made;
}

testing::page page_of(const decoded& answer) {
  const sample_set* const sets[] = {&answer.samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
}

testing::page marathon_page(const std::string& file) {
  auto answer =
      decode_body(make_marathon_metrics_decoder, options(), testing::read_fixture("marathon/" + file));
  EXPECT_TRUE(answer.ok()) << file;
  return answer.ok() ? page_of(answer.value()) : testing::page{};
}

TEST(marathon_metrics, have_one_name_in_all_dialects) {
  const auto old_names = marathon_page("0_8_1/metrics.json");
  const auto kamon = marathon_page("1_6/metrics.json");
  const auto new_names = marathon_page("1_11/metrics.json");

  EXPECT_DOUBLE_EQ(old_names.value("marathon_uptime_seconds"), 86400.123);
  EXPECT_DOUBLE_EQ(kamon.value("marathon_uptime_seconds"), 86410);
  EXPECT_DOUBLE_EQ(new_names.value("marathon_uptime_seconds"), 86400.123);
  for (const auto* page : {&old_names, &kamon, &new_names}) EXPECT_EQ(page->value("marathon_apps_active"), 2);
}

TEST(marathon_metrics, scale_timers_by_the_unit_they_name) {
  const auto page = marathon_page("0_8_1/metrics.json");

  EXPECT_DOUBLE_EQ(page.value("marathon_repository_read_duration_seconds",
                              {{"repository", "AppRepository"}, {"quantile", "0.99"}}),
                   0.04);
  EXPECT_EQ(page.value("marathon_repository_reads_total", {{"repository", "AppRepository"}}), 200);
  EXPECT_EQ(page.value("marathon_http_request_duration_seconds", {{"quantile", "0.99"}}), 0.2);
  EXPECT_EQ(page.value("marathon_http_request_duration_seconds", {{"quantile", "0"}}), 0.001);
  EXPECT_EQ(page.value("marathon_http_request_duration_seconds", {{"quantile", "1"}}), 0.67);
  EXPECT_EQ(page.value("marathon_http_requests_total"), 83815);
}

TEST(marathon_metrics, do_not_call_the_counts_of_a_window_totals) {
  const auto page = marathon_page("1_6/metrics.json");

  EXPECT_FALSE(page.has("marathon_mesos_offers_incoming_total"));
  EXPECT_FALSE(page.has("marathon_task_status_published_total"));
  EXPECT_EQ(
      page.value(
          "marathon_window_events",
          {{"key", "service.mesosphere.marathon.core.launcher.impl.OfferProcessorImpl.incomingOffers"}}),
      12);
  EXPECT_DOUBLE_EQ(page.value("marathon_task_status_publish_duration_seconds", {{"quantile", "1"}}), 0.009);
}

TEST(marathon_metrics, have_names_that_do_not_grow_with_each_start) {
  const auto page = marathon_page("0_8_1/metrics.json");

  EXPECT_EQ(
      page.value("marathon_method_calls_total", {{"class", "v2.AppsResource"}, {"method", "index(String)"}}),
      411);
  EXPECT_EQ(page.value("marathon_http_threads", {{"pool", "qtp"}}), 12);
}

TEST(marathon_metrics, keep_the_types_of_arguments_in_the_name_of_a_method) {
  const std::string name =
      "service.mesosphere.marathon.x.Y$$EnhancerByGuice$$3ba5d1a1.z(java.lang.String, int)";
  const auto answer =
      decode_body(make_marathon_metrics_decoder, options(), "{\"meters\":{\"" + name + "\":{\"count\":3}}}");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(
      page.value("marathon_method_calls_total", {{"class", "x.Y"}, {"method", "z(java.lang.String, int)"}}),
      3);
}

TEST(marathon_metrics, tell_the_mean_of_a_window_in_seconds) {
  const auto page = marathon_page("1_6/metrics.json");

  EXPECT_DOUBLE_EQ(page.value("marathon_window_mean", {{"key",
                                                        "service.mesosphere.marathon.core.task.update.impl."
                                                        "TaskStatusUpdateProcessorImpl.publishFuture"}}),
                   0.005);
}

TEST(marathon_metrics, are_found_under_a_prefix_of_the_users_own) {
  const auto answer = decode_body(make_marathon_metrics_decoder, options(),
                                  R"({"gauges":{"prod.uptime.gauge.seconds":{"value":5}}})");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).value("marathon_uptime_seconds"), 5);
}

TEST(hashes, are_cut_out_of_keys) {
  EXPECT_EQ(without_hashes("a.B$$EnhancerByGuice$$3ba5d1a1.index(String)"), "a.B.index(String)");
  EXPECT_EQ(without_hashes("a_B__EnhancerByGuice__3ba5d1a1_index_String_"), "a_B_index_String_");
  EXPECT_EQ(without_hashes("a.B$$FastClassByGuice$$0f.c"), "a.B.c");
  EXPECT_EQ(without_hashes("pool.qtp186.threads"), "pool.qtp.threads");
  EXPECT_EQ(without_hashes("a$$b"), "a$$b");
  EXPECT_EQ(without_hashes("ByGuice"), "ByGuice");
  EXPECT_EQ(without_hashes(""), "");
}

TEST(chronos_metrics, keep_names_of_jobs_whole) {
  const auto answer =
      decode_body(make_chronos_metrics_decoder, options(), testing::read_fixture("chronos/2_3/metrics.json"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("chronos_job_run_seconds", {{"job", "etl.daily-0"}, {"quantile", "0.5"}}), 3);
  EXPECT_EQ(page.value("chronos_job_run_seconds", {{"job", "etl.daily-1"}, {"quantile", "1"}}), 9);
  EXPECT_EQ(page.value("chronos_job_runs_total", {{"job", "etl.daily-0"}}), 51);
  EXPECT_EQ(page.value("chronos_queue_jobs", {{"priority", "normal"}}), 1);
  EXPECT_FALSE(page.has("chronos_other", {{"key", "jobs.run.success.etl.daily-0"}}));
}

TEST(chronos_metrics, take_nothing_out_of_names_of_jobs_that_look_generated) {
  const auto answer = decode_body(make_chronos_metrics_decoder, options(),
                                  R"({"version":"3.0.0","histograms":{"jobs.run.time.qtp1":{"count":3},
                                      "jobs.run.time.qtp2":{"count":4},
                                      "jobs.run.time.a$$EnhancerByGuice$$3b.c":{"count":5}}})");

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(answer->counts.values_refused, 0u);
  const std::pair<const char*, double> expected[] = {
      {"qtp1", 3}, {"qtp2", 4}, {"a$$EnhancerByGuice$$3b.c", 5}};
  for (const auto& [job, runs] : expected)
    EXPECT_EQ(page.value("chronos_job_runs_total", {{"job", job}}), runs) << job;
}

TEST(prometheus_decoder, repairs_what_prometheus_would_refuse) {
  const auto answer = decode_body(make_marathon_prometheus_decoder, options(),
                                  testing::read_fixture("marathon/1_11/prometheus.txt"));

  ASSERT_TRUE(answer.ok());
  const auto page = page_of(answer.value());
  EXPECT_EQ(page.value("marathon_apps_active_gauge"), 2);
  EXPECT_EQ(page.value("marathon_deployments_counter"), 97);
  EXPECT_EQ(page.type_of.at("marathon_deployments_counter"), "untyped");
  EXPECT_FALSE(page.has("marathon_jvm_memory_pools_Code_Cache_usage_gauge"));
  EXPECT_EQ(page.value("marathon_http_requests_duration_timer_seconds", {{"quantile", "0.999"}}), 0.5);
  EXPECT_EQ(page.value("marathon_http_requests_duration_timer_seconds_count"), 100);
  EXPECT_EQ(page.value("service_mesosphere_marathon_api_v2_AppsResource_index_String__mean_rate"), 0.25);
  EXPECT_EQ(page.value("jvm_memory_pools_G1_Old_Gen"), 0.5);
  EXPECT_EQ(page.value("marathon_uptime_gauge_seconds"), 86400.123);
  EXPECT_EQ(answer->counts.values_refused, 2u);
}

TEST(prometheus_decoder, leaves_our_own_names_to_us) {
  const auto answer = decode_body(make_marathon_prometheus_decoder, options(),
                                  "marathon_up 0\nmarathon_apps_active 9\nx 1\n");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(page_of(answer.value()).series.size(), 1u);
}

}  // namespace
}  // namespace mesoscale::exporter
