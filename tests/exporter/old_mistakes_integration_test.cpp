// What exporters before this one got wrong, each mistake by its name; docs/promises.md lists them. Over real sockets.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/exporter/fault_bench.hpp"
#include "tests/exporter/page_check.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::fake_cluster;
using testing::json;

/// Whether anything on the page has this text as the value of a label.
bool mentions(const testing::page& page, const std::string& text) {
  for (const auto& one : page.series) {
    for (const auto& [name, value] : one.labels) {
      if (value == text) return true;
    }
  }
  return false;
}

TEST(old_mistakes, nothing_is_left_of_an_app_that_is_deleted) {
  fake_cluster cluster;
  testing::daemon& marathon = cluster.add_marathon();
  const std::string only_kept = R"({"apps":[{"id":"/kept","instances":1}]})";
  marathon.say("/v2/apps",
               json(R"({"apps":[{"id":"/kept","instances":1},{"id":"/deleted","instances":2}]})"));
  for (const std::string name : {"deployments", "groups", "queue", "tasks"}) {
    marathon.say("/v2/" + name, testing::captured("mesos/answers/forbidden"));
  }
  cluster.start();
  const auto before = cluster.scrape();
  marathon.say("/v2/apps", json(only_kept));

  const auto after = cluster.scrape();

  EXPECT_EQ(before.value("marathon_app_instances_desired", {{"app", "/deleted"}}), 2);
  EXPECT_FALSE(mentions(after, "/deleted"));
  EXPECT_TRUE(after.has("marathon_app_instances_desired", {{"app", "/kept"}}));
}

TEST(old_mistakes, nothing_is_left_of_a_target_that_goes_down_between_two_scrapes) {
  testing::healthy_cluster all;
  all.cluster.start();
  const auto before = all.cluster.scrape().of_instance(all.marathon.address());
  all.marathon.leave();

  const auto after = all.cluster.scrape().of_instance(all.marathon.address());

  EXPECT_GT(before.series.size(), 50u);
  EXPECT_EQ(after.value("marathon_up"), 0);
  for (const auto& one : after.series) {
    EXPECT_TRUE(one.name == "marathon_up" || one.name.starts_with("mesoscale_exporter_")) << one.name;
  }
}

