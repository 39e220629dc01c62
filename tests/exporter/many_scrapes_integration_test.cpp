// Many scrapes, some at a time: all complete, no descriptor lost, Mesos not asked more often than it answers.
#include <gtest/gtest.h>

#include "tests/exporter/healthy_cluster.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;
using testing::healthy_cluster;

/// Accepts, and never answers.
net::http_response silence() {
  auto response = net::text_response(200, "");
  response.fault = net::wire_fault{0, net::wire_fault::ending::hang, 0, milliseconds(0)};
  return response;
}

/// Connections are kept, up to four to a server and two descriptors each in this process: how many of them there are depends on
/// which requests met. One descriptor lost per scrape would be a hundred.
constexpr std::size_t kept_more = 20;

TEST(many_scrapes, are_all_complete_and_leak_no_descriptor) {
  healthy_cluster all;
  all.cluster.start();
  all.cluster.scrape_many(8, 4);
  const auto open_before = all.cluster.open_descriptors(0);

  const auto responses = all.cluster.scrape_many(100, 4);

  for (const auto& one : responses) {
    ASSERT_EQ(one.status, 200);
    all.expect_complete(testing::read_page(one.body));
  }
  EXPECT_LE(all.cluster.open_descriptors(open_before), open_before + kept_more);
}

TEST(many_scrapes, are_all_complete_beside_a_target_that_hangs) {
  healthy_cluster all;
  testing::daemon& hanging = all.cluster.add(target_kind::mesos_agent);
  hanging.always(silence());
  exporter_options options;
  options.scrape.timeout = milliseconds(1000);
  all.cluster.start(options);
  all.cluster.scrape_many(8, 4);
  const auto open_before = all.cluster.open_descriptors(0);

  const auto responses = all.cluster.scrape_many(100, 4);

  for (const auto& one : responses) {
    ASSERT_EQ(one.status, 200);
    const auto page = testing::read_page(one.body);
    all.expect_complete(page);
    EXPECT_EQ(page.value("mesos_up", {{"instance", hanging.address()}}), 0);
    EXPECT_TRUE(page.has("mesoscale_exporter_target_failure",
                         {{"instance", hanging.address()}, {"reason", "timeout"}}));
  }
  EXPECT_LE(all.cluster.open_descriptors(open_before), open_before + kept_more);
}

TEST(many_scrapes, ask_a_daemon_for_its_snapshot_at_most_twice_a_second) {
  healthy_cluster all;
  all.cluster.start();
  const auto began = net::clock::now();

  all.cluster.scrape_many(100, 4);

  const std::chrono::duration<double> took = net::clock::now() - began;
  EXPECT_LE(all.leader.asked("/metrics/snapshot"), 1 + static_cast<std::size_t>(took.count() / 0.5));
  EXPECT_LE(all.agent1.asked("/containers"), 1 + static_cast<std::size_t>(took.count() / 0.5));
}

}  // namespace
}  // namespace mesoscale::exporter
