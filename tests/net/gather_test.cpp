#include "common/net/gather.hpp"

#include "common/net/lifecycle.hpp"
#include "tests/net/loopback.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace mesoscale::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

/// Stays closed until it is opened; a wait has no deadline.
struct gate {
  explicit gate(asio::io_context& io) : timer(io, deadline::max()) {}
  void open() { timer.cancel(); }
  asio::steady_timer timer;
};

asio::awaitable<void> pass(std::shared_ptr<gate> at, std::shared_ptr<std::string> trace) {
  *trace += "begun ";
  co_await at->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  *trace += "ended ";
}

asio::awaitable<void> note(std::shared_ptr<std::string> trace, std::string word) {
  *trace += word;
  co_return;
}

/// Gives way to the others a few times and counts how many are in here at once.
struct crowd {
  int now = 0;
  int most = 0;
};
asio::awaitable<void> visit(std::shared_ptr<crowd> place) {
  place->most = std::max(place->most, ++place->now);
  for (int i = 0; i < 3; ++i) {
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
  }
  --place->now;
}

asio::awaitable<void> fail() {
  throw std::runtime_error("thrown by a test");
  co_return;
}

class gather : public testing::Test {
 protected:
  std::vector<bool> run(std::vector<work> pieces, std::size_t concurrency, deadline until) {
    return net.run(gather_until(std::move(pieces), concurrency, until));
  }

  loopback net;
  std::shared_ptr<std::string> trace = std::make_shared<std::string>();
  std::shared_ptr<gate> shut = std::make_shared<gate>(net.io);
};

TEST_F(gather, nothing_to_do_is_done_at_once) { EXPECT_THAT(run({}, 4, deadline::max()), IsEmpty()); }

TEST_F(gather, runs_all_in_order_one_at_a_time) {
  std::vector<work> pieces;
  for (const auto* word : {"a", "b", "c"}) pieces.push_back([this, word] { return note(trace, word); });
  EXPECT_THAT(run(std::move(pieces), 1, deadline::max()), ElementsAre(true, true, true));
  EXPECT_EQ(*trace, "abc");
}

TEST_F(gather, never_runs_more_at_once_than_asked) {
  const auto place = std::make_shared<crowd>();
  const std::vector<work> pieces(10, [place] { return visit(place); });
  EXPECT_THAT(run(pieces, 3, deadline::max()), testing::Each(true));
  EXPECT_EQ(place->most, 3);
}

TEST_F(gather, starts_the_next_piece_beside_one_that_takes_longer_than_its_patience) {
  const auto own_trace = trace;
  const auto own_gate = shut;
  std::vector<work> pieces;
  for (int i = 0; i < 2; ++i) pieces.push_back([=] { return pass(own_gate, own_trace); });
  pieces.push_back([=]() -> asio::awaitable<void> {
    own_gate->open();
    return note(own_trace, "last ");
  });
  const auto ended = net.run(gather_until(std::move(pieces), 1, deadline::max(), 5ms));
  EXPECT_THAT(ended, ElementsAre(true, true, true));
  EXPECT_EQ(*trace, "begun begun last ended ended ");
}

TEST_F(gather, with_patience_never_runs_more_quick_pieces_at_once_than_asked) {
  const auto place = std::make_shared<crowd>();
  const std::vector<work> pieces(30, [place] { return visit(place); });
  EXPECT_THAT(net.run(gather_until(pieces, 3, deadline::max(), 1h)), testing::Each(true));
  EXPECT_EQ(place->most, 3);
}

TEST_F(gather, a_slow_piece_that_has_ended_gives_its_place_to_nobody_else) {
  const auto own_trace = trace;
  const auto own_gate = shut;
  const auto place = std::make_shared<crowd>();
  std::vector<work> pieces{[=] { return pass(own_gate, own_trace); }};
  pieces.push_back([=]() -> asio::awaitable<void> {
    own_gate->open();
    return visit(place);
  });
  for (int i = 0; i < 10; ++i) pieces.push_back([=] { return visit(place); });
  EXPECT_THAT(net.run(gather_until(std::move(pieces), 1, deadline::max(), 5ms)), testing::Each(true));
  EXPECT_EQ(place->most, 1);
}

TEST_F(gather, comes_back_at_the_deadline_and_leaves_the_straggler_behind) {
  const auto own_trace = trace;
  const auto own_gate = shut;
  const auto ended = run(
      {[=] { return note(own_trace, "quick "); }, [=] { return pass(own_gate, own_trace); }}, 2, after(5ms));
  EXPECT_THAT(ended, ElementsAre(true, false));
  EXPECT_EQ(*trace, "quick begun ");
  shut->open();
  net.run_until([&] { return trace->ends_with("ended "); });
}

TEST_F(gather, starts_nothing_after_the_deadline) {
  const auto own_trace = trace;
  const auto own_gate = shut;
  const auto ended = run({[=] { return pass(own_gate, own_trace); }, [=] { return note(own_trace, "late"); }},
                         1, after(5ms));
  EXPECT_THAT(ended, ElementsAre(false, false));
  shut->open();
  net.run_until([&] { return trace->ends_with("ended "); });
  net.run_void(pause_for(0ms));
  EXPECT_EQ(*trace, "begun ended ");
}

TEST_F(gather, starts_nothing_when_the_deadline_has_passed_already) {
  EXPECT_THAT(run({[this] { return note(trace, "late"); }}, 1, deadline::min()), ElementsAre(false));
  EXPECT_EQ(*trace, "");
}

TEST_F(gather, an_exception_ends_its_piece_and_no_other) {
  EXPECT_THAT(run({[] { return fail(); }, [this] { return note(trace, "fine"); }}, 1, deadline::max()),
              ElementsAre(true, true));
  EXPECT_EQ(*trace, "fine");
}

TEST_F(gather, a_piece_that_cannot_even_start_counts_as_ended) {
  const auto ended = run({[]() -> asio::awaitable<void> { throw std::runtime_error("thrown by a test"); }}, 1,
                         deadline::max());
  EXPECT_THAT(ended, ElementsAre(true));
}

TEST(gather_straggler, is_freed_with_an_io_context_that_ends_before_it) {
  const auto trace = std::make_shared<std::string>();
  std::weak_ptr<gate> watched;
  {
    loopback net;
    auto shut = std::make_shared<gate>(net.io);
    watched = shut;
    std::vector<work> pieces{[shut, trace] { return pass(shut, trace); }};
    shut.reset();
    EXPECT_THAT(net.run(gather_until(std::move(pieces), 1, after(5ms))), ElementsAre(false));
    pieces.clear();
    EXPECT_FALSE(watched.expired());
  }
  EXPECT_TRUE(watched.expired());
  EXPECT_EQ(*trace, "begun ");
}

TEST(gather_straggler, is_freed_with_the_gather_that_still_waits_for_it) {
  std::weak_ptr<gate> watched;
  {
    loopback net;
    auto shut = std::make_shared<gate>(net.io);
    watched = shut;
    const auto trace = std::make_shared<std::string>();
    spawn(net.io.get_executor(), "gather", [shut, trace]() -> asio::awaitable<void> {
      std::vector<work> pieces{[shut, trace] { return pass(shut, trace); }};
      auto gathering = gather_until(std::move(pieces), 1, deadline::max());
      co_await std::move(gathering);
    });
    shut.reset();
    net.run_until([&] { return !trace->empty(); });
  }
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace mesoscale::net
