// Claims about every decision, tried on 100,000 random inputs each. A failure prints the shrunk input and a line to reproduce it.
#include "tests/webhook/property.hpp"
#include "webhook/decision/decide.hpp"

#include <algorithm>
#include <set>

namespace mesoscale::webhook {
namespace {

using std::chrono::seconds;

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

/// Mostly small, now and then as large as it gets.
std::int64_t count() { return rarely() ? largest - below(3) : below(30); }

/// A number with one digit behind the point.
exact_number tenths(int end) { return exact_number(below(end)) / 10; }

signal some_signal() {
  signal out;
  const direction toward = coin() ? direction::up : direction::down;
  switch (below(4)) {
    case 0:
      out.how = step_policy{toward, count()};
      break;
    case 1:
      out.how = percent_policy{toward, tenths(3'000), 1 + below(3)};
      break;
    case 2:
      out.how = absolute_policy{count()};
      break;
    default:
      target_policy how;
      how.what = coin() ? target_policy::kind::ratio : target_policy::kind::average_value;
      how.target = exact_number(1 + below(50)) / 10;
      how.on_missing = static_cast<fallback>(below(4));
      how.fallback_instances = below(30);
      out.how = how;
      if (!rarely()) out.value = rarely() ? exact_number(largest) : tenths(500);
      if (coin()) out.ready = below(30);
  }
  out.state = static_cast<signal_state>(below(5));
  out.pulses = 1 + below(3);
  return out;
}

std::vector<signal> some_signals() {
  std::vector<signal> out;
  for (int i = below(4); i > 0; --i) out.push_back(some_signal());
  return out;
}

std::vector<scaling_event> some_events() {
  std::vector<scaling_event> out;
  for (int i = below(3); i > 0; --i) out.push_back({seconds(below(200)), count()});
  return out;
}

rate_limits some_limits() {
  rate_limits out;
  for (int i = below(3); i > 0; --i) {
    const auto what = coin() ? rate_policy::kind::instances : rate_policy::kind::percent;
    out.policies.push_back({what, 1 + below(20), seconds(1 + below(200))});
  }
  out.select = rarely() ? select_policy::disabled : coin() ? select_policy::max : select_policy::min;
  return out;
}

decision_inputs some_inputs() {
  decision_inputs out;
  if (rarely()) out.gate = static_cast<stop_gate>(below(5));
  out.current = count();
  out.min = below(10);
  out.max = rarely() ? largest : below(40);
  if (rarely()) out.hard_max = below(40);
  out.activation = coin();
  out.signals = some_signals();
  out.hold_alert = rarely();
  out.truncated = rarely();
  if (coin()) {
    out.windows = {seconds(below(200)), seconds(below(200)), {}};
    for (int i = below(3); i > 0; --i) out.windows.past.push_back({seconds(below(300)), count()});
  }
  if (coin()) out.rate = {{some_limits()}, {some_limits()}, {some_events(), some_events()}};
  if (rarely()) out.cooldown = {seconds(below(2)), seconds(below(2)), count()};
  if (rarely()) out.frozen = static_cast<freeze>(below(4));
  if (rarely()) out.room = {coin(), rarely(), below(5), below(5)};
  // An own scaling that still runs made the count what it is.
  if (rarely()) out.deployment = {static_cast<deployment_kind>(below(5)), count(), out.current};
  out.force = coin() ? force_policy::own : force_policy::never;
  out.dry_run = rarely();
  return out;
}

bool changes(const decision& what) { return what.what == action::scale || what.what == action::dry_run; }

/// A vote for this direction; out of the bounds the bound itself, whatever was voted for.
bool has_cause(const decision_inputs& in, const decision& what) {
  const bounds limits = bounds_of(in);
  if (in.current > limits.max) return what.to == limits.max;
  if (in.current > 0 && in.current < limits.min) return what.to == limits.min;
  const auto wanted_kind = what.to > in.current ? vote::kind::up : vote::kind::down;
  return std::any_of(in.signals.begin(), in.signals.end(),
                     [&](const signal& s) { return vote_of(s, in.current).what == wanted_kind; });
}

TEST(decide_property, a_change_ends_within_the_bounds) {
  check("a change ends within the bounds", [] {
    const decision_inputs in = some_inputs();
    const decision got = decide(in);
    const bounds limits = bounds_of(in);
    if (!changes(got)) {
      RC_ASSERT(got.to == in.current);
    } else {
      RC_ASSERT(got.to >= limits.min);
      RC_ASSERT(got.to <= limits.max);
    }
  });
}

TEST(decide_property, every_change_has_a_cause_and_a_reason) {
  static const std::set<std::string_view> known(reasons::all.begin(), reasons::all.end());
  check("every change has a cause and a reason", [] {
    const decision_inputs in = some_inputs();
    const decision got = decide(in);
    RC_ASSERT(known.contains(got.reason));
    if (!changes(got)) return;
    RC_ASSERT(got.to != in.current);
    RC_ASSERT(in.gate == stop_gate::open);
    RC_ASSERT(has_cause(in, got));
  });
}

TEST(decide_property, a_dry_run_never_scales) {
  check("a dry run never scales", [] {
    decision_inputs in = some_inputs();
    in.dry_run = true;
    const decision dry = decide(in);
    RC_ASSERT(dry.what != action::scale);
    RC_ASSERT(!dry.force);
    in.dry_run = false;
    const decision real = decide(in);
    RC_ASSERT(dry.to == real.to);
    RC_ASSERT((dry.what == action::dry_run) == (real.what == action::scale));
  });
}

TEST(decide_property, a_larger_value_never_asks_for_less) {
  check("a larger value never asks for less", [] {
    decision_inputs in = some_inputs();
    target_policy how;
    how.what = coin() ? target_policy::kind::ratio : target_policy::kind::average_value;
    how.target = exact_number(1 + below(50)) / 10;
    signal s{"", how, signal_state::active};
    if (coin()) s.ready = below(30);
    s.value = tenths(500);
    in.signals.push_back(s);
    const decision lower = decide(in);
    in.signals.back().value = *s.value + (rarely() ? exact_number(largest) : tenths(200));
    RC_ASSERT(decide(in).to >= lower.to);
  });
}

/// The counts of a run, each from its second on.
struct history {
  std::vector<std::pair<int, std::int64_t>> counts;

  std::int64_t now() const { return counts.back().second; }
  std::int64_t at(int second) const {
    std::int64_t out = counts.front().second;
    for (const auto& [since, count] : counts) out = since <= second ? count : out;
    return out;
  }
  /// The changes as the decision is given them.
  rate_history seen_at(int second) const {
    rate_history out;
    for (std::size_t i = 1; i < counts.size(); ++i) {
      const std::int64_t change = counts[i].second - counts[i - 1].second;
      if (change > 0) out.ups.push_back({seconds(second - counts[i].first), change});
      if (change < 0) out.downs.push_back({seconds(second - counts[i].first), -change});
    }
    return out;
  }
};

/// How far one policy lets a count go from where it was a period ago; without history, as the specification words it.
std::int64_t limit_of(const rate_policy& of, std::int64_t before, direction toward) {
  const std::int64_t whole = std::stoll(of.value.text());
  if (of.what == rate_policy::kind::instances)
    return toward == direction::up ? before + whole : std::max<std::int64_t>(0, before - whole);
  if (toward == direction::up) return (before * (100 + whole) + 99) / 100;
  return std::max<std::int64_t>(0, before * (100 - whole) / 100);
}

rate_limits some_policies() {
  rate_limits out;
  for (int i = 1 + below(3); i > 0; --i) {
    const auto what = coin() ? rate_policy::kind::instances : rate_policy::kind::percent;
    out.policies.push_back(
        {what, 1 + below(what == rate_policy::kind::percent ? 150 : 10), seconds(1 + below(60))});
  }
  out.select = coin() ? select_policy::max : select_policy::min;
  return out;
}

/// What all of them together allow: with Max the one that allows most, with Min the one that allows least.
std::int64_t limit_of(const rate_limits& of, const history& past, int second, direction toward) {
  std::optional<std::int64_t> out;
  for (const rate_policy& one : of.policies) {
    const auto period = static_cast<int>(std::chrono::duration_cast<seconds>(one.period).count());
    const std::int64_t limit = limit_of(one, past.at(second - period), toward);
    const bool takes_larger = (of.select == select_policy::max) == (toward == direction::up);
    if (!out || (takes_larger ? limit > *out : limit < *out)) out = limit;
  }
  return *out;
}

TEST(decide_property, a_run_of_ups_and_downs_goes_as_far_as_the_policies_of_each_period_let_it) {
  check("the policies limit a run, and nothing else does", [] {
    decision_inputs in;
    in.min = 0;
    in.max = largest;
    const rate_limits up = some_policies(), down = some_policies();
    in.rate.up = {up};
    in.rate.down = {down};
    history past{{{-1'000, 1 + below(40)}}};
    for (int second = 0, i = 0; i < 6; ++i, second += 1 + below(40)) {
      const direction toward = coin() ? direction::up : direction::down;
      const std::int64_t by = 1 + below(40), current = past.now();
      in.current = current;
      in.signals = {{"", step_policy{toward, by}, signal_state::pulse}};
      in.rate.past = past.seen_at(second);
      const std::int64_t got = decide(in).to;
      const std::int64_t limit = limit_of(toward == direction::up ? up : down, past, second, toward);
      const std::int64_t expected =
          toward == direction::up
              ? std::min(current + by, std::max(current, limit))
              : std::max(std::max<std::int64_t>(0, current - by), std::min(current, limit));
      RC_ASSERT(got == expected);
      if (got != current) past.counts.emplace_back(second, got);
    }
  });
}

}  // namespace
}  // namespace mesoscale::webhook
