// Claims about every decision, tried on 100,000 random inputs each. A failure prints the shrunk input and a line to reproduce it.
#include "webhook/decision/decide.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace mesoscale::webhook {
namespace {

using std::chrono::seconds;

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

#ifdef __SANITIZE_ADDRESS__
constexpr int cases = 5'000;  // A sanitizer makes each case twenty times as slow.
#else
constexpr int cases = 100'000;
#endif

template <class Property>
void check(const std::string& name, Property property) {
  rc::detail::TestMetadata about;
  about.id = about.description = name;
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = cases;
  const auto outcome = rc::detail::checkTestable(std::move(property), about, params);
  std::ostringstream text;
  rc::detail::printResultMessage(outcome, text);
  EXPECT_TRUE(outcome.template is<rc::detail::SuccessResult>()) << text.str();
}

bool coin() { return *rc::gen::inRange(0, 2) == 1; }
bool rarely() { return *rc::gen::inRange(0, 10) == 9; }
int below(int end) { return *rc::gen::inRange(0, end); }

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

/// Votes or bounds: the only things that a change may come from.
bool has_cause(const decision_inputs& in, const decision& what) {
  const bounds limits = bounds_of(in);
  if (in.current < limits.min || in.current > limits.max) return true;
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

/// One upward scaling in the past of a run.
struct step_up {
  int at;
  std::int64_t count;
};

std::int64_t sum_since(const std::vector<step_up>& ups, int begin) {
  std::int64_t sum = 0;
  for (const step_up& up : ups) sum += up.at > begin ? up.count : 0;
  return sum;
}

TEST(decide_property, the_sum_of_ups_in_any_period_obeys_the_policies) {
  check("the sum of ups in any period obeys the policies", [] {
    const int period = 1 + below(60);
    const std::int64_t allowed = 1 + below(10);
    const std::int64_t percent = 1 + below(150);
    decision_inputs in;
    in.current = 1 + below(20);
    in.max = largest;
    in.rate.up = {{{{rate_policy::kind::instances, allowed, seconds(period)},
                    {rate_policy::kind::percent, percent, seconds(period)}},
                   select_policy::min}};
    std::vector<step_up> ups;
    for (int now = 0, i = 0; i < 6; ++i, now += 1 + below(40)) {
      in.signals = {{"", step_policy{direction::up, 1 + below(40)}, signal_state::pulse}};
      in.rate.past.ups.clear();
      for (const step_up& up : ups) in.rate.past.ups.push_back({seconds(now - up.at), up.count});
      const std::int64_t start = in.current - sum_since(ups, now - period);
      const decision got = decide(in);
      if (got.to > in.current) ups.push_back({now, got.to - in.current});
      in.current = got.to;
      const std::int64_t sum = sum_since(ups, now - period);
      RC_ASSERT(sum <= allowed);
      RC_ASSERT(sum <= (start * percent + 99) / 100);
    }
  });
}

}  // namespace
}  // namespace mesoscale::webhook
