// When steps of the actors run, with the real clock and a Marathon that answers when it is told to.
#include "webhook/scaler/scaler.hpp"

#include "tests/webhook/scaler/world.hpp"

#include <gtest/gtest.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// Answers nothing until it is released.
class held_marathon final : public marathon_api {
 public:
  explicit held_marathon(asio::io_context& io) : gate_(io, asio::steady_timer::time_point::max()) {}
  std::set<std::string> asked;
  void release() { gate_.cancel(); }

  asio::awaitable<read_answer> read_app(std::string app, std::string) override {
    asked.insert(app);
    co_await gate_.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return read_answer();
  }
  asio::awaitable<put_answer> put_instances(std::string, std::int64_t, bool) override {
    co_return put_answer();
  }
  asio::awaitable<deployments_answer> read_deployments() override { co_return deployments_answer(); }
  asio::awaitable<queue_answer> read_queue() override { co_return queue_answer(); }

 private:
  asio::steady_timer gate_;
};

TEST(scaler, a_step_that_waits_for_its_turn_is_not_begun_after_the_stop) {
  temporary_store store;
  asio::thread_pool pool(1);
  const auto log = journal::open(store.location()).value();
  asio::io_context io;
  const auto marathon = std::make_shared<held_marathon>(io);
  const auto loaded = parse_rules(R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups: [{name: g, rules: [{rule: r, matchers: ['a="b"'], marathon: prod, app: {label: app}, max_instances: 9, scale: {direction: up, by: 1}}]}]
)",
                                  "rules.yml");
  ASSERT_NE(loaded.rules, nullptr);
  environment shared;
  shared.rules = loaded.rules;
  shared.log = log.get();
  const asio::any_io_executor storage = pool.get_executor();
  shared.storage = &storage;
  shared.marathon = [&](const std::string&) { return marathon; };
  shared.now = [] { return world::at(0); };
  shared.wall = shared.now;
  notification message;
  for (int i = 0; i < 20; ++i) {
    alert_message one;
    one.firing = true;
    one.labels = {{"a", "b"}, {"app", "/web" + std::to_string(i)}};
    one.starts_at = world::at(0);
    message.alerts.push_back(std::move(one));
  }
  const auto report = log->ingest(message, "{}", "127.0.0.1", *loaded.rules, world::at(0));
  ASSERT_TRUE(report.ok());
  scaler actors(io.get_executor(), shared);
  for (const app_key& target : report->woken) actors.wake(target, milliseconds(0));
  const auto has_begun = [&](std::size_t count) {
    for (int i = 0; i < 5'000 && marathon->asked.size() < count; ++i)
      io.run_one_for(std::chrono::milliseconds(1));
    return marathon->asked.size();
  };
  const std::size_t begun = has_begun(16);
  ASSERT_EQ(begun, 16U) << "of 20 apps so many at once";
  asio::co_spawn(io, actors.stop(std::chrono::seconds(5)), [&](std::exception_ptr) { io.stop(); });
  asio::post(io, [&] { marathon->release(); });
  io.run();
  EXPECT_EQ(marathon->asked.size(), begun);
  pool.join();
}

}  // namespace
}  // namespace mesoscale::webhook
