// The values under the old exporters' names, from real answers. Expected values are read with another parser, and computed
// as mesos_exporter and marathon_exporter document them.
#include "exporter/collectors/compat.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/core/exposition.hpp"
#include "exporter/collectors/collector.hpp"
#include "exporter/collectors/compat_decoders.hpp"
#include "exporter/collectors/compat_marathon_metrics.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::labels_map;
using testing::read_fixture;

testing::page old_page(decoder_factory make, const std::string& body) {
  auto answer = decode_body(make, {"h:1", 1000}, body);
  EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().what);
  if (!answer.ok()) return {};
  const sample_set* const sets[] = {&answer->samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4)).of_instance("h:1");
}

TEST(compat_master, gives_the_values_of_the_snapshot_under_the_old_names) {
  const std::string body = read_fixture("mesos/leader/metrics_snapshot.body");
  const auto numbers = nlohmann::json::parse(body);
  const auto number = [&](const char* key) { return numbers.at(key).get<double>(); };

  const auto page = old_page(make_compat_master_decoder, body);

  EXPECT_EQ(page.value("mesos_master_cpus", {{"type", "total"}}), number("master/cpus_total"));
  EXPECT_EQ(page.value("mesos_master_cpus", {{"type", "used"}}), number("master/cpus_used"));
  EXPECT_EQ(page.value("mesos_master_cpus", {{"type", "percent"}}), number("master/cpus_percent"));
  EXPECT_EQ(page.value("mesos_master_cpus", {{"type", "free"}}),
            number("master/cpus_total") - number("master/cpus_used"));
  EXPECT_EQ(page.value("mesos_master_mem", {{"type", "total"}}), number("master/mem_total"));
  EXPECT_EQ(page.value("mesos_master_task_states_exit_total", {{"state", "errored"}}),
            number("master/tasks_error"));
  EXPECT_EQ(page.value("mesos_master_allocation_run_ms_count"), number("allocator/mesos/allocation_runs"));
  EXPECT_EQ(page.value("mesos_master_allocation_runs", {{"event", "allocation"}}),
            number("allocator/mesos/allocation_runs"));
  EXPECT_EQ(page.value("mesos_registrar_state_store_ms", {{"type", "p90"}}),
            number("registrar/state_store_ms/p90"));
  EXPECT_EQ(page.value("mesos_master_messages_outcomes_total", {{"source", "slave"},
                                                                {"destination", "framework"},
                                                                {"type", "status_update"},
                                                                {"outcome", "valid"}}),
            number("master/valid_status_updates"));
  EXPECT_TRUE(page.has("mesos_master_allocator_role_shares_dominant", {{"role", "*"}}));
  // Ours has the same name, type, labels and value.
  EXPECT_FALSE(page.has("mesos_master_elected"));
}

TEST(compat_master, computes_nothing_below_zero_and_nothing_of_one_operand) {
  const auto page =
      old_page(make_compat_master_decoder,
               R"({"master/elected":1,"master/slave_removals":2,"master/slave_shutdowns_completed":3,)"
               R"("master/cpus_total":4,"master/mem_total":5,"master/mem_used":5})");

  EXPECT_FALSE(page.has("mesos_master_slave_removal_events_total", {{"event", "died"}}));
  EXPECT_TRUE(page.has("mesos_master_slave_removal_events_total", {{"event", "completed"}}));
  EXPECT_FALSE(page.has("mesos_master_cpus", {{"type", "free"}}));
  EXPECT_EQ(page.value("mesos_master_mem", {{"type", "free"}}), 0);
  // A key that is not there is no zero.
  EXPECT_EQ(page.series.size(), 5u);
}

TEST(compat_master, makes_labels_of_names_inside_keys) {
  const auto page = old_page(
      make_compat_master_decoder,
      R"({"frameworks/team/a/messages_processed":7,"master/task_lost/source_master/reason_slave_removed":2,)"
      R"("allocator/mesos/quota/roles/eng/team/resources/cpus/guarantee":3,"master/slave_removals/reason_unhealthy":1})");

  EXPECT_EQ(page.value("mesos_master_frameworks_messages", {{"framework", "team/a"}, {"type", "processed"}}),
            7);
  EXPECT_EQ(page.value("mesos_master_task_state_counts_by_source_reason",
                       {{"state", "lost"}, {"source", "master"}, {"reason", "slave_removed"}}),
            2);
  EXPECT_EQ(
      page.value("mesos_master_allocator_role_quota_guarantee", {{"role", "eng/team"}, {"resource", "cpus"}}),
      3);
  EXPECT_EQ(page.value("mesos_master_slave_removal_events_reasons", {{"reason", "unhealthy"}}), 1);
}

