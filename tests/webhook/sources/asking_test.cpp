// What is asked of Prometheus, of the masters and of the Alertmanagers, and what comes of it when one does not answer.
#include "webhook/rules/rule_reader.hpp"
#include "webhook/sources/cluster_room.hpp"
#include "webhook/sources/firing_alerts.hpp"
#include "webhook/sources/prometheus.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <map>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// Answers by the beginning of the URL; nobody listens at any other.
class fake_http final : public net::http_client {
 public:
  std::map<std::string, std::string> bodies;
  std::vector<std::string> asked;

  asio::awaitable<result<net::http_response>> send(net::client_request request, net::deadline) override {
    asked.push_back(request.to.text());
    for (const auto& [start, body] : bodies) {
      if (asked.back().rfind(start, 0) != 0) continue;
      net::http_response out;
      out.body = body;
      co_return out;
    }
    co_return failure{errc::refused, "connection refused"};
  }
};

template <class T>
T wait_for(asio::awaitable<T> work) {
  asio::io_context io;
  std::optional<T> out;
  asio::co_spawn(io, std::move(work), [&out](std::exception_ptr, T value) { out = std::move(value); });
  io.run();
  return std::move(*out);
}

server_settings server(const std::string& text) {
  server_settings out;
  out.to = parse_url(text).value();
  return out;
}

TEST(asking_prometheus, the_query_is_sent_and_its_value_comes_back) {
  const auto http = std::make_shared<fake_http>();
  http->bodies["http://prom:9090/base/api/v1/query?query="] =
      R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"7"]}]}})";
  std::vector<std::string> outcomes;
  const auto note = [&outcomes](const char* outcome) { outcomes.emplace_back(outcome); };
  prometheus_source source(http, server("http://prom:9090/base"), note);
  EXPECT_EQ(wait_for(source.ask("up > 0")), exact_number(7));
  EXPECT_EQ(http->asked, (std::vector<std::string>{"http://prom:9090/base/api/v1/query?query=up%20%3E%200"}));
  http->bodies.clear();
  EXPECT_EQ(wait_for(source.ask("up")), std::nullopt);
  EXPECT_EQ(outcomes, (std::vector<std::string>{"ok", "refused"}));
}

TEST(asking_for_room, the_next_master_is_asked_when_one_does_not_answer) {
  const auto http = std::make_shared<fake_http>();
  http->bodies["http://m2:5050/slaves"] =
      R"({"slaves":[{"resources":{"cpus":4},"used_resources":{"cpus":1}}]})";
  cluster_room room(http, {server("http://m1:5050"), server("http://m2:5050")});
  EXPECT_EQ(wait_for(room.find({1'000, 0, 0, 0})), 3);
  EXPECT_EQ(http->asked.size(), 2U);
  EXPECT_EQ(wait_for(room.find({500, 0, 0, 0})), 6) << "the same answer serves for a while";
  EXPECT_EQ(http->asked.size(), 2U);
}

TEST(asking_for_room, without_an_answer_it_is_not_known) {
  cluster_room room(std::make_shared<fake_http>(), {server("http://m1:5050")});
  EXPECT_EQ(wait_for(room.find({1'000, 0, 0, 0})), std::nullopt);
}

TEST(asking_alertmanagers, what_any_of_them_knows_fires_and_only_all_of_them_can_say_what_does_not) {
  const auto loaded = parse_rules(R"(version: 1
alertmanagers: [{url: "http://am1:9093"}, {url: "http://am2:9093/am"}]
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups: [{name: g, rules: [{rule: r, matchers: ['a="b"'], marathon: prod, app: /web, max_instances: 3, scale: {to: 2}}]}]
)",
                                  "r.yml");
  ASSERT_NE(loaded.rules, nullptr);
  const auto http = std::make_shared<fake_http>();
  http->bodies["http://am1:9093/api/v2/alerts?active=true"] = R"([{"fingerprint":"a1","labels":{"a":"b"}}])";
  const poll_report half = wait_for(ask_alertmanagers(http, loaded.rules));
  EXPECT_EQ(half.firing, (std::set<std::string>{"a1"}));
  EXPECT_FALSE(half.is_complete);
  http->bodies["http://am2:9093/am/api/v2/alerts?active=true"] =
      R"([{"fingerprint":"a2","labels":{"a":"b"}}])";
  const poll_report whole = wait_for(ask_alertmanagers(http, loaded.rules));
  EXPECT_EQ(whole.firing, (std::set<std::string>{"a1", "a2"}));
  EXPECT_TRUE(whole.is_complete);
}

}  // namespace
}  // namespace mesoscale::webhook
