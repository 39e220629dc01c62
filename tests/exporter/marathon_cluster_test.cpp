#include "exporter/scrape/marathon_cluster.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* apps = R"({"apps":[{"id":"/a","instances":1},{"id":"/b","instances":1}]})";
constexpr const char* queue = R"({"queue":[{"app":{"id":"/a"},"count":1}]})";

outcome_ptr answered(decoder_factory make, const std::string& instance, const char* body,
                     const std::string& leader, bool is_proxied) {
  decode_options options;
  options.instance = instance;
  auto made = std::make_shared<outcome>();
  made->data = decode_body(make, options, body).value();
  made->leader = leader;
  made->is_proxied = is_proxied;
  return made;
}

target_report marathon(const std::string& instance, const std::string& leader, bool is_proxied) {
  target of{target_kind::marathon, parse_url("http://" + instance).value(), nullptr};
  target_report report{
      std::move(of), {find_collector("marathon_apps"), find_collector("marathon_queue")}, {}};
  report.outcomes = {answered(make_app_decoder, instance, apps, leader, is_proxied),
                     answered(make_queue_decoder, instance, queue, leader, is_proxied)};
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

TEST(marathon_cluster, of_an_old_marathon_that_names_no_leader_is_kept) {
  const auto page = page_of({marathon("m1:8080", "", false), marathon("m2:8080", "", false)});

  EXPECT_EQ(page.count("marathon_app_instances_desired"), 4u);
}

TEST(marathon_cluster, has_no_speaker_that_failed) {
  auto leader = marathon("m2:8080", "http://m2:8080", false);
  auto failed = std::make_shared<outcome>();
  failed->why = failure{errc::timeout, "late"};
  leader.outcomes = {failed, failed};
  const auto page = page_of({marathon("m1:8080", "http://m2:8080", true), std::move(leader)});

  EXPECT_TRUE(page.has("marathon_app_instances_desired", {{"instance", "m1:8080"}}));
  EXPECT_FALSE(page.has("marathon_proxied", {{"instance", "m2:8080"}}));
}

TEST(marathon_cluster, has_a_queue_of_0_for_each_app_that_does_not_wait) {
  const auto page = page_of({marathon("m1:8080", "", false)});

  EXPECT_EQ(page.value("marathon_queue_instances", {{"app", "/a"}}), 1);
  EXPECT_EQ(page.value("marathon_queue_instances", {{"app", "/b"}}), 0);
}

}  // namespace
}  // namespace mesoscale::exporter
