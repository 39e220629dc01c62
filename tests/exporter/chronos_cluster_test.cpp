#include "exporter/scrape/chronos_cluster.hpp"

#include <gtest/gtest.h>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* jobs = R"([{"name":"etl.daily","successCount":7}])";

outcome_ptr answered(decoder_factory make, const std::string& instance, const std::string& body) {
  decode_options options;
  options.instance = instance;
  auto made = std::make_shared<outcome>();
  made->data = decode_body(make, options, body).value();
  made->response_bytes = body.size();
  return made;
}

outcome_ptr failed() {
  auto made = std::make_shared<outcome>();
  made->why = failure{errc::timeout, "late"};
  return made;
}

/// leader: null for a Chronos that does not say.
target_report chronos(const std::string& instance, const char* leader) {
  target of{target_kind::chronos, parse_url("http://" + instance).value(), nullptr};
  target_report report{std::move(of), {find_collector("chronos_jobs"), find_collector("chronos_leader")}, {}};
  report.outcomes = {answered(make_chronos_job_decoder, instance, jobs), std::make_shared<outcome>()};
  if (leader != nullptr) {
    const std::string body = R"({"leader":")" + std::string(leader) + R"("})";
    report.outcomes[1] = answered(make_chronos_leader_decoder, instance, body);
  }
  return report;
}

testing::page page_of(std::vector<target_report> reports) {
  count_chronoses_once(reports);
  std::vector<const sample_set*> sets;
  for (const target_report& report : reports) {
    for (const outcome_ptr& what : report.outcomes) sets.push_back(&what->data.samples);
  }
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
}

TEST(chronos_cluster, is_told_of_by_its_leader_alone) {
  const auto page =
      page_of({chronos("c1:4400", "c2:4400"), chronos("c2:4400", "c2:4400"), chronos("c3:4400", "c2:4400")});

  EXPECT_EQ(page.value("chronos_job_success_total", {{"instance", "c2:4400"}, {"job", "etl.daily"}}), 7);
  EXPECT_EQ(page.count("chronos_job_success_total"), 1u);
  EXPECT_EQ(page.value("chronos_leader_info"), 1);
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

TEST(chronos_cluster, has_no_speaker_whose_jobs_are_not_known) {
  auto leader = chronos("c2:4400", "c2:4400");
  leader.outcomes[0] = failed();
  const auto page = page_of({chronos("c1:4400", "c2:4400"), std::move(leader)});

  EXPECT_EQ(page.value("chronos_jobs"), 1);
  EXPECT_TRUE(page.has("chronos_jobs", {{"instance", "c1:4400"}}));
}

}  // namespace
}  // namespace mesoscale::exporter