TEST(compat_agent, gives_the_values_of_the_snapshot_under_the_old_names) {
  const std::string body = read_fixture("mesos/agent1/metrics_snapshot.body");
  const auto numbers = nlohmann::json::parse(body);

  const auto page = old_page(make_compat_agent_decoder, body);

  EXPECT_EQ(page.value("mesos_slave_uptime_seconds"), numbers.at("slave/uptime_secs").get<double>());
  EXPECT_EQ(page.value("mesos_slave_containerizer_fetcher_cache_size", {{"type", "free"}}), 2147483648.0);
  EXPECT_EQ(page.value("mesos_slave_cpus", {{"type", "total"}}), 4);
  EXPECT_FALSE(page.has("mesos_slave_containerizer_xfs_project_ids"));
}

TEST(compat_containers, give_what_is_in_the_statistics_and_no_zeros) {
  const std::string body = read_fixture("mesos/agent1/containers.body");
  const auto containers = nlohmann::json::parse(body);

  const auto page = old_page(make_compat_container_decoder, body);

  EXPECT_EQ(page.count("mesos_agent_mem_rss_bytes"), containers.size());
  for (const auto& one : containers) {
    const labels_map labels{
        {"id", one["executor_id"]}, {"framework_id", one["framework_id"]}, {"source", one["source"]}};
    EXPECT_EQ(page.value("mesos_agent_mem_rss_bytes", labels),
              one["statistics"]["mem_rss_bytes"].get<double>());
    EXPECT_EQ(page.value("mesos_agent_cpu_user_seconds_total", labels),
              one["statistics"]["cpus_user_time_secs"].get<double>());
  }
  EXPECT_FALSE(page.has("mesos_agent_network_receive_bytes_total"));
}

TEST(compat_agent_list, gives_resources_by_pid_with_mebibytes_as_bytes) {
  const std::string body = read_fixture("mesos/leader/slaves.body");
  const auto agents = nlohmann::json::parse(body)["slaves"];

  const auto page = old_page(make_compat_agent_list_decoder, body);

  EXPECT_EQ(page.count("mesos_slave_cpus"), agents.size());
  for (const auto& one : agents) {
    const labels_map labels{{"slave", one["pid"]}};
    EXPECT_EQ(page.value("mesos_slave_cpus", labels), one["resources"]["cpus"].get<double>());
    EXPECT_EQ(page.value("mesos_slave_mem_bytes", labels), one["resources"]["mem"].get<double>() * 1048576);
    EXPECT_EQ(page.value("mesos_slave_disk_used_bytes", labels),
              one["used_resources"]["disk"].get<double>() * 1048576);
    EXPECT_EQ(page.value("mesos_slave_cpus_unreserved", labels),
              one["unreserved_resources"]["cpus"].get<double>());
  }
  EXPECT_EQ(page.value("mesos_slave_ports", {{"slave", "slave(1)@127.0.0.1:5151"}}), 101);
  // Nothing is used of it and Mesos does not say zero.
  EXPECT_FALSE(page.has("mesos_slave_ports_used", {{"slave", "slave(1)@127.0.0.1:5151"}}));
}

TEST(compat_agent_list, counts_ports) {
  EXPECT_EQ(count_of_ranges("[31000-32000, 8000-8099]"), 1101);
  EXPECT_EQ(count_of_ranges("[7-7]"), 1);
  EXPECT_EQ(count_of_ranges("[]"), 0);
  for (const char* bad : {"", "[", "[1]", "[2-1]", "[1-2", "1-2", "[1-2,]", "[1-2;3-4]", "[a-b]", "[-1-2]"}) {
    EXPECT_FALSE(count_of_ranges(bad)) << bad;
  }
}

TEST(compat_apps, give_what_marathon_exporter_gave) {
  const auto page = old_page(make_compat_app_decoder, read_fixture("marathon/1_11/apps.json"));

  const labels_map web{{"app", "/shop/web"}, {"app_version", "2017-03-01T10:00:00.000Z"}};
  EXPECT_EQ(page.value("marathon_app_task_running", web), 3);
  EXPECT_EQ(page.value("marathon_app_task_cpus", web), 0.5);
  EXPECT_EQ(page.value("marathon_app_task_mem_in_mb", web), 128);
  EXPECT_EQ(page.value("marathon_app_task_avg_uptime", web), 120.5);
  EXPECT_EQ(page.count("marathon_app_instances"), 2u);
  // An app without tasks has no average.
  EXPECT_EQ(page.count("marathon_app_task_avg_uptime"), 1u);
}