// The captured master has 8,192 "MB", which are MiB.
TEST(old_mistakes, megabytes_of_mesos_are_mebibytes_and_become_bytes) {
  testing::healthy_cluster all;
  all.leader.say("/slaves", testing::json(R"({"slaves":[{"id":"S0","pid":"slave(1)@)" + all.agent1.address() +
                                          R"(","resources":{"mem":1024,"disk":3}}],"recovered_slaves":[]})"));
  all.cluster.start();

  const auto page = all.cluster.scrape().of_instance(all.leader.address());

  EXPECT_EQ(page.value("mesos_master_mem_bytes"), 8'589'934'592.0);
  EXPECT_EQ(page.value("mesos_master_agent_mem_bytes", {{"agent_id", "S0"}}), 1'073'741'824.0);
  EXPECT_EQ(page.value("mesos_master_agent_disk_bytes", {{"agent_id", "S0"}}), 3'145'728.0);
}

TEST(old_mistakes, the_size_of_a_window_is_no_counter_and_no_count_of_a_summary) {
  testing::healthy_cluster all;
  all.cluster.start();

  const auto whole = all.cluster.scrape();
  const auto page = whole.of_instance(all.leader.address());

  EXPECT_EQ(page.value("mesos_master_allocator_allocation_run_window_samples"), 301);
  EXPECT_EQ(whole.type_of.at("mesos_master_allocator_allocation_run_window_samples"), "gauge");
  EXPECT_FALSE(page.has("mesos_master_allocator_allocation_run_seconds_count"));
  EXPECT_FALSE(page.has("mesos_master_allocator_allocation_run_seconds_sum"));
}

TEST(old_mistakes, the_last_sample_is_called_the_last_and_nothing_is_called_mean) {
  testing::healthy_cluster all;
  all.cluster.start();

  const auto page = all.cluster.scrape().of_instance(all.leader.address());

  EXPECT_DOUBLE_EQ(page.value("mesos_master_allocator_allocation_run_last_seconds"), 0.00045568);
  EXPECT_DOUBLE_EQ(page.value("mesos_master_allocator_allocation_run_seconds", {{"quantile", "0.5"}}),
                   0.00010112);
  for (const auto& one : page.series) EXPECT_EQ(one.name.find("mean"), std::string::npos) << one.name;
}

TEST(old_mistakes, scrapes_at_the_same_time_do_not_mix) {
  testing::healthy_cluster all;
  all.cluster.start();
  const auto alone = testing::read_page(all.cluster.get("/metrics").body);

  const auto pages = all.cluster.scrape_many(24, 12);

  for (const auto& response : pages) {
    testing::expect_valid_page(response.body);
    const auto page = testing::read_page(response.body);
    for (const testing::daemon* one : {&all.leader, &all.agent1, &all.marathon}) {
      EXPECT_EQ(testing::series_of(page, one->address()), testing::series_of(alone, one->address()));
    }
  }
}

TEST(old_mistakes, pools_of_the_jvm_give_valid_names_whatever_they_are_called) {
  const std::vector<std::string> pools{"G1-Old-Gen", "CodeHeap-'profiled-nmethods'", "Metaspace (all)",
                                       "7th"};
  nlohmann::json metrics;
  for (const std::string& pool : pools) {
    metrics["gauges"]["jvm.memory.pools." + pool + ".usage"]["value"] = 0.5;
    metrics["gauges"]["x." + pool]["value"] = 1;
  }
  fake_cluster cluster;
  testing::daemon& marathon = cluster.add_marathon();
  marathon.say("/metrics", json(metrics.dump()));
  cluster.start();

  const std::string text = cluster.get("/metrics").body;

  testing::expect_valid_page(text);
  EXPECT_EQ(testing::promtool_on(text), "");
  const auto page = testing::read_page(text);
  for (const std::string& pool : pools) {
    EXPECT_TRUE(mentions(page, pool)) << pool;
    EXPECT_TRUE(mentions(page, "x." + pool)) << pool;
  }
}

TEST(old_mistakes, names_of_jobs_are_not_cut_at_a_dot) {
  fake_cluster cluster;
  testing::daemon& chronos = cluster.add(target_kind::chronos);
  std::string jobs;
  nlohmann::json metrics;
  for (int i = 0; i < 10; ++i) {
    const std::string name = "etl.daily-" + std::to_string(i);
    jobs += (i == 0 ? "[" : ",") + std::string(R"({"name":")") + name + R"("})";
    metrics["histograms"]["jobs.run.time." + name] = {{"count", i}, {"p50", 1000}};
  }
  chronos.say("/scheduler/jobs", json(jobs + "]"));
  chronos.say("/metrics", json(metrics.dump()));
  cluster.start();

  const auto page = cluster.scrape();

  EXPECT_EQ(page.count("chronos_job_runs_total"), 10u);
  EXPECT_EQ(page.value("chronos_job_runs_total", {{"job", "etl.daily-7"}}), 7);
}

// `srst` and `crst` wipe statistics that others rely on.
TEST(old_mistakes, zookeeper_is_never_asked_to_forget_its_statistics) {
  testing::fault_bench bench(testing::fault_bench::company::none);
  const auto& module = testing::module_of("zookeeper");
  for (const testing::fault& what : testing::word_faults()) {
    if (what.also == testing::claim::nothing_more || what.also == testing::claim::complete)
      bench.add(module, what);
  }
  auto options = testing::fault_bench::options_with(milliseconds(20'000));
  options.disabled_collectors.clear();

  bench.scrape(std::move(options));

  std::set<std::string> words;
  for (const auto& one : bench.broken()) {
    words.insert(one.server->requests().begin(), one.server->requests().end());
  }
  EXPECT_EQ(words, (std::set<std::string>{"mntr", "srvr"}));
}

}  // namespace
}  // namespace mesoscale::exporter
