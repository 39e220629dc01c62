#include "exporter/scrape/cluster_voice.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/scrape/empty_queues.hpp"
#include "exporter/scrape/target_report.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* apps = R"({"apps":[{"id":"/a","instances":1},{"id":"/b","instances":1}]})";
constexpr const char* deployments = R"([{"id":"d1","affectedApps":["/a"]}])";
constexpr const char* queue = R"({"queue":[{"app":{"id":"/a"},"count":1}]})";
constexpr const char* jobs = R"([{"name":"etl.daily","successCount":7}])";

std::string naming(const std::string& leader) { return R"({"leader":")" + leader + R"("})"; }

std::shared_ptr<outcome> answered(decoder_factory make, const std::string& instance,
                                  const std::string& body) {
  decode_options options;
  options.instance = instance;
  auto made = std::make_shared<outcome>();
  made->data = decode_body(make, options, body).value();
  made->response_bytes = body.size();
  return made;
}

outcome_ptr failed(errc code = errc::timeout) { return failed_with({code, "it is written so"}); }

target_report empty_report(target_kind kind, const std::string& instance,
                           std::initializer_list<const char*> collectors) {
  target_report report{{kind, parse_url("http://" + instance).value(), nullptr}, {}, {}};
  for (const char* name : collectors) report.collectors.push_back(find_collector(name));
  return report;
}

/// header: X-Marathon-Leader, "" for none; has_via: X-Marathon-Via.
target_report marathon(const std::string& instance, const std::string& header, bool has_via) {
  auto report = empty_report(target_kind::marathon, instance,
                             {"marathon_apps", "marathon_deployments", "marathon_queue"});
  for (const auto& one :
       {answered(make_app_decoder, instance, apps), answered(make_deployment_decoder, instance, deployments),
        answered(make_queue_decoder, instance, queue)}) {
    one->leader = header;
    one->is_proxied = has_via;
    report.outcomes.push_back(one);
  }
  return report;
}

/// As 0.8.1 answers: no header tells of the leader, /v2/leader does.
target_report old_marathon(const std::string& instance, const std::string& leader) {
  auto report = marathon(instance, "", false);
  report.collectors.push_back(find_collector("marathon_leader"));
  report.outcomes.push_back(answered(make_leader_decoder, instance, naming(leader)));
  return report;
}

void fail_main(target_report& report, errc code) { report.outcomes.front() = failed(code); }

void switch_main_off(target_report& report) {
  report.collectors.erase(report.collectors.begin());
  report.outcomes.erase(report.outcomes.begin());
}

/// leader: null for a Chronos that does not say; redirected_to: where its answers come from.
target_report chronos(const std::string& instance, const char* leader,
                      const std::string& redirected_to = {}) {
  auto report = empty_report(target_kind::chronos, instance, {"chronos_jobs", "chronos_leader"});
  const auto list = answered(make_chronos_job_decoder, instance, jobs);
  list->redirected_to = redirected_to;
  report.outcomes = {list, std::make_shared<outcome>()};
  if (leader != nullptr) report.outcomes[1] = answered(make_chronos_leader_decoder, instance, naming(leader));
  return report;
}

testing::page page_of(std::vector<target_report> reports) {
  sample_set status;
  count_clusters_once(reports, status);
  add_empty_queues(reports, status);
  std::vector<const sample_set*> sets{&status};
  for (const target_report& report : reports) {
    for (const outcome_ptr& what : report.outcomes) {
      if (what && !what->why) sets.push_back(&what->data.samples);
    }
  }
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
}

