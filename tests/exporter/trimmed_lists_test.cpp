#include "exporter/scrape/trimmed_lists.hpp"

#include <gtest/gtest.h>

#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;

struct trimmed : ::testing::Test {
  trimmed_lists lists;

  static net::clock::time_point at(int milliseconds_since) {
    return net::clock::time_point(milliseconds(milliseconds_since));
  }

  /// Whether the list is told to be trimmed, after a snapshot that was complete at that time.
  bool is_trimmed(int active, int snapshot_at, int listed, int list_began, int list_ended) {
    auto snapshot = std::make_shared<outcome>();
    const std::string counted =
        R"({"master/elected":1,"master/slaves_active":)" + std::to_string(active) + "}";
    snapshot->data = decode_body(make_master_snapshot_decoder, {}, counted).value();
    snapshot->finished = at(snapshot_at);
    auto list = std::make_shared<outcome>();
    std::string agents;
    for (int i = 0; i < listed; ++i)
      agents += (i == 0 ? "" : ",") + std::string(R"({"id":"S)") + std::to_string(i) + R"("})";
    const std::string body = R"({"slaves":[)" + agents + R"(],"recovered_slaves":[]})";
    list->data = decode_body(make_agent_list_decoder, {}, body).value();
    list->took = milliseconds(list_ended - list_began);
    list->finished = at(list_ended);
    target of{target_kind::mesos_master, parse_url("http://m1:5050").value(), nullptr};
    target_report report{std::move(of),
                         {find_collector("mesos_master_snapshot"), find_collector("mesos_master_agents")},
                         {snapshot, nullptr}};
    const auto judged = lists.judged(list, report, 1);
    return judged->why && judged->why->code == errc::http_403;
  }
};

TEST_F(trimmed, is_an_empty_list_after_a_snapshot_that_counts_agents) {
  EXPECT_TRUE(is_trimmed(2, 1000, 0, 1001, 1009));
  EXPECT_FALSE(is_trimmed(2, 1000, 2, 1001, 1009));
  EXPECT_FALSE(is_trimmed(0, 1000, 0, 1001, 1009));
}

TEST_F(trimmed, is_no_list_that_may_have_been_made_before_the_agents_came) {
  EXPECT_FALSE(is_trimmed(1, 1000, 0, 980, 990));
  EXPECT_FALSE(is_trimmed(1, 1000, 0, 999, 1005));
  EXPECT_FALSE(is_trimmed(1, 3000, 1, 2980, 2990));
}

// Discovery asks for the list first, and its answer is shared.
TEST_F(trimmed, is_the_next_list_that_is_always_asked_for_before_the_snapshot) {
  EXPECT_FALSE(is_trimmed(2, 1000, 0, 980, 990));
  EXPECT_TRUE(is_trimmed(2, 16000, 0, 15980, 15990));
}

TEST_F(trimmed, is_no_list_when_there_were_no_agents_in_between) {
  EXPECT_FALSE(is_trimmed(2, 1000, 0, 980, 990));
  EXPECT_FALSE(is_trimmed(0, 16000, 0, 15980, 15990));
  EXPECT_FALSE(is_trimmed(1, 31000, 0, 30980, 30990));
}

}  // namespace
}  // namespace mesoscale::exporter
