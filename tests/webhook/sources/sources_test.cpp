// What the answers of Prometheus, a Mesos master and an Alertmanager mean.
#include "common/core/yaml.hpp"
#include "webhook/sources/cluster_room.hpp"
#include "webhook/sources/firing_alerts.hpp"
#include "webhook/sources/prometheus.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

net::http_response text(const std::string& body, int status = 200) {
  net::http_response out;
  out.status = status;
  out.body = body;
  return out;
}

net::http_response fixture(const std::string& name) {
  return text(read_file(std::string(FIXTURES_DIR) + "/" + name).value());
}

/// As the client feeds it, in pieces that end anywhere.
result<free_resources> read_agents(const std::string& body) {
  agents_reader reader;
  for (std::size_t at = 0; at < body.size(); at += 7) {
    if (auto fed = reader.feed(std::string_view(body).substr(at, 7)); !fed) return fed.error();
  }
  return reader.finish();
}

TEST(prometheus_answer, one_series_or_a_scalar_is_a_value) {
  // As the documentation of Prometheus' HTTP API shows them.
  EXPECT_EQ(read_query_answer(text(R"({"status":"success","data":{"resultType":"vector","result":[
      {"metric":{"__name__":"up"},"value":[1435781451.781,"1.25"]}]}})"))
                .value()
                .text(),
            "5/4");
  EXPECT_EQ(
      read_query_answer(
          text(R"({"status":"success","data":{"resultType":"scalar","result":[1435781451.781,"1e+06"]}})"))
          .value()
          .text(),
      "1000000");
}

TEST(prometheus_answer, nothing_else_is) {
  for (
      const char* body :
      {R"({"status":"success","data":{"resultType":"vector","result":[]}})",
       R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]},{"metric":{},"value":[1,"2"]}]}})",
       R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"NaN"]}]}})",
       R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"+Inf"]}]}})",
       R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}})",
       R"({"status":"success","data":{"resultType":"matrix","result":[]}})",
       R"({"status":"success","data":{"resultType":"string","result":[1,"x"]}})", "{}", "[]", "null",
       "<html>", ""})
    EXPECT_FALSE(read_query_answer(text(body)).ok()) << body;
}

TEST(prometheus_answer, an_error_says_what_prometheus_said) {
  const auto read = read_query_answer(text(
      R"({"status":"error","errorType":"bad_data","error":"1:1: parse error: no expression found in input"})",
      400));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().what, "HTTP 400: 1:1: parse error: no expression found in input");
}

TEST(room, is_the_sum_of_what_fits_on_each_agent) {
  const auto agents = read_agents(fixture("mesos/leader/slaves.body").body);
  ASSERT_TRUE(agents.ok());
  EXPECT_EQ(room_for({100, 128'000, 0, 0}, *agents), 56);
}

TEST(room, each_resource_counts_for_itself_and_exactly) {
  const free_resources free = {{300, 1'000'000, 0, 0}, {4'000, 255'000, 0, 0}, {-1, 1'000'000, 0, 0}};
  EXPECT_EQ(room_for({100, 128'000, 0, 0}, free), 4) << "0.3 CPUs hold 0.1 three times";
  EXPECT_EQ(room_for({100, 128'000, 0, 1'000}, free), 0);
  EXPECT_EQ(room_for({0, 0, 0, 0}, {}), 0);
}

TEST(room, is_not_known_from_what_is_no_list_of_agents) {
  for (const char* body : {"{}", "[]", "<html>", "", R"({"slaves":[{"id":"x"}]})", R"({"slaves":[1]})",
                           R"({"slaves":[[]]})", R"({"slaves":{}})", R"({"slaves":[)"})
    EXPECT_FALSE(read_agents(body).ok()) << body;
}

TEST(room, is_not_known_while_agents_have_not_registered_again_with_a_new_master) {
  const std::string one = R"({"id":"a","resources":{"cpus":4},"used_resources":{"cpus":0}})";
  EXPECT_FALSE(read_agents(R"({"slaves":[],"recovered_slaves":[]})").ok());
  EXPECT_FALSE(read_agents("{\"slaves\":[" + one + R"(],"recovered_slaves":[{"id":"b"}]})").ok());
  const auto agents = read_agents("{\"slaves\":[" + one + R"(],"recovered_slaves":[]})");
  EXPECT_EQ(room_for({1'000, 0, 0, 0}, agents.value()), 4);
}

TEST(room, an_agent_that_is_not_active_has_none) {
  const auto agents =
      read_agents(R"({"slaves":[{"active":false,"resources":{"cpus":4},"used_resources":{"cpus":0}}]})");
  EXPECT_EQ(room_for({1'000, 0, 0, 0}, agents.value()), 0);
}

TEST(firing_alerts, have_the_keys_that_notifications_have) {
  const auto alerts = read_alerts(text(
      R"([{"annotations":{},"endsAt":"2026-11-22T07:00:00.000Z","fingerprint":"1f2e3d","receivers":[{"name":"scale"}],
          "startsAt":"2026-11-22T06:43:54.745Z","status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},
          "updatedAt":"2026-11-22T06:44:00.000Z","labels":{"alertname":"Hot","replica":"a"}}])"));
  ASSERT_TRUE(alerts.ok());
  ASSERT_EQ(alerts->size(), 1U);
  EXPECT_EQ(alert_key(alerts->front(), {}), "1f2e3d");
  EXPECT_EQ(alert_key(alerts->front(), {"replica"}), label_hash({{"alertname", "Hot"}}));
}

TEST(firing_alerts, an_answer_of_another_shape_is_not_an_empty_list) {
  for (const auto& answer : {text("{}"), text("null"), text("<html>"), text("[1]"), text("[]", 500)})
    EXPECT_FALSE(read_alerts(answer).ok()) << answer.body;
  EXPECT_TRUE(read_alerts(text("[]")).ok());
}

}  // namespace
}  // namespace mesoscale::webhook