TEST(marathon_cluster, is_told_of_by_its_leader_alone) {
  const auto page =
      page_of({marathon("m1:8080", "http://m2:8080", true), marathon("m2:8080", "http://m2:8080", false),
               marathon("m3:8080", "http://m2:8080", true)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 2u);
  EXPECT_TRUE(page.has("marathon_app_instances_desired", {{"instance", "m2:8080"}, {"app", "/a"}}));
  EXPECT_EQ(page.value("marathon_proxied", {{"instance", "m1:8080"}}), 1);
  EXPECT_EQ(page.value("marathon_proxied", {{"instance", "m2:8080"}}), 0);
  EXPECT_EQ(page.count("marathon_queue_instances"), 2u);
}

TEST(marathon_cluster, is_told_of_by_the_first_follower_when_the_leader_is_not_configured) {
  const auto page =
      page_of({marathon("m1:8080", "http://m2:8080", true), marathon("m3:8080", "http://m2:8080", true)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 2u);
  EXPECT_TRUE(page.has("marathon_app_instances_desired", {{"instance", "m1:8080"}}));
}

TEST(marathon_cluster, is_no_other_clusters_business) {
  const auto page =
      page_of({marathon("m1:8080", "http://m1:8080", false), marathon("x1:8080", "http://x1:8080", false)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 4u);
}

TEST(marathon_cluster, of_0_8_1_is_told_of_by_the_leader_that_each_of_them_names) {
  const auto page = page_of({old_marathon("m1:8080", "M2:8080"), old_marathon("m2:8080", "M2:8080"),
                             old_marathon("m3:8080", "M2:8080")});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 2u);
  EXPECT_TRUE(page.has("marathon_app_instances_desired", {{"instance", "m2:8080"}}));
  EXPECT_EQ(page.value("marathon_proxied"), 0);
  EXPECT_FALSE(page.has("marathon_proxied", {{"instance", "m1:8080"}}));
}

// In 0.8.1 a node that knows no leader answers for itself.
TEST(marathon_cluster, of_which_nobody_names_a_leader_is_kept_as_several) {
  const auto page = page_of({marathon("m1:8080", "", false), marathon("m2:8080", "", false)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 4u);
}

TEST(marathon_cluster, has_no_speaker_that_passes_on_what_a_leader_beside_it_tells) {
  const auto page = page_of({marathon("m1:8080", "", true), marathon("m2:8080", "http://m2:8080", false),
                             marathon("m3:8080", "", true)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 2u);
  EXPECT_TRUE(page.has("marathon_app_instances_desired", {{"instance", "m2:8080"}}));
  EXPECT_EQ(page.value("marathon_proxied", {{"instance", "m3:8080"}}), 1);
}

TEST(marathon_cluster, is_told_of_once_when_all_pass_on_what_a_leader_without_a_name_says) {
  const auto page = page_of({marathon("m1:8080", "", true), marathon("m3:8080", "", true)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 2u);
}

TEST(marathon_cluster, has_no_speaker_that_failed) {
  auto leader = marathon("m2:8080", "http://m2:8080", false);
  for (outcome_ptr& one : leader.outcomes) one = failed();
  const auto page = page_of({marathon("m1:8080", "http://m2:8080", true), std::move(leader)});

  EXPECT_TRUE(page.has("marathon_app_instances_desired", {{"instance", "m1:8080"}}));
  EXPECT_FALSE(page.has("marathon_proxied", {{"instance", "m2:8080"}}));
}

TEST(marathon_cluster, is_counted_once_where_the_list_of_apps_fails) {
  std::vector<target_report> all{marathon("m1:8080", "http://m2:8080", true),
                                 marathon("m2:8080", "http://m2:8080", false),
                                 marathon("m3:8080", "http://m2:8080", true)};
  for (const errc code : {errc::http_403, errc::http_5xx, errc::wrong_shape}) {
    for (target_report& one : all) fail_main(one, code);
    const auto page = page_of(all);

    EXPECT_EQ(page.count("marathon_deployments"), 1u);
    EXPECT_EQ(page.count("marathon_queue_instances"), 1u);
    EXPECT_TRUE(page.has("marathon_queue_instances", {{"instance", "m2:8080"}}));
    EXPECT_EQ(page.count("marathon_proxied"), 3u);
  }
}

TEST(marathon_cluster, is_counted_once_where_the_list_of_apps_is_off) {
  std::vector<target_report> all{marathon("m1:8080", "http://m2:8080", true),
                                 marathon("m2:8080", "http://m2:8080", false),
                                 old_marathon("o1:8080", "o2:8080"), old_marathon("o2:8080", "o2:8080")};
  for (target_report& one : all) switch_main_off(one);
  const auto page = page_of(all);

  EXPECT_EQ(page.count("marathon_queue_instances"), 2u);
  EXPECT_TRUE(page.has("marathon_queue_instances", {{"instance", "m2:8080"}}));
  EXPECT_TRUE(page.has("marathon_queue_instances", {{"instance", "o2:8080"}}));
}

TEST(marathon_cluster, is_rather_told_of_by_a_follower_than_by_a_leader_without_apps) {
  auto leader = marathon("m2:8080", "http://m2:8080", false);
  fail_main(leader, errc::http_403);
  const auto page = page_of({std::move(leader), marathon("m1:8080", "http://m2:8080", true)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 2u);
  EXPECT_EQ(page.count("marathon_deployments"), 1u);
  EXPECT_TRUE(page.has("marathon_deployments", {{"instance", "m1:8080"}}));
}

TEST(marathon_cluster, has_a_queue_of_0_for_each_app_that_does_not_wait) {
  const auto page = page_of({marathon("m1:8080", "", false)});

  EXPECT_EQ(page.value("marathon_queue_instances", {{"app", "/a"}}), 1);
  EXPECT_EQ(page.value("marathon_queue_instances", {{"app", "/b"}}), 0);
}

TEST(chronos_cluster, is_told_of_by_its_leader_alone) {
  const auto page =
      page_of({chronos("c1:4400", "c2:4400"), chronos("c2:4400", "c2:4400"), chronos("c3:4400", "c2:4400")});

  EXPECT_EQ(page.value("chronos_job_success_total", {{"instance", "c2:4400"}, {"job", "etl.daily"}}), 7);
  EXPECT_EQ(page.count("chronos_job_success_total"), 1u);
  EXPECT_EQ(page.value("chronos_leader_info"), 1);
  EXPECT_FALSE(page.has("marathon_proxied"));
}

TEST(chronos_cluster, is_told_of_by_the_first_one_when_the_leader_is_not_configured_by_its_address) {
  const auto page = page_of({chronos("c1:4400", "c2.internal:4400"), chronos("c2:4400", "c2.internal:4400")});

  EXPECT_EQ(page.count("chronos_jobs"), 1u);
  EXPECT_TRUE(page.has("chronos_jobs", {{"instance", "c1:4400"}}));
}

TEST(chronos_cluster, is_no_other_clusters_business) {
  const auto page = page_of({chronos("c1:4400", "c1:4400"), chronos("x1:4400", "x1:4400")});

  EXPECT_EQ(page.count("chronos_jobs"), 2u);
}

TEST(chronos_cluster, of_those_that_name_no_leader_is_kept) {
  const auto page =
      page_of({chronos("c1:4400", nullptr), chronos("c2:4400", nullptr), chronos("c3:4400", "")});

  EXPECT_EQ(page.count("chronos_jobs"), 3u);
  EXPECT_EQ(page.value("chronos_leader_known"), 0);
  EXPECT_FALSE(page.has("chronos_leader_info"));
}

TEST(chronos_cluster, of_2_3_is_told_of_by_the_leader_that_the_others_redirect_to) {
  const auto page = page_of({chronos("c1:4400", nullptr, "c2:4400"), chronos("c2:4400", nullptr),
                             chronos("c3:4400", nullptr, "c2:4400"), chronos("x1:4400", nullptr)});

  EXPECT_EQ(page.count("chronos_jobs"), 2u);
  EXPECT_TRUE(page.has("chronos_jobs", {{"instance", "c2:4400"}}));
  EXPECT_TRUE(page.has("chronos_jobs", {{"instance", "x1:4400"}}));
}

// From http to https, say.
TEST(chronos_cluster, that_names_its_leader_is_told_of_by_it_though_each_redirects_elsewhere) {
  const auto page =
      page_of({chronos("c1:4400", "c2:4400", "c1:443"), chronos("c2:4400", "c2:4400", "c2:443")});

  EXPECT_EQ(page.count("chronos_jobs"), 1u);
  EXPECT_TRUE(page.has("chronos_jobs", {{"instance", "c2:4400"}}));
}

TEST(chronos_cluster, has_no_speaker_whose_jobs_are_not_known) {
  auto leader = chronos("c2:4400", "c2:4400");
  fail_main(leader, errc::timeout);
  const auto page = page_of({chronos("c1:4400", "c2:4400"), std::move(leader)});

  EXPECT_EQ(page.value("chronos_jobs"), 1);
  EXPECT_TRUE(page.has("chronos_jobs", {{"instance", "c1:4400"}}));
  EXPECT_EQ(page.count("chronos_leader_info"), 1u);
}

}  // namespace
}  // namespace mesoscale::exporter
