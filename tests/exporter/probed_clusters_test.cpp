#include "exporter/scrape/probed_clusters.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::seconds;

target target_at(target_kind kind, const std::string& instance) {
  return {kind, parse_url("http://" + instance).value(), nullptr};
}

std::vector<target> targets_at(target_kind kind, const std::vector<std::string>& instances) {
  std::vector<target> targets;
  for (const std::string& one : instances) targets.push_back(target_at(kind, one));
  return targets;
}

outcome_ptr answered(decoder_factory make, const std::string& body, const std::string& leader = {},
                     bool is_proxied = false) {
  auto made = std::make_shared<outcome>();
  made->data = decode_body(make, {.instance = "x"}, body).value();
  made->leader = leader;
  made->is_proxied = is_proxied;
  return made;
}

struct probes : ::testing::Test {
  probed_clusters clusters;
  net::clock::time_point now = net::clock::time_point(seconds(1000));
  std::vector<target> configured;

  /// How many apps are told of in the probe of a Marathon.
  std::size_t apps_of(const std::string& instance, const std::string& leader, bool is_proxied) {
    target_report report{target_at(target_kind::marathon, instance), {find_collector("marathon_apps")}, {}};
    report.outcomes = {
        answered(make_app_decoder, R"({"apps":[{"id":"/a","instances":1}]})", leader, is_proxied)};
    return series_of(report, "marathon_app_instances_desired");
  }

  std::size_t jobs_of(const std::string& instance, const std::string& leader) {
    target_report report{target_at(target_kind::chronos, instance),
                         {find_collector("chronos_jobs"), find_collector("chronos_leader")},
                         {}};
    report.outcomes = {answered(make_chronos_job_decoder, R"([{"name":"etl","successCount":7}])"),
                       answered(make_chronos_leader_decoder, R"({"leader":")" + leader + R"("})")};
    return series_of(report, "chronos_job_success_total");
  }

  /// A probe of a Marathon that nobody answers.
  void probe_in_vain(const std::string& instance) {
    target_report report{target_at(target_kind::marathon, instance), {find_collector("marathon_apps")}, {}};
    report.outcomes = {failed_with({errc::refused, "nobody listens"})};
    clusters.count_once(report, configured, now);
  }

  /// How many deployments are told of in the probe of a Marathon whose list of apps we may not read.
  std::size_t deployments_of(const std::string& instance, const std::string& leader, bool is_proxied) {
    target_report report{target_at(target_kind::marathon, instance),
                         {find_collector("marathon_apps"), find_collector("marathon_deployments")},
                         {}};
    report.outcomes = {failed_with({errc::http_403, "not for us"}),
                       answered(make_deployment_decoder, "[]", leader, is_proxied)};
    return series_of(report, "marathon_deployments");
  }

  std::size_t series_of(target_report& report, const std::string& name) {
    clusters.count_once(report, configured, now);
    std::vector<const sample_set*> sets;
    for (const outcome_ptr& one : report.outcomes) sets.push_back(&one->data.samples);
    return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4)).count(name);
  }
};

TEST_F(probes, tell_of_a_marathon_cluster_by_its_leader_alone) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "m2:8080", "m3:8080"});

  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 0u);
  EXPECT_EQ(apps_of("m2:8080", "http://m2:8080", false), 1u);
  EXPECT_EQ(apps_of("m3:8080", "http://m2:8080", true), 0u);
}

TEST_F(probes, know_a_leader_that_is_configured_by_another_name_once_it_was_probed) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "10.0.0.2:8080"});
  apps_of("10.0.0.2:8080", "http://m2:8080", false);

  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 0u);
  EXPECT_EQ(apps_of("10.0.0.2:8080", "http://m2:8080", false), 1u);
}

TEST_F(probes, tell_of_a_cluster_by_its_first_follower_when_the_leader_is_not_configured) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "m3:8080"});

  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 1u);
  EXPECT_EQ(apps_of("m3:8080", "http://m2:8080", true), 0u);
  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 1u);
}

TEST_F(probes, let_another_follower_speak_when_the_first_was_not_probed_for_long) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "m3:8080"});
  apps_of("m1:8080", "http://m2:8080", true);

  now += seconds(301);

  EXPECT_EQ(apps_of("m3:8080", "http://m2:8080", true), 1u);
}

TEST_F(probes, keep_all_of_a_lone_marathon_and_of_one_that_names_no_leader) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "x1:8080"});

  EXPECT_EQ(apps_of("m1:8080", "", false), 1u);
  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 1u);
  EXPECT_EQ(apps_of("x1:8080", "http://x9:8080", true), 1u);
}

TEST_F(probes, tell_of_a_cluster_by_a_follower_once_the_leader_was_probed_in_vain) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "m2:8080", "m3:8080"});
  ASSERT_EQ(apps_of("m2:8080", "http://m2:8080", false), 1u);
  ASSERT_EQ(apps_of("m1:8080", "http://m2:8080", true), 0u);

  probe_in_vain("m2:8080");

  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 1u);
  EXPECT_EQ(apps_of("m3:8080", "http://m2:8080", true), 0u);
  EXPECT_EQ(apps_of("m2:8080", "http://m2:8080", false), 1u);
  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 0u);
}

TEST_F(probes, tell_of_a_cluster_by_a_follower_when_the_leader_is_not_probed) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "m2:8080"});
  ASSERT_EQ(apps_of("m1:8080", "http://m2:8080", true), 0u) << "the leader may be probed next";

  now += seconds(301);

  EXPECT_EQ(apps_of("m1:8080", "http://m2:8080", true), 1u);
}

TEST_F(probes, count_a_cluster_once_whose_list_of_apps_is_not_for_us) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "m2:8080"});

  EXPECT_EQ(deployments_of("m1:8080", "http://m2:8080", true), 0u);
  EXPECT_EQ(deployments_of("m2:8080", "http://m2:8080", false), 1u);
  EXPECT_EQ(deployments_of("m1:8080", "http://m2:8080", true), 0u);
}

TEST_F(probes, follow_a_change_of_the_leader) {
  configured = targets_at(target_kind::marathon, {"m1:8080", "10.0.0.2:8080"});
  apps_of("10.0.0.2:8080", "http://m2:8080", false);
  ASSERT_EQ(apps_of("m1:8080", "http://m2:8080", true), 0u);

  EXPECT_EQ(apps_of("m1:8080", "http://m1:8080", false), 1u);
  EXPECT_EQ(apps_of("10.0.0.2:8080", "http://m1:8080", true), 0u);
}

TEST_F(probes, tell_of_a_chronos_cluster_by_its_leader_alone) {
  configured = targets_at(target_kind::chronos, {"c1:4400", "c2:4400", "c3:4400"});

  EXPECT_EQ(jobs_of("c1:4400", "c2:4400"), 0u);
  EXPECT_EQ(jobs_of("c2:4400", "c2:4400"), 1u);
  EXPECT_EQ(jobs_of("c3:4400", "c2:4400"), 0u);
  EXPECT_EQ(jobs_of("c3:4400", ""), 1u);
}

}  // namespace
}  // namespace mesoscale::exporter