TEST(compat_marathon_metrics, understand_dropwizard) {
  const auto page = old_page(make_compat_marathon_metrics_decoder, read_fixture("marathon/1_4/metrics.json"));

  const std::string servlet = "marathon_org_eclipse_jetty_servlet_servletcontexthandler_";
  EXPECT_EQ(page.value("marathon_metrics_version", {{"version", "3.0.0"}}), 1);
  EXPECT_EQ(page.value("marathon_service_mesosphere_marathon_uptime"), 86400123);
  EXPECT_EQ(page.type_of.at("marathon_service_mesosphere_marathon_uptime"), "gauge");
  EXPECT_EQ(page.value(servlet + "active_requests"), 1);
  EXPECT_EQ(page.type_of.at(servlet + "active_requests"), "counter");
  EXPECT_EQ(page.value(servlet + "2xx_responses_count"), 83811);
  EXPECT_EQ(page.value(servlet + "2xx_responses", {{"rate", "5m"}}), 1.15);
  EXPECT_EQ(page.value(servlet + "dispatches", {{"percentile", "0.999"}}), 0.6);
  EXPECT_EQ(page.value(servlet + "dispatches_rate", {{"rate", "mean"}}), 1);
  EXPECT_EQ(page.value(servlet + "dispatches_stddev"), 0.07);
  const std::string size = "marathon_service_mesosphere_marathon_state_grouprepository_write_data_size";
  EXPECT_EQ(page.value(size, {{"percentile", "0.50"}}), 1000);
  EXPECT_EQ(page.value(size + "_count"), 7);
}

TEST(compat_marathon_metrics, understand_kamon_and_the_new_names) {
  const auto kamon =
      old_page(make_compat_marathon_metrics_decoder, read_fixture("marathon/1_6/metrics.json"));
  EXPECT_EQ(kamon.value("marathon_service_mesosphere_marathon_app_count"), 2);
  EXPECT_FALSE(kamon.has("marathon_service_mesosphere_marathon_core_launchqueue_queue"));

  const auto latest =
      old_page(make_compat_marathon_metrics_decoder, read_fixture("marathon/1_11/metrics.json"));
  EXPECT_EQ(latest.value("marathon_marathon_apps_active_gauge"), 2);
  EXPECT_EQ(latest.type_of.at("marathon_marathon_deployments_counter"), "counter");
}

TEST(compat_marathon_metrics, are_named_as_marathon_exporter_named_them) {
  EXPECT_EQ(compat_marathon_name("jvm.gc.PS-MarkSweep.count"), "marathon_jvm_gc_ps_marksweep_count");
  EXPECT_EQ(compat_marathon_name("a.B$$EnhancerByGuice$$1.f(x)"), "marathon_a_b__enhancerbyguice__1_f_x");
}

TEST(compat, is_beside_our_own_names_only_where_it_is_wanted) {
  const collector& of = *find_collector("marathon_apps");
  const std::string body = read_fixture("marathon/1_11/apps.json");
  const auto decode = [&](compat_names names) {
    auto decoder = make_decoder(of.name, of.make_decoder, {"h:1", 1000}, names);
    EXPECT_TRUE(decoder->feed(body).ok());
    return decoder->finish();
  };

  EXPECT_TRUE(decode({})->compat.empty());
  EXPECT_TRUE(decode({.mesos_exporter = true})->compat.empty());
  EXPECT_FALSE(decode({.marathon_exporter = true})->compat.empty());
  EXPECT_EQ(decode({.marathon_exporter = true})->samples.size(), decode({})->samples.size());
}

TEST(compat, gives_nothing_of_an_answer_that_our_own_decoder_refuses) {
  const collector& of = *find_collector("marathon_apps");
  auto decoder = make_decoder(of.name, of.make_decoder, {"h:1", 1000}, {.marathon_exporter = true});

  const auto fed = decoder->feed(R"({"apps":[{"id":"/a","version":"1","instances":1}],)");

  EXPECT_TRUE(fed.ok());
  EXPECT_FALSE(decoder->finish().ok());
}

}  // namespace
}  // namespace mesoscale::exporter
