// What is asked of Prometheus, of the masters and of the Alertmanagers, and what comes of it when one does not answer.
#include "webhook/sources/cluster_room.hpp"
#include "webhook/sources/firing_alerts.hpp"
#include "webhook/sources/prometheus.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <set>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// Answers by the beginning of the URL; nobody listens at any other.
class fake_http final : public net::http_client {
 public:
  std::map<std::string, std::string> bodies;
  std::vector<std::string> asked;
  std::set<std::shared_ptr<const net::access>> ways_in;
  bool is_slow = false;  ///< others run before an answer comes

  asio::awaitable<result<net::http_response>> send(net::client_request request, net::deadline) override {
    asked.push_back(request.to.text());
    ways_in.insert(request.how);
    const std::string to = asked.back();
    if (is_slow) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    for (const auto& [start, body] : bodies) {
      if (to.rfind(start, 0) != 0) continue;
      net::http_response out;
      if (request.body_sink) {
        if (auto fed = request.body_sink(body); !fed) co_return fed.error();
      } else {
        out.body = body;
      }
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

mesos_settings masters(const std::vector<std::string>& texts) {
  mesos_settings out;
  for (const std::string& text : texts) out.masters.push_back(parse_url(text).value());
  out.http.basic_username = "scaler";
  out.http.basic_password_file = "/nonexistent";
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
  cluster_room room(http, masters({"http://m1:5050", "http://m2:5050"}));
  EXPECT_EQ(wait_for(room.find({1'000, 0, 0, 0})), 3);
  EXPECT_EQ(http->asked.size(), 2U);
  EXPECT_EQ(wait_for(room.find({500, 0, 0, 0})), 6) << "the same answer serves for a while";
  EXPECT_EQ(http->asked.size(), 2U);
  EXPECT_EQ(http->ways_in.size(), 1U) << "one login serves for all masters";
}

TEST(asking_for_room, those_who_ask_at_once_share_a_request) {
  const auto http = std::make_shared<fake_http>();
  http->is_slow = true;
  http->bodies["http://m1:5050/slaves"] =
      R"({"slaves":[{"resources":{"cpus":4},"used_resources":{"cpus":1}}]})";
  cluster_room room(http, masters({"http://m1:5050/"}));
  asio::io_context io;
  std::vector<std::optional<std::int64_t>> found;
  for (const std::int64_t cpus : {1'000, 500})
    asio::co_spawn(
        io, room.find({cpus, 0, 0, 0}),
        [&found](std::exception_ptr, std::optional<std::int64_t> value) { found.push_back(value); });
  io.run();
  EXPECT_EQ(found, (std::vector<std::optional<std::int64_t>>{3, 6}));
  EXPECT_EQ(http->asked, (std::vector<std::string>{"http://m1:5050/slaves"}));
}

TEST(asking_for_room, without_an_answer_it_is_not_known) {
  cluster_room room(std::make_shared<fake_http>(), masters({"http://m1:5050"}));
  EXPECT_EQ(wait_for(room.find({1'000, 0, 0, 0})), std::nullopt);
}

TEST(asking_alertmanagers, what_any_of_them_knows_fires_and_only_all_of_them_can_say_what_does_not) {
  const auto http = std::make_shared<fake_http>();
  const auto both = make_alertmanagers({server("http://am1:9093"), server("http://am2:9093/am/")}, http);
  asio::thread_pool pool(1);
  const auto ask = [&] { return wait_for(ask_alertmanagers(http, both, {}, &pool)); };
  http->bodies["http://am1:9093/api/v2/alerts?active=true"] = R"([{"fingerprint":"a1","labels":{"a":"b"}}])";
  const poll_report half = ask();
  EXPECT_EQ(half.firing, (std::set<std::string>{"a1"}));
  EXPECT_FALSE(half.is_complete);
  http->bodies["http://am2:9093/am/api/v2/alerts?active=true"] =
      R"([{"fingerprint":"a2","labels":{"a":"b"}}])";
  const poll_report whole = ask();
  EXPECT_EQ(whole.firing, (std::set<std::string>{"a1", "a2"}));
  EXPECT_TRUE(whole.is_complete);
  EXPECT_EQ(http->ways_in.size(), 2U) << "the same ones with each poll";
}

}  // namespace
}  // namespace mesoscale::webhook
