#include "webhook/alertmanager/alert_state.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

using std::chrono::seconds;

constexpr std::chrono::milliseconds grace{60'000};

instant t(int s) { return from_ms(1'800'000'000'000) + seconds(s); }

alert_message firing(int starts) {
  alert_message m;
  m.firing = true;
  m.starts_at = t(starts);
  return m;
}

alert_message resolved(int starts, int ends) {
  alert_message m;
  m.starts_at = t(starts);
  m.ends_at = t(ends);
  return m;
}

/// Applies messages, each at its second.
struct sequence {
  std::optional<alert_state> state;
  alert_change last = alert_change::opened;
  sequence& at(int second, const alert_message& message) {
    const auto step = apply(state, message, t(second), grace);
    state = step.state;
    last = step.change;
    return *this;
  }
};

TEST(alert_state, a_first_firing_message_opens_an_episode) {
  sequence s;
  s.at(0, firing(0));
  EXPECT_EQ(s.last, alert_change::opened);
  EXPECT_TRUE(s.state->open);
  EXPECT_EQ(s.state->episode, 1);
  EXPECT_FALSE(s.state->reopened);
}

TEST(alert_state, a_firing_message_after_the_end_opens_the_next_episode) {
  sequence s;
  s.at(0, firing(0)).at(60, resolved(0, 50)).at(70, firing(65));
  EXPECT_EQ(s.last, alert_change::opened);
  EXPECT_EQ(s.state->episode, 2);
  EXPECT_EQ(s.state->starts_at, t(65));
}

TEST(alert_state, a_repeated_firing_message_keeps_the_episode_and_the_earliest_start) {
  sequence s;
  s.at(0, firing(0)).at(3, firing(-7)).at(5, firing(2));
  EXPECT_EQ(s.last, alert_change::refreshed);
  EXPECT_EQ(s.state->episode, 1);
  EXPECT_EQ(s.state->starts_at, t(-7));
  EXPECT_EQ(s.state->last_seen, t(5));
}

TEST(alert_state, a_resolved_message_closes_it) {
  sequence s;
  s.at(0, firing(0)).at(60, resolved(0, 50));
  EXPECT_EQ(s.last, alert_change::closed);
  EXPECT_FALSE(s.state->open);
  EXPECT_EQ(s.state->ends_at, t(50));
  EXPECT_EQ(s.state->closed_at, t(60));
}

/// A lagging peer tells the whole last episode again: neither its firing nor its end is about the open one.
TEST(alert_state, copies_of_the_last_episode_leave_the_open_one_as_it_is) {
  sequence s;
  s.at(0, firing(0)).at(60, resolved(0, 50)).at(70, firing(65)).at(75, firing(0));
  EXPECT_EQ(s.last, alert_change::refreshed);
  EXPECT_EQ(s.state->starts_at, t(65));
  s.at(76, resolved(0, 50));
  EXPECT_EQ(s.last, alert_change::stale_resolve);
  s.at(77, firing(60));
  EXPECT_EQ(s.state->starts_at, t(60));
  EXPECT_EQ(s.state->episode, 2);
  EXPECT_TRUE(s.state->open);
}

TEST(alert_state, the_end_of_an_older_episode_is_ignored) {
  sequence s;
  s.at(0, firing(0));
  const alert_state before = *s.state;
  s.at(60, resolved(-500, -300));
  EXPECT_EQ(s.last, alert_change::stale_resolve);
  EXPECT_EQ(*s.state, before);
}

TEST(alert_state, a_firing_copy_soon_after_the_end_is_only_suspect) {
  sequence s;
  s.at(0, firing(0)).at(60, resolved(0, 50)).at(119, firing(0));
  EXPECT_EQ(s.last, alert_change::suspected);
  EXPECT_FALSE(s.state->open);
  EXPECT_TRUE(s.state->suspect);
}

TEST(alert_state, a_firing_message_of_the_old_episode_after_the_grace_reopens_it) {
  sequence s;
  s.at(0, firing(0)).at(60, resolved(0, 50)).at(120, firing(0));
  EXPECT_EQ(s.last, alert_change::reopened);
  EXPECT_TRUE(s.state->open);
  EXPECT_TRUE(s.state->reopened);
  EXPECT_EQ(s.state->episode, 1);
}

TEST(alert_state, a_repeated_end_keeps_the_latest_end) {
  sequence s;
  s.at(0, firing(0)).at(60, resolved(0, 50)).at(61, resolved(0, 55)).at(62, resolved(0, 40));
  EXPECT_EQ(s.last, alert_change::repeated_resolve);
  EXPECT_FALSE(s.state->open);
  EXPECT_EQ(s.state->ends_at, t(55));
}

TEST(alert_state, the_end_of_an_unknown_alert_is_recorded_closed) {
  sequence s;
  s.at(0, resolved(-100, -10));
  EXPECT_EQ(s.last, alert_change::recorded_closed);
  EXPECT_FALSE(s.state->open);
  EXPECT_EQ(s.state->episode, 0);
}

TEST(alert_state, an_alert_of_which_nothing_is_heard_expires) {
  sequence s;
  s.at(0, firing(0));
  EXPECT_FALSE(expire(*s.state, t(99), seconds(100)).has_value());
  const auto step = expire(*s.state, t(100), seconds(100));
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(step->change, alert_change::expired);
  EXPECT_FALSE(step->state.open);
  EXPECT_TRUE(step->state.expired);
  EXPECT_FALSE(expire(step->state, t(1000), seconds(100)).has_value());
}

TEST(alert_state, a_resolved_message_without_an_end_ends_when_it_is_received) {
  sequence s;
  alert_message m = resolved(0, 0);
  m.ends_at.reset();
  s.at(0, firing(0)).at(30, m);
  EXPECT_EQ(s.last, alert_change::closed);
  EXPECT_EQ(s.state->ends_at, t(30));
}

TEST(alert_state, exchanging_copies_of_two_peers_changes_nothing) {
  sequence one, other;
  one.at(0, firing(0)).at(1, firing(-3)).at(60, resolved(0, 50)).at(61, resolved(-3, 50));
  other.at(0, firing(-3)).at(1, firing(0)).at(60, resolved(-3, 50)).at(61, resolved(0, 50));
  EXPECT_EQ(*one.state, *other.state);
}

}  // namespace
}  // namespace mesoscale::webhook
